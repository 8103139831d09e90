/** What is said of a search for the breaking point, in French. */
import type { RemarkOf } from '../../../evidence/result/remarks.ts';
import type { CapacityRange, OneSearch, SearchFigures } from '../../../evidence/result/search.ts';
import type { Broken, SearchOver } from '../../../evidence/result/search-parts.ts';
import type { SEARCH_WORDS } from '../search.ts';
import {
  counted,
  et,
  FIGURES_IN_FRENCH,
  le,
  NOUNS_IN_FRENCH,
  quoteInFrench,
  SIDES_IN_FRENCH,
} from './grammar.ts';

const F = FIGURES_IN_FRENCH;

export const SEARCH_CAUSES_IN_FRENCH: typeof SEARCH_WORDS = {
  'breaks-at-once': {
    says: ({ of, load, broke }) =>
      `le service n’a pratiquement aucune capacité\u00a0: dès ${describeLoad(of, load)}, le moins qui ait été essayé, ${describeBroken(broke)}`,
    advice: ({ of }) =>
      `Commencez plus bas (load.breakpoint.${of === 'rate' ? 'rate' : 'connections'}.from), ou voyez si les limites sous gate conviennent à ce service.`,
  },
  'capacity-beyond': {
    says: (cause) =>
      cause.limit === null
        ? `impossible de comparer ${le(cause)}\u00a0: ${leastKnown(cause)}`
        : `on ne sait pas si ${le(cause)} atteint ${F.formatBound(cause.metric, cause.limit)}\u00a0: ${leastKnown(cause)}`,
    note: leastKnown,
    advice: () => 'Voyez ce qui a arrêté la recherche avant la limite du service lui-même, et écartez-le.',
  },
  'too-few-searches': {
    says: ({ found, needed }) => `impossible de comparer les capacités\u00a0: ${tooFew(found, needed)}`,
    note: ({ found, needed }) => tooFew(found, needed),
    advice: () =>
      'Augmentez gate.rounds.budget pour qu’il contienne deux recherches de chaque côté, et voyez ce qui a arrêté celles qui n’ont rien trouvé.',
  },
};

function leastKnown({ figure }: { readonly figure: number }): string {
  return `la recherche a seulement trouvé qu’elle est d’au moins ${F.formatPerSecond(figure)}`;
}

function tooFew(found: { readonly target: number; readonly base: number }, needed: number): string {
  return `${counted(found.target, 'recherche a trouvé', 'recherches ont trouvé')} celle de la cible et ${found.base} celle de la base, et il en faut ${needed} de chaque`;
}

/** What was the matter at a load, for the middle of a sentence. */
function describeBroken({ what, metric }: Broken): string {
  switch (what) {
    case 'limit':
      return metric === undefined
        ? 'une limite a cédé'
        : `${le({ metric, endpoint: null })} a dépassé sa limite`;
    case 'queue':
      return 'les requêtes arrivaient plus vite que les réponses, si bien que la latence ne cessait de monter';
    case 'silence':
      return 'plus rien ne revenait';
    case 'flat':
      return 'davantage de connexions n’apportait plus de débit';
    case 'limiter':
      return 'un limiteur de débit a refusé des requêtes (HTTP 429)';
    case 'generator':
      return 'le générateur de charge était en retard et ne pouvait pas faire plus';
  }
}

/** The same in few words, for a table. */
export function nameBrokenInFrench({ what, metric }: Broken): string {
  switch (what) {
    case 'limit':
      return metric === undefined ? 'hors limite' : `${NOUNS_IN_FRENCH[metric].label} hors limite`;
    case 'queue':
      return 'la file s’allongeait';
    case 'silence':
      return 'aucune réponse';
    case 'flat':
      return 'pas plus de débit';
    case 'limiter':
      return 'limité (429)';
    case 'generator':
      return 'générateur en retard';
  }
}

function describeLoad(of: SearchFigures['of'], load: number): string {
  return of === 'rate' ? `${bare(load)} requêtes par seconde` : counted(load, 'connexion');
}

/** Without its unit. */
function bare(perSecond: number): string {
  return F.formatPerSecond(perSecond).replace(/\s\/s$/, '');
}

export function describeCapacityInFrench(capacity: CapacityRange | null): string {
  if (capacity === null) return 'aucune trouvée';
  const { perSecond, low, high } = capacity;
  if (high === null) return `au moins ${F.formatPerSecond(perSecond)}`;
  return `${F.formatPerSecond(perSecond)} (95\u202f%\u00a0: ${bare(low)} … ${F.formatPerSecond(high)})`;
}

export function describeEachInFrench(all: readonly (CapacityRange | null)[]): string {
  const found = all.flatMap((one) => one?.perSecond ?? []);
  const searches = `par ${counted(all.length, 'recherche')}`;
  if (found.length < all.length) return `${searches}, dont ${all.length - found.length} sans résultat`;
  return `${searches}, de ${F.formatPerSecond(Math.min(...found))} à ${F.formatPerSecond(Math.max(...found))}`;
}

export function describeSearchInFrench(
  { steps, restSeconds, end, broke, knee, capacity }: OneSearch,
  of: SearchFigures['of'],
): string {
  const seconds = steps.reduce((sum, step) => sum + step.seconds, restSeconds);
  const parts = [
    `${counted(steps.length, 'palier')} en ${F.formatSeconds(seconds)}`,
    broke === null ? null : whatBroke(broke),
    ENDS[end],
    knee === null ? null : `${whichStep(capacity)} ${describeKnee(knee, of)}`,
  ];
  return parts.filter((part) => part !== null).join('\u00a0; ');
}

function whatBroke(broke: Broken): string {
  return broke.what === 'flat'
    ? `aucune limite n’a cédé, mais ${describeBroken(broke)}`
    : `ce qui a cédé d’abord\u00a0: ${describeBroken(broke)}`;
}

/** Where only the least of the capacity is known, nobody saw a knee. */
function whichStep(capacity: CapacityRange | null): string {
  return capacity?.high === null ? 'le plus qui ait tenu\u00a0:' : 'au point de rupture\u00a0:';
}

function describeKnee(
  { connections, ratePerSecond, throughputPerSecond, p99Ms }: NonNullable<OneSearch['knee']>,
  of: SearchFigures['of'],
): string {
  const busy =
    of === 'rate'
      ? counted(connections, 'connexion occupée', 'connexions occupées')
      : counted(connections, 'connexion');
  const tail = p99Ms === null ? '' : ` et un P99 de ${F.formatMs(p99Ms)}`;
  return `${F.formatPerSecond(ratePerSecond ?? throughputPerSecond)} avec ${busy}${tail}`;
}

const ENDS: Readonly<Record<SearchOver, string | null>> = {
  done: null,
  budget: 'le temps était écoulé avant qu’on la connaisse mieux',
  limiter: null,
  generator: 'le générateur ne pouvait pas faire plus',
  'no-recovery': 'ensuite le service n’est pas revenu à la normale',
  interrupted: 'ensuite la charge s’est interrompue',
};

/** What had to hold: `P99 ≤ 100 ms and error rate ≤ 1 %`. */
export function describeLimitsInFrench({ limits }: Pick<SearchFigures, 'limits'>): string {
  return et(
    limits.map(({ metric, limit }) => `${NOUNS_IN_FRENCH[metric].noun} ≤ ${F.formatBound(metric, limit)}`),
    limits.length,
  );
}

/** Whole sentences. */
export function warnOfLeastInFrench({ side, perSecond, end, broke }: RemarkOf<'capacity-at-least'>): string {
  const whose = side === 'base' ? 'La base' : 'Le service';
  const why =
    broke?.what === 'limiter' || broke?.what === 'generator'
      ? describeBroken(broke)
      : end === 'done'
        ? 'rien de plus n’a été essayé'
        : end === 'budget'
          ? 'ensuite le temps était écoulé'
          : 'ensuite la charge s’est interrompue';
  return `${whose} supporte au moins ${F.formatPerSecond(perSecond)}, ce qui n’est pas sa capacité\u00a0: ${why}.`;
}

export function warnOfNoRecoveryInFrench({ side, of, load }: RemarkOf<'search-not-recovered'>): string {
  const whose = side === 'base' ? 'la base' : 'le service';
  return `Après ${describeLoad(of, load)}, ${whose} n’a pas répondu comme avant en 15 s de faible charge, et la recherche s’est arrêtée là\u00a0: voyez ce qui reste retenu après une surcharge.`;
}

export function warnOfLossInFrench({ side, detail }: RemarkOf<'lost-in-search'>): string {
  return `Pendant un palier de la recherche, ${SIDES_IN_FRENCH[side ?? 'target']} n’était plus joignable (${quoteInFrench(detail)})\u00a0: le service ne survit pas à tant de charge. Sa capacité est celle des paliers précédents.`;
}
