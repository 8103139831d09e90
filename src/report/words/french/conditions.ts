/** How the conditions of two measurements differ, in French. */

import type { Difference, Unsaid } from '../../../evidence/result/differences.ts';
import { type LeavingTool, toolIn } from '../leaving-tools.ts';
import { counted, et, FIGURES_IN_FRENCH, NOUNS_IN_FRENCH } from './grammar.ts';

type Of<Condition extends Difference['condition']> = Extract<Difference, { condition: Condition }>;

const F = FIGURES_IN_FRENCH;

/** A whole sentence. */
export function describeDifferenceInFrench(difference: Difference): string {
  switch (difference.condition) {
    case 'model':
      return `La référence a été mesurée avec ${aModel(difference.before)}, cet essai avec ${aModel(difference.now)}\u00a0: leurs latences n’ont pas le même sens.`;
    case 'stages':
      return `La charge de la référence avait ${counted(difference.before, 'étape')}, celle de cet essai en a ${F.formatCount(difference.now)}.`;
    case 'search':
      return `La référence était ${aSearch(difference.before)}, et cet essai est ${aSearch(difference.now)}.`;
    case 'search-limits':
      return `Dans la recherche de la référence, d’autres limites devaient tenir (${listLimits(difference.before)}) que dans celle-ci (${listLimits(difference.now)}).`;
    case 'connections':
      return `${the(difference)} référence a été mesurée avec ${counted(difference.before, 'connexion')}, cet essai avec ${counted(difference.now, 'connexion')}.`;
    case 'connections-at-start':
      return `${the(difference)} référence a commencé avec ${counted(difference.before, 'connexion')}, cet essai avec ${counted(difference.now, 'connexion')}.`;
    case 'rate':
    case 'rate-at-start':
      return describeRate(difference);
    case 'arrivals':
      return `${the(difference)} référence recevait ses requêtes ${ARRIVALS_IN_FRENCH[difference.before]}, cet essai ${ARRIVALS_IN_FRENCH[difference.now]}.`;
    case 'mix':
      return describeMix(difference);
    case 'flows':
      return describeFlows(difference);
    case 'retry':
      return describeRetry(difference);
    case 'duration':
      return `${the(difference)} référence a duré ${F.formatTenths(difference.before)}, cet essai ${F.formatTenths(difference.now)}.`;
    case 'timeout':
      return `Le délai d’attente était de ${F.formatTenths(difference.before)} pour la référence, de ${F.formatTenths(difference.now)} pour cet essai.`;
    case 'tool':
      return `La référence a été mesurée avec ${difference.before}${leavesOut(difference.before)}, cet essai avec ${difference.now}${leavesOut(difference.now)}.`;
    case 'machine':
      return `La charge de la référence venait d’une autre machine (${difference.before}) que celle de cet essai (${difference.now}).`;
    case 'unsaid':
      return `La référence ne donne pas ${et(
        difference.what.map((one) => UNSAID[one]),
        difference.what.length,
      )}\u00a0; on les suppose identiques.`;
  }
}

export const ARRIVALS_IN_FRENCH = {
  constant: 'à intervalles égaux',
  poisson: 'au hasard (Poisson)',
} as const;

const LEFT_OUT: Readonly<Record<LeavingTool, string>> = {
  k6: 'la connexion et TLS',
  Artillery: 'la connexion et la fin du corps',
  oha: 'les requêtes sans réponse',
  hey: 'les requêtes sans réponse',
  autocannon: 'les requêtes sans réponse',
  wrk: 'les réponses tardives',
};

function leavesOut(tool: string): string {
  const left = toolIn(tool);
  return left === null ? '' : ` (dont les latences ne comprennent pas ${LEFT_OUT[left]})`;
}

const UNSAID: Readonly<Record<Unsaid, string>> = {
  mix: 'son mélange de requêtes',
  model: 'son modèle de charge (fermé ou ouvert)',
  rate: 'son débit demandé',
  arrivals: 'le rythme de ses requêtes',
  connections: 'son nombre de connexions',
  duration: 'sa durée',
  tool: 'son outil',
  timeout: 'son délai d’attente',
  machine: 'sa machine',
  'error-rate': 'son taux d’erreur',
};

function describeRate(difference: Of<'rate' | 'rate-at-start'>): string {
  const { before: then, now } = difference;
  const offered = difference.condition === 'rate' ? 'a reçu' : 'a d’abord reçu';
  return `${the(difference)} référence ${offered} ${offer(then)}, cet essai ${offer(now)}.`;
}

function describeMix({ parts, more }: Of<'mix'>): string {
  const shown = parts.map(
    ({ name, before, now }) => `${name} ${F.formatPercent(before)} alors, ${F.formatPercent(now)} maintenant`,
  );
  const rest = more > 0 ? `\u00a0; et ${counted(more, 'autre')}` : '';
  return `La référence a été mesurée avec un autre mélange de requêtes (${shown.join('\u00a0; ')}${rest}).`;
}

const FLOW_DIFFERS: Readonly<Record<Of<'flows'>['parts'][number]['what'], string>> = {
  new: 'nouveau',
  gone: 'disparu',
  steps: 'autres étapes',
  think: 'autre temps de réflexion',
};

function describeFlows({ parts }: Of<'flows'>): string {
  const told = parts.map(({ name, what }) => `${name}\u00a0: ${FLOW_DIFFERS[what]}`);
  return `La référence a été mesurée avec d’autres parcours (${et(told)}).`;
}

function describeRetry({ before, now }: Of<'retry'>): string {
  const sentences = [
    now.length === 0
      ? null
      : `Cet essai renvoie ${et(now)} quand une tentative échoue, et celui de la référence ne le faisait pas\u00a0: c’est la requête qui est comptée, attentes comprises, et non chaque tentative.`,
    before.length === 0
      ? null
      : `L’essai de la référence renvoyait ${et(before)} quand une tentative échouait, et celui-ci ne le fait pas\u00a0: la requête y était comptée, attentes comprises, et non chaque tentative.`,
  ];
  return sentences.filter((sentence) => sentence !== null).join(' ');
}

/** Where the load has several stages, of which one. */
function the({ stage }: Pick<Of<'connections'>, 'stage'>): string {
  if (stage === null) return 'La';
  return `À l’étape ${stage.name ?? stage.number}, la`;
}

function offer(perSecond: number | null): string {
  return perSecond === null
    ? 'autant de requêtes que de réponses'
    : `${F.formatNumber(perSecond)} requêtes par seconde`;
}

function aModel(model: 'closed' | 'open'): string {
  return model === 'closed'
    ? 'un modèle fermé (chaque connexion attend sa réponse)'
    : 'un modèle ouvert (un débit donné)';
}

function aSearch(of: Of<'search'>['now']): string {
  if (of === null) return 'un essai sans recherche du point de rupture';
  return `une recherche du point de rupture par ${of === 'rate' ? 'débit' : 'nombre de connexions'}`;
}

function listLimits(limits: Of<'search-limits'>['now']): string {
  return limits
    .map(({ metric, limit }) => `${NOUNS_IN_FRENCH[metric].label} ${F.formatBound(metric, limit)}`)
    .join(', ');
}
