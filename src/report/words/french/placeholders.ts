/** What a comment or a check run says while there is no result, or of many results together, in French. */
import type { PLACEHOLDER_WORDS } from '../placeholders.ts';
import { counted } from './grammar.ts';

const UNKNOWN = 'un commit inconnu';

export const PLACEHOLDERS_IN_FRENCH: typeof PLACEHOLDER_WORDS = {
  measuring: 'Mesure en cours',
  notMeasured: 'Pas mesuré',
  nothingToMeasure: 'Rien à mesurer',
  commit: (sha) => (sha === null ? 'Le commit' : `Le commit ${sha}`),
  commitLine: (sha) => `Commit ${sha}`,
  begun: (commit, run) => `${commit} est en cours de mesure${run}. Le résultat prendra la place de ce texte.`,
  again: (commit, run) => `${commit} a déjà été mesuré et l’est de nouveau${run}.`,
  newer: (before, now, run) => `Mesuré à ${before ?? UNKNOWN}, mesure de ${now ?? UNKNOWN} en cours${run}.`,
  stopped: (sha, run, why) =>
    `Il n’y a pas de résultat${sha === null ? '' : ` pour le commit ${sha}`}${run}\u00a0: ${why}`,
  earlier: (sha) => `Résultat précédent à ${sha ?? UNKNOWN}`,
  superseded: (sha) => `Résultat à ${sha ?? UNKNOWN}, remplacé`,
  run: 'exécution',
  underWay: 'La mesure est en cours.',
  titled: (title, why) => `${title}\u00a0: ${why}`,
  noResult: (why) => `Il n’y a pas de résultat\u00a0: ${why}`,
  seeRun: (link) => (link === null ? 'Voir le journal de son exécution.' : `Voir le journal de son ${link}.`),
  untouched: (files, file, patterns) =>
    `${files < 2 ? 'Le fichier modifié n’est pas' : `Aucun des ${counted(files, 'fichier modifié', 'fichiers modifiés')} n’est`} parmi ceux que nomme paths dans ${file} (${patterns})\u00a0: il n’y avait rien à mesurer.`,
  counted: {
    fail: (count) => `${count} en échec`,
    invalid: (count) => counted(count, 'invalide'),
    unmeasured: (count) => `${count} sans mesure`,
    inconclusive: (count) => counted(count, 'non concluant', 'non concluants'),
    pass: (count) => counted(count, 'réussi'),
    untouched: (count) => `${count} sans rien à mesurer`,
  },
  moreInSummaries: (count) => `${counted(count, 'autre')}\u00a0: voir leurs résumés.`,
};
