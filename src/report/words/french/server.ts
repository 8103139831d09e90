/** What is said of the server's side, in French: of its bounds. */
import { TAIL } from '../../../config/metrics.ts';
import { CPU_PER_REQUEST } from '../../../config/server-series.ts';
import type { CauseOf } from '../../../evidence/result/causes.ts';
import type { RemarkOf } from '../../../evidence/result/remarks.ts';
import type { SERVER_WORDS } from '../server.ts';
import {
  AGAINST_IN_FRENCH,
  AMOUNTS_IN_FRENCH,
  counted,
  FIGURES_IN_FRENCH,
  nameStageInFrench,
} from './grammar.ts';
import { nameTroubleInFrench } from './probe-troubles.ts';

const F = FIGURES_IN_FRENCH;
const { formatAmount, formatGrowth, formatLimit } = AMOUNTS_IN_FRENCH;

type Unit = Parameters<typeof formatAmount>[1];

/** As a table's row is called: what a user named, or `CPU par requête`; of a stage alone, with its name. */
export function nameSeriesInFrench(series: string, stage?: string): string {
  return `${series === CPU_PER_REQUEST ? 'CPU par requête' : series}${at(stage)}`;
}

/** The same for the middle of a sentence, with a word of ours before it. */
export function nameOfServerInFrench(series: string, stage?: string): string {
  return `la série ${nameSeriesInFrench(series)} du serveur${at(stage)}`;
}

function at(stage: string | undefined): string {
  return stage === undefined ? '' : ` à ${nameStageInFrench(stage)}`;
}

const named = nameOfServerInFrench;

export const SERVER_CAUSES_IN_FRENCH: typeof SERVER_WORDS = {
  'server-over-limit': {
    says: ({ series, stage, unit, figure, bound, limit, readings, beyond, fromSeconds }) => {
      const where = bound === 'min' ? 'sous' : 'au-dessus de';
      const shown = beside(figure, limit, unit);
      if (series === CPU_PER_REQUEST)
        return `${named(series)} était à ${shown}, ${where} sa limite de ${formatLimit(limit, unit)}`;
      const [most, least] = bound === 'min' ? ['est descendue à', 'au moins'] : ['a atteint', 'au plus'];
      return `${named(series, stage)} ${most} ${shown}, ${where} sa limite (${least} ${formatLimit(limit, unit)}), dans ${F.formatCount(beyond)} relevés sur ${F.formatCount(readings)}, à partir de ${F.formatSeconds(fromSeconds)} de charge`;
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
    says: ({ series, stage, readings, needed, trouble }) => {
      const why = trouble === null ? '' : `\u00a0: ${nameTroubleInFrench(trouble)}`;
      const seen =
        readings === 0
          ? 'n’a pas été lue'
          : `n’a que ${counted(readings, 'relevé')} (il en faut ${F.formatCount(needed)})`;
      return `${named(series, stage)} ${seen}${why}`;
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

/** A whole sentence. */
export function warnOfPeakInFrench({
  series,
  stage,
  unit,
  figure,
  bound,
  limit,
  atSeconds,
}: RemarkOf<'server-peak'>): string {
  const [where, least] = bound === 'min' ? ['sous', 'au moins'] : ['au-dessus de', 'au plus'];
  return `Un seul relevé de ${named(series, stage)} était ${where} sa limite (${least} ${formatLimit(limit, unit)})\u00a0: ${beside(figure, limit, unit)}, au bout de ${F.formatSeconds(atSeconds)} de charge. Il en faut deux de suite pour échouer.`;
}
