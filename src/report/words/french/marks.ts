/** Findings in few words, in French. */
import type { AGE_WORDS, MARK_WORDS } from '../marks.ts';
import { counted } from './grammar.ts';

export const MARKS_IN_FRENCH: typeof MARK_WORDS = {
  outcomes: { pass: 'Réussi', fail: 'Échoué', inconclusive: 'Non concluant', invalid: 'Invalide' },
  beyond: { max: 'hors limite', min: 'sous la limite' },
  regressed: 'régression',
  warnsOnly: 'régression (avertit)',
  degraded: 'dérive sous charge',
  undecided: 'pas tranché',
  notComparable: 'pas comparable',
  noneShown: 'rien d’établi',
  improved: 'amélioration',
  within: 'conforme',
  worseWithin: 'moins bon, toléré',
  tooFewRuns: {
    lower: 'plus bas, trop peu d’essais',
    higher: 'plus haut, trop peu d’essais',
  },
  mayBeChance: { lower: 'plus bas, hasard possible', higher: 'plus haut, hasard possible' },
  ofFigure: (figure, finding) => `${figure}\u00a0: ${finding}`,
  noResponse: 'aucune réponse',
  neverReached: 'jamais atteinte',
  notGated: (change) => `P99 ${change}, sans limite`,
  allErrors: '100\u202f% d’erreurs',
  allOf: (kind) => `100\u202f%\u00a0: ${kind}`,
  allAnswered: (status) => `100\u202f% de réponses ${status}`,
  held: 'tenu',
  endedAtOnce: (finding) => `${finding}, arrêté aussitôt`,
  beyondLimit: 'hors de sa limite',
  grew: (by) => (by === null ? 'dérive' : `dérive de ${by}`),
  errorKinds: {
    success: 'succès',
    status: 'statut',
    check: 'contrôle échoué',
    body: 'réponse illisible',
    timeout: 'délai dépassé',
    socket: 'connexion rompue',
    unanswered: 'sans réponse',
  },
  picture: {
    within: '✓ conforme',
    regressed: 'régression',
    undecided: '◇ pas tranché',
    needsMore: '◇ pas tranché\u00a0: un échec demande 99\u202f%',
    noneShown: '≈ rien d’établi',
    nothing: 'rien à comparer',
    noInterval: 'pas encore d’intervalle',
    more: (count) => `et ${counted(count, 'autre')}`,
    noChange: 'inchangé ┐',
    tolerance: '┌ tolérance',
    better: '◄ mieux',
    worse: 'moins bien ►',
  },
};

const UNITS = {
  day: ['jour', 'jours'],
  week: ['semaine', 'semaines'],
  month: ['mois', 'mois'],
  year: ['an', 'ans'],
} as const;

export const AGE_IN_FRENCH: typeof AGE_WORDS = {
  future: (day) => `${day}, dans le futur`,
  today: (day) => `${day} (il y a moins d’un jour)`,
  old: (day, count, unit) => {
    const [one, many] = UNITS[unit];
    return `${day} (il y a ${counted(count, one, many)})`;
  },
};
