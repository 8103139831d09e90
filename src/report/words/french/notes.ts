/** Notes under tables, and what stands in their cells as a phrase, in French. */
import type { NOTE_WORDS, ROW_WORDS } from '../notes.ts';
import {
  counted,
  et,
  FIGURES_IN_FRENCH,
  NOUNS_IN_FRENCH,
  nameStageInFrench,
  SIDES_IN_FRENCH,
} from './grammar.ts';
import { describeLimitsInFrench } from './search.ts';

const F = FIGURES_IN_FRENCH;

const ON = { target: 'Sur la cible, ', base: 'Sur la base, ' } as const;

export const NOTES_IN_FRENCH: typeof NOTE_WORDS = {
  basis: (differing) => {
    const held = differing.length > 0 ? ` (${differing.join(', ')})` : '';
    return `L’outil de la référence compte toutes les réponses, quel que soit leur statut\u00a0: les écarts comparent donc toutes les réponses${held} à toutes les réponses. «\u00a0Maintenant\u00a0» et les limites comptent les succès.`;
  },
  searches: (spread) =>
    `Base et cible sont des moyennes géométriques des recherches, comparées une seule fois, à la fin. Si peu de recherches ne peuvent pas montrer qu’elles varient peu\u00a0: une dispersion d’au moins ${F.formatPercent(spread)} d’une recherche à l’autre est supposée. Davantage de recherches (gate.rounds.budget) montrent des écarts plus petits.`,
  passes: (limits, spread) =>
    `Base et cible sont des moyennes géométriques des passages, les erreurs portent sur tous${limits}. Les passages ont été comparés une seule fois, à la fin. Si peu de passages ne peuvent pas montrer qu’ils varient peu\u00a0: une dispersion d’au moins ${F.formatPercent(spread)} d’un passage à l’autre (gate.spread) est supposée. Davantage de passages (gate.rounds.budget) montrent des écarts plus petits.`,
  blocks: (limits) =>
    `Base et cible sont des médianes sur les blocs, les erreurs portent sur tous. L’écart n’est pas le quotient des deux\u00a0: il est estimé par paires, bloc par bloc${limits}.`,
  limitsOf: (together, listed) =>
    `\u00a0; les limites portent sur ${together === 'passes' ? 'tous les passages' : 'tous les tours'} ensemble (${listed})`,
  expected: (statuses) => `compté comme succès\u00a0: ${et(statuses)}`,
  statuses: (statuses, request) =>
    request === null ? statuses.join(' et ') : `${statuses.join(' et ')} de ${request}`,
  trend: (size) => `tendance ${size}`,
  failedOf: (errors, requests, share) => `${F.formatCount(errors)} sur ${F.formatCount(requests)} (${share})`,
  failed: (errors, ofBase, requests, share, kinds) =>
    `${counted(errors, 'requête', 'requêtes')}${ofBase ? ' de la base' : ''} sur ${F.formatCount(requests)} ${errors < 2 ? 'a échoué' : 'ont échoué'} (${share})\u00a0: ${kinds}.`,
  retried: ({ side, requests, attempts, ratio, most, kinds, recovered, givenUp }) =>
    [
      `${side === null ? '' : ON[side]}${counted(requests, 'requête a demandé', 'requêtes ont demandé')} ${counted(attempts, 'tentative')} (${F.formatRatio(ratio)} par requête${most.length > 0 ? `\u00a0; ${et(most)}` : ''})`,
      kinds === '' ? '' : `, renvoyées après ${kinds}`,
      `\u00a0: ${counted(recovered, 'a réussi une fois renvoyée', 'ont réussi une fois renvoyées')}`,
      givenUp === 0
        ? ''
        : `, et ${counted(givenUp, 'n’avait plus le temps ou la place', 'n’avaient plus le temps ou la place')} d’attendre`,
      '.',
    ].join(''),
  attempts: (target, base) =>
    `${F.formatRatio(target)} par requête${base === undefined ? '' : `, base ${F.formatRatio(base)}`}\u00a0; latence, débit et erreurs sont ceux de la requête, attentes comprises`,
  gating: {
    none: 'Aucune étape n’a ses propres limites (gate.stages)\u00a0: le jugement porte sur toutes ensemble.',
    all: 'Chaque étape a ses propres limites (gate.stages).',
    some: (stages) =>
      `Étapes qui ont leurs propres limites (gate.stages)\u00a0: ${et(stages, 6)}. Les autres sont seulement montrées.`,
  },
  steps: (search, hasAlone, others) => {
    const alone = hasAlone
      ? ' Une seule requête lente, ou en échec, ne fait céder aucun palier d’au moins dix requêtes.'
      : '';
    const shown =
      others > 0
        ? ` Les paliers de la première recherche sur la cible\u00a0; ${counted(others, 'autre')} dans le fichier de résultat.`
        : '';
    return `Devait tenir\u00a0: ${describeLimitsInFrench(search)}. Les chiffres de tous les paliers ensemble n’ont pas de sens et ne sont pas jugés.${alone}${shown}`;
  },
  flows: (sliced) =>
    `Un parcours dure le temps de toutes ses requêtes, sans le temps de réflexion${sliced ? ' ni les pauses entre les tranches, où l’utilisateur reste là où il est' : ''}\u00a0; il échoue à sa première étape qui échoue. Les itérations ne sont pas des requêtes, et aucun chiffre de toutes les requêtes ne les compte.`,
  walks: (count) => `${count}\u00a0${count === '0' || count === '1' ? 'itération' : 'itérations'}`,
  countOf: (count, name) => `${F.formatCount(count)} de ${name}`,
  notFinished: (walks, side, each) =>
    `${counted(walks, 'itération n’était pas terminée', 'itérations n’étaient pas terminées')}${side === null ? '' : ` sur ${SIDES_IN_FRENCH[side]}`} à la fin de la charge\u00a0: ${each}.`,
  firstSearch: (search) => `la première\u00a0: ${search}`,
  capacityOf: (capacity) => `capacité ${capacity}`,
  of: 'sur',
  drift: (size) => `dérive ≤ ${size}`,
  machine: (parts) => `La machine a ${parts.join(' et ')}.`,
  loadOnMachine: 'Ce qui est lu de la machine entière comprend ce que prend le générateur de charge.',
  memory: (amount) => `${amount} de mémoire`,
  trends: (trends) => `Selon leur tendance\u00a0: ${trends.join(', ')}.`,
  anHour: (series, growth) => `${series} ${growth} par heure`,
  perThousand: (growth) => `Mémoire selon sa tendance\u00a0: ${growth} pour ${F.formatCount(1000)} requêtes.`,
};

export const ROWS_IN_FRENCH: typeof ROW_WORDS = {
  label: (metric) => NOUNS_IN_FRENCH[metric].label,
  noun: (metric) => NOUNS_IN_FRENCH[metric].noun,
  of: (label, part) => `${label} de ${part}`,
  ofFlow: (label, flow) => `${label} du parcours ${flow}`,
  stage: nameStageInFrench,
  stageTitle: (name) => `étape ${name}`,
  flowTitle: (name) => `parcours ${name}`,
};
