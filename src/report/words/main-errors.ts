import type { CauseOf } from '../../evidence/result/causes.ts';
import { formatCount } from './format.ts';
import { enumerate } from './names.ts';

type MainErrors = NonNullable<CauseOf<'error-floor'>['main']>;
type MainKind = MainErrors['kinds'][number];

/** One, and many. */
const KINDS: Readonly<Record<Exclude<MainKind['kind'], 'status'>, readonly [string, string]>> = {
  check: ['failed check', 'failed checks'],
  timeout: ['timeout', 'timeouts'],
  socket: ['broken connection', 'broken connections'],
  unanswered: ['unanswered request', 'unanswered requests'],
  body: ['unreadable response', 'unreadable responses'],
};

/**
 * `mostly 400 responses to create unit, besides 120 × timeout`; null where nothing failed. `All` is said of all errors
 * of the run and `mostly` of more than half of them; of what is less, the number is told.
 */
export function describeMainErrors(main: CauseOf<'error-floor'>['main']): string | null {
  const [first, ...others] = main?.kinds ?? [];
  if (main === null || first === undefined) return null;
  const besides = others.map((kind) => `${formatCount(kind.count)} × ${onceOf(kind)}`);
  const told = describeFirst(first, main.errors);
  return besides.length === 0 ? told : `${told}, besides ${enumerate(besides)}`;
}

function describeFirst(kind: MainKind, errors: number): string {
  const { count, endpoints } = kind;
  const noun = kind.kind === 'status' ? `${kind.status} responses` : KINDS[kind.kind][1];
  const named = endpoints.reduce((sum, one) => sum + one.count, 0);
  const whose = `${kind.kind === 'status' ? 'to' : 'of'} ${enumerate(
    endpoints.map(({ name }) => name),
    2,
  )}`;
  if (named === errors) return `all of them ${noun} ${whose}`;
  const all = count === errors;
  if (named > errors / 2) return all ? `all of them ${noun}, mostly ${whose}` : `mostly ${noun} ${whose}`;
  const share = `${formatCount(endpoints.length > 0 ? named : count)} of ${formatCount(errors)}`;
  if (count > errors / 2) {
    const many = `${all ? 'all of them' : 'mostly'} ${noun}`;
    return endpoints.length > 0
      ? `${many}, most often ${whose} (${share})`
      : `${many} ${kind.kind === 'status' ? 'to' : 'of'} many requests`;
  }
  return `most often ${noun} (${formatCount(count)} of ${formatCount(errors)})`;
}

function onceOf({ kind, status }: MainKind): string {
  return kind === 'status' ? `HTTP ${status}` : KINDS[kind][0];
}
