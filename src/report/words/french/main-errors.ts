import type { CauseOf } from '../../../evidence/result/causes.ts';
import { et, FIGURES_IN_FRENCH } from './grammar.ts';

type MainErrors = NonNullable<CauseOf<'error-floor'>['main']>;
type MainKind = MainErrors['kinds'][number];

const { formatCount } = FIGURES_IN_FRENCH;

/** One, and many. */
const KINDS: Readonly<Record<Exclude<MainKind['kind'], 'status'>, readonly [string, string]>> = {
  check: ['contrôle échoué', 'contrôles échoués'],
  timeout: ['délai dépassé', 'délais dépassés'],
  socket: ['connexion rompue', 'connexions rompues'],
  unanswered: ['requête sans réponse', 'requêtes sans réponse'],
  body: ['réponse illisible', 'réponses illisibles'],
};

/** Behind a sentence, such as `, surtout des réponses 400 à create unit, et 120 × délai dépassé`. */
export function withMainErrors(sentence: string, main: CauseOf<'error-floor'>['main']): string {
  const [first, ...others] = main?.kinds ?? [];
  if (main === null || first === undefined) return sentence;
  const besides = others.map((kind) => `${formatCount(kind.count)} × ${onceOf(kind)}`);
  const told = `${sentence}, ${describeFirst(first, main.errors)}`;
  return besides.length === 0 ? told : `${told}, et ${et(besides)}`;
}

function describeFirst(kind: MainKind, errors: number): string {
  const { count, endpoints } = kind;
  const isStatus = kind.kind === 'status';
  const noun = `des ${kind.kind === 'status' ? `réponses ${kind.status}` : KINDS[kind.kind][1]}`;
  const named = endpoints.reduce((sum, one) => sum + one.count, 0);
  const whose = `${isStatus ? 'à' : 'pour'} ${et(
    endpoints.map(({ name }) => name),
    2,
  )}`;
  if (named === errors) return `uniquement ${noun} ${whose}`;
  const all = count === errors;
  if (named > errors / 2) return all ? `uniquement ${noun}, surtout ${whose}` : `surtout ${noun} ${whose}`;
  const share = `${formatCount(endpoints.length > 0 ? named : count)} sur ${formatCount(errors)}`;
  if (count > errors / 2) {
    const many = `${all ? 'uniquement' : 'surtout'} ${noun}`;
    return endpoints.length > 0
      ? `${many}, le plus souvent ${whose} (${share})`
      : `${many} ${isStatus ? 'à' : 'pour'} de nombreuses requêtes`;
  }
  return `le plus souvent ${noun} (${formatCount(count)} sur ${formatCount(errors)})`;
}

function onceOf({ kind, status }: MainKind): string {
  return kind === 'status' ? `HTTP ${status}` : KINDS[kind][0];
}
