/** What is said in French of probes that could not be read. */
import type { RemarkOf } from '../../../evidence/result/remarks.ts';
import { beginSentence } from '../names.ts';
import { et, FIGURES_IN_FRENCH, quoteInFrench } from './grammar.ts';

const { formatCount } = FIGURES_IN_FRENCH;

type Trouble = RemarkOf<'probe-failed'>;

/** @param short for the middle of a sentence. @param says with what was met. @param todo a whole sentence */
interface TroubleWords {
  readonly short: string;
  readonly says: (trouble: Trouble) => string;
  readonly todo: string | null;
}

const detailed =
  (what: string) =>
  ({ detail }: Trouble) =>
    detail === '' ? what : `${what} (${quoteInFrench(detail)})`;

const withCandidates = (what: string, words: string) => (trouble: Trouble) => {
  const text = detailed(what)(trouble);
  return trouble.candidates.length === 0 ? text : `${text}. ${words}\u00a0: ${et(trouble.candidates, 5)}`;
};

const TROUBLES: Readonly<Record<Trouble['trouble'], TroubleWords>> = {
  unreachable: {
    short: 'sa sonde n’était pas joignable',
    says: detailed('n’était pas joignable'),
    todo: 'Voyez si quelque chose écoute à cet endroit, et si cette machine peut s’y connecter.',
  },
  'timed-out': {
    short: 'sa sonde n’a pas répondu à temps',
    says: detailed('n’a pas répondu à temps'),
    todo: 'Relevez moins souvent (every), ou lisez une page plus petite.',
  },
  unauthorised: {
    short: 'sa sonde a été refusée faute de droits',
    says: detailed('a été refusée faute de droits'),
    todo: 'Donnez-lui un jeton par headers, ou un utilisateur qui peut se connecter.',
  },
  refused: {
    short: 'sa sonde a été refusée',
    says: detailed('a reçu un refus'),
    todo: 'Vérifiez son URL, ou sa requête.',
  },
  'not-metrics': {
    short: 'sa sonde a reçu autre chose que des métriques',
    says: detailed('a reçu autre chose que des métriques'),
    todo: 'Voyez si le chemin est celui des métriques, et si une page de connexion se trouve devant.',
  },
  'too-large': {
    short: 'sa sonde donne trop à lire',
    says: ({ detail }) => `donne plus de ${detail}, ce qui n’est pas lu`,
    todo: 'Indiquez une page avec moins de métriques, ou interrogez un Prometheus par query-api.',
  },
  'no-series': {
    short: 'sa série n’existe pas',
    says: withCandidates('n’existe pas', 'Il y a'),
    todo: null,
  },
  'many-series': {
    short: 'plusieurs séries lui correspondent',
    says: withCandidates('correspond à plusieurs séries', 'Par exemple'),
    todo: 'Ajoutez des labels qu’une seule possède, ou écrivez sum(…) autour.',
  },
  'other-type': {
    short: 'sa série est d’un autre type',
    says: detailed('est d’un autre type'),
    todo: 'Écrivez la série sous la forme { query: …, counter: true ou false }.',
  },
  'no-number': { short: 'sa valeur n’est pas un nombre', says: detailed('n’est pas un nombre'), todo: null },
  'counter-reset': {
    short: 'son compteur est reparti de zéro',
    says: () =>
      'est repartie de zéro\u00a0: son processus a sans doute redémarré\u00a0; son débit continue à partir de là',
    todo: null,
  },
  'several-processes': {
    short: 'son compteur est tour à tour celui de plusieurs processus',
    says: () =>
      'retombe sans cesse, comme quand plusieurs processus répondent tour à tour ou que l’un d’eux redémarre sans arrêt\u00a0: aucun débit ne s’en déduit',
    todo: 'Lisez un seul processus, ou interrogez un Prometheus qui lit chacun d’eux\u00a0: sum(rate(…)).',
  },
  'no-right': {
    short: 'il manque un droit',
    says: detailed('n’a pas le droit de tout voir'),
    todo: null,
  },
  'no-extension': {
    short: 'pg_stat_statements n’est pas installé',
    says: detailed('n’a pas pg_stat_statements'),
    todo: 'Ajoutez pg_stat_statements à shared_preload_libraries, redémarrez PostgreSQL et lancez CREATE EXTENSION pg_stat_statements dans cette base de données.',
  },
  'no-process': {
    short: 'son processus est introuvable',
    says: withCandidates('ne trouve pas le processus', 'Il y a'),
    todo: null,
  },
  gone: {
    short: 'son processus s’est terminé',
    says: detailed('a perdu son processus, qui s’est terminé pendant l’essai'),
    todo: 'Consultez le journal du service.',
  },
  'not-here': {
    short: 'les processus ne se lisent que sous Linux',
    says: ({ detail }) => `ne lit des processus que sous Linux, et ceci est ${detail}`,
    todo: null,
  },
  'not-allowed': { short: 'sa sonde n’est pas autorisée', says: detailed('n’est pas autorisée'), todo: null },
  failed: { short: 'sa sonde a échoué', says: detailed('a échoué'), todo: null },
};

/** A whole sentence, or two. */
export function warnOfProbeInFrench(trouble: Trouble): string {
  const { says, todo } = TROUBLES[trouble.trouble];
  const { series, place, side, count } = trouble;
  const what =
    series === null || series === 'statements' ? `la sonde ${place}` : `la série ${series} de ${place}`;
  const on = side === 'base' ? 'sur la base, ' : '';
  const often = count > 1 ? ` (${formatCount(count)} relevés)` : '';
  return [`${beginSentence(`${on}${what} ${says(trouble)}`)}${often}.`, todo].filter(Boolean).join(' ');
}

/** For the middle of a sentence. */
export function nameTroubleInFrench(trouble: Trouble['trouble']): string {
  return TROUBLES[trouble].short;
}
