/** How the conditions of two runs differ, in French sentences. */
import type { Difference } from '../../../evidence/result/differences.ts';
import type { Numbers } from '../numbers.ts';

type Stage = Extract<Difference, { condition: 'connections' }>['stage'];
type Searched = Extract<Difference, { condition: 'search' }>['now'];

/** `a` and `b` are the names of the runs, cleaned. */
export function describeInFrench(difference: Difference, a: string, b: string, numbers: Numbers): string {
  const { count, seconds, percent } = numbers;
  switch (difference.condition) {
    case 'model':
      return `${a} a été chargé par ${model(difference.before)}, ${b} par ${model(difference.now)}\u00a0: leurs latences n’ont pas le même sens`;
    case 'stages':
      return `la charge de ${a} compte ${stages(difference.before, count)}, celle de ${b} ${stages(difference.now, count)}`;
    case 'search':
      return `${a} était ${search(difference.before)}, ${b} ${search(difference.now)}`;
    case 'search-limits':
      return `les recherches du point de rupture de ${a} et de ${b} n’avaient pas les mêmes limites à tenir`;
    case 'connections':
      return `${inStage(difference.stage)}${a} a été chargé sur ${connections(difference.before, count)}, ${b} sur ${connections(difference.now, count)}`;
    case 'connections-at-start':
      return `${inStage(difference.stage)}${a} a commencé avec ${connections(difference.before, count)}, ${b} avec ${connections(difference.now, count)}`;
    case 'rate':
      return `${inStage(difference.stage)}${a} a reçu ${rate(difference.before, numbers)}, ${b} ${rate(difference.now, numbers)}`;
    case 'rate-at-start':
      return `${inStage(difference.stage)}${a} a d’abord reçu ${rate(difference.before, numbers)}, ${b} ${rate(difference.now, numbers)}`;
    case 'arrivals':
      return `${inStage(difference.stage)}les requêtes vers ${a} arrivaient ${arrivals(difference.before)}, celles vers ${b} ${arrivals(difference.now)}`;
    case 'mix': {
      const parts = difference.parts.map(
        ({ name, before, now }) => `${name} ${percent(before)} et ${percent(now)}`,
      );
      const more = difference.more > 0 ? `\u00a0; et ${count(difference.more)} de plus` : '';
      return `${a} et ${b} n’ont pas reçu le même mélange de requêtes (${parts.join('\u00a0; ')}${more})`;
    }
    case 'flows':
      return `${a} et ${b} n’ont pas reçu les mêmes parcours (${difference.parts.map(({ name, what }) => `${name} ${FLOW[what]}`).join('\u00a0; ')})`;
    case 'retry': {
      const only = (names: readonly string[], of: string) =>
        names.length === 0 ? [] : [`${names.join(', ')} pour ${of} seulement`];
      const what = [...only(difference.before, a), ...only(difference.now, b)].join('\u00a0; ');
      return `l’une des deux charges renvoie les requêtes qui échouent\u00a0: ${what}`;
    }
    case 'duration':
      return `${inStage(difference.stage)}${a} a été chargé pendant ${seconds(difference.before)}, ${b} pendant ${seconds(difference.now)}`;
    case 'timeout':
      return `le délai d’attente était de ${seconds(difference.before)} pour ${a}, de ${seconds(difference.now)} pour ${b}`;
    case 'tool':
      return `${a} a été mesuré avec ${difference.before}, ${b} avec ${difference.now}`;
    case 'machine':
      return `la charge ne venait pas de la même machine\u00a0: ${difference.before} pour ${a}, ${difference.now} pour ${b}`;
    case 'unsaid':
      return `l’un des fichiers ne donne pas toutes ses conditions (${difference.what.join(', ')})`;
  }
}

const FLOW = {
  new: 'pour le second seulement',
  gone: 'pour le premier seulement',
  steps: 'enchaîne d’autres requêtes',
  think: 'attend un autre temps entre ses requêtes',
} as const;

function model(of: 'closed' | 'open'): string {
  return of === 'closed'
    ? 'un modèle fermé (chaque connexion attend sa réponse)'
    : 'un modèle ouvert (un débit donné)';
}

function search(of: Searched): string {
  if (of === null) return 'un essai sans recherche du point de rupture';
  return `une recherche du point de rupture par ${of === 'rate' ? 'débit' : 'nombre de connexions'}`;
}

function stages(number: number, count: Numbers['count']): string {
  return number === 1 ? '1 étape' : `${count(number)} étapes`;
}

function connections(number: number, count: Numbers['count']): string {
  return number === 1 ? '1 connexion' : `${count(number)} connexions`;
}

function rate(perSecond: number | null, { perSecond: write }: Numbers): string {
  return perSecond === null ? 'autant de requêtes que de réponses' : write(perSecond);
}

function arrivals(kind: 'constant' | 'poisson'): string {
  return kind === 'constant' ? 'à intervalles égaux' : 'au hasard (Poisson)';
}

function inStage(stage: Stage): string {
  if (stage === null) return '';
  return stage.name === null ? `à l’étape ${stage.number}, ` : `à l’étape ${stage.name}, `;
}
