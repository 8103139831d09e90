/** What is said of the server's side, in French: of its bounds, and of probes that could not be read. */
import { TAIL } from '../../../config/metrics.ts';
import { CPU_PER_REQUEST } from '../../../config/server-series.ts';
import type { CauseOf } from '../../../evidence/result/causes.ts';
import type { RemarkOf } from '../../../evidence/result/remarks.ts';
import { beginSentence } from '../names.ts';
import type { SERVER_WORDS } from '../server.ts';
import {
  AGAINST_IN_FRENCH,
  AMOUNTS_IN_FRENCH,
  counted,
  et,
  FIGURES_IN_FRENCH,
  quoteInFrench,
} from './grammar.ts';

const F = FIGURES_IN_FRENCH;
const { formatAmount, formatGrowth, formatLimit } = AMOUNTS_IN_FRENCH;

type Unit = Parameters<typeof formatAmount>[1];

/** As a table's row is called: what a user named, or `CPU par requête`. */
export function nameSeriesInFrench(series: string): string {
  return series === CPU_PER_REQUEST ? 'CPU par requête' : series;
}

/** The same for the middle of a sentence, with a word of ours before it. */
export function nameOfServerInFrench(series: string): string {
  return `la série ${nameSeriesInFrench(series)} du serveur`;
}

const named = nameOfServerInFrench;

export const SERVER_CAUSES_IN_FRENCH: typeof SERVER_WORDS = {
  'server-over-limit': {
    says: ({ series, unit, figure, bound, limit, readings, beyond, fromSeconds }) => {
      const where = bound === 'min' ? 'sous' : 'au-dessus de';
      const shown = beside(figure, limit, unit);
      if (series === CPU_PER_REQUEST)
        return `${named(series)} était à ${shown}, ${where} sa limite de ${formatLimit(limit, unit)}`;
      const [most, least] = bound === 'min' ? ['est descendue à', 'au moins'] : ['a atteint', 'au plus'];
      return `${named(series)} ${most} ${shown}, ${where} sa limite (${least} ${formatLimit(limit, unit)}), dans ${F.formatCount(beyond)} relevés sur ${F.formatCount(readings)}, à partir de ${F.formatSeconds(fromSeconds)} de charge`;
    },
  },
  'server-drifted': {
    says: ({ series, unit, growth, interval, tolerance, seconds }) =>
      `${named(series)} a augmenté de ${formatAmount(growth, unit)} en ${F.formatSeconds(seconds)} (${ends(interval, unit)}), et ${formatLimit(tolerance, unit)} est toléré`,
  },
  'server-regressed': {
    says: ({ series, unit, against, before, figure, change }) =>
      `${named(series)} a augmenté de ${F.formatChangeSize(TAIL, change)} par rapport à ${AGAINST_IN_FRENCH[against]} (${formatAmount(before, unit)} → ${formatAmount(figure, unit)})`,
  },
  'server-no-readings': {
    says: ({ series, readings, needed, trouble }) => {
      const why = trouble === null ? '' : `\u00a0: ${TROUBLES[trouble].short}`;
      const seen =
        readings === 0
          ? 'n’a pas été lue'
          : `n’a que ${counted(readings, 'relevé')} (il en faut ${F.formatCount(needed)})`;
      return `${named(series)} ${seen}${why}`;
    },
    advice: ({ trouble }) =>
      trouble === null
        ? 'Chargez plus longtemps, ou relevez plus souvent (every).'
        : 'Voyez l’avertissement sur la sonde. Une limite sur ce qui ne peut pas être lu ne réussit jamais.',
  },
  'server-not-compared': {
    says: ({ series, against, missing }) =>
      `impossible de comparer ${named(series)}\u00a0: ${notCompared(against, missing)}`,
    advice: ({ against, missing }) =>
      missing === 'before' && against === 'baseline'
        ? 'Comparez avec le résultat d’un essai qui avait la sonde, ou avec un historique de tels essais.'
        : missing === 'runs'
          ? 'Enregistrez plus d’essais avec la sonde.'
          : null,
  },
  'server-drift-undecided': {
    says: ({ series, unit, growth, interval, tolerance, seconds }) =>
      `on ne sait pas si ${named(series)} augmente de plus de ${formatLimit(tolerance, unit)}\u00a0: ${formatGrowth(growth, unit)} en ${F.formatSeconds(seconds)} (${ends(interval, unit)})`,
  },
  'server-too-short': {
    says: ({ series, windows, needed }) =>
      `${named(series)} a des relevés dans ${counted(windows, 'fenêtre')} de la charge, et une dérive en demande ${F.formatCount(needed)}`,
  },
};

function ends([low, high]: readonly [number, number], unit: Unit): string {
  return `intervalle à 90\u202f%\u00a0: ${formatGrowth(low, unit)} … ${formatGrowth(high, unit)}`;
}

/** Never written as the limit is where it isn't that. */
function beside(figure: number, limit: number, unit: Unit): string {
  const text = formatAmount(figure, unit);
  if (text !== formatAmount(limit, unit) || figure === limit) return text;
  return `${figure > limit ? 'un peu plus de' : 'un peu moins de'} ${text}`;
}

function notCompared(
  against: 'base' | 'baseline',
  missing: CauseOf<'server-not-compared'>['missing'],
): string {
  switch (missing) {
    case 'now':
      return 'elle n’a pas de moyenne au-dessus de 0';
    case 'before':
      return `${AGAINST_IN_FRENCH[against]} n’en a pas de moyenne au-dessus de 0`;
    case 'runs':
      return 'l’historique contient trop peu d’essais avec elle';
    case 'spread':
      return 'l’essai est trop court pour dire combien elle varie';
  }
}

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
    says: detailed('ne trouve pas le processus'),
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
  const often = count > 1 ? ` (${F.formatCount(count)} relevés)` : '';
  return [`${beginSentence(`${on}${what} ${says(trouble)}`)}${often}.`, todo].filter(Boolean).join(' ');
}

/** A whole sentence. */
export function warnOfPeakInFrench({
  series,
  unit,
  figure,
  bound,
  limit,
  atSeconds,
}: RemarkOf<'server-peak'>): string {
  const [where, least] = bound === 'min' ? ['sous', 'au moins'] : ['au-dessus de', 'au plus'];
  return `Un seul relevé de ${named(series)} était ${where} sa limite (${least} ${formatLimit(limit, unit)})\u00a0: ${beside(figure, limit, unit)}, au bout de ${F.formatSeconds(atSeconds)} de charge. Il en faut deux de suite pour échouer.`;
}
