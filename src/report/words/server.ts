/** What is said of the server's side: of its bounds, and of probes that could not be read. */

import { TAIL } from '../../config/metrics.ts';
import { CPU_PER_REQUEST } from '../../config/server-series.ts';
import type { CauseOf } from '../../evidence/result/causes.ts';
import type { RemarkOf } from '../../evidence/result/remarks.ts';
import { formatAmount, formatGrowth, formatLimit } from './amounts.ts';
import type { WordsOf } from './cause-words.ts';
import { formatChangeSize, formatCount, formatSeconds, plural } from './format.ts';
import { nameTrouble } from './probe-troubles.ts';

/** As a table's row is called: what a user named, or `CPU per request`; of a stage alone, with its name. */
export function nameSeries(series: string, stage?: string): string {
  const name = series === CPU_PER_REQUEST ? 'CPU per request' : series;
  return stage === undefined ? name : `${name} in the stage ${stage}`;
}

/** The same for the middle of a sentence, with a word of ours before it. */
export function nameOfServer(series: string, stage?: string): string {
  return `the server’s ${nameSeries(series, stage)}`;
}

export const SERVER_WORDS: WordsOf<
  | 'server-over-limit'
  | 'server-drifted'
  | 'server-regressed'
  | 'server-no-readings'
  | 'server-not-compared'
  | 'server-drift-undecided'
  | 'server-too-short'
> = {
  'server-over-limit': {
    says: ({ series, stage, unit, figure, bound, limit, readings, beyond, fromSeconds }) => {
      const where = bound === 'min' ? 'below' : 'above';
      const shown = beside(figure, limit, unit);
      if (series === CPU_PER_REQUEST)
        return `${nameOfServer(series)} was ${shown}, ${where} its limit of ${formatLimit(limit, unit)}`;
      const [most, least] = bound === 'min' ? ['fell to', 'at least'] : ['reached', 'at most'];
      return `${nameOfServer(series, stage)} ${most} ${shown}, ${where} its limit (${least} ${formatLimit(limit, unit)}), in ${formatCount(beyond)} of ${plural(readings, 'reading')}, from ${formatSeconds(fromSeconds)} of the load on`;
    },
  },
  'server-drifted': {
    says: ({ series, unit, growth, interval, tolerance, seconds }) =>
      `${nameOfServer(series)} grew by ${formatAmount(growth, unit)} in ${formatSeconds(seconds)} (${ends(interval, unit)}), with a tolerance of ${formatLimit(tolerance, unit)}`,
  },
  'server-regressed': {
    says: ({ series, unit, against, before, figure, change }) =>
      `${nameOfServer(series)} rose by ${formatChangeSize(TAIL, change)} against the ${against} (${formatAmount(before, unit)} → ${formatAmount(figure, unit)})`,
  },
  'server-no-readings': {
    says: ({ series, stage, readings, needed, trouble }) => {
      const why = trouble === null ? '' : `: ${nameTrouble(trouble)}`;
      const seen =
        readings === 0
          ? 'was not read'
          : `has only ${plural(readings, 'reading')} (${formatCount(needed)} are needed)`;
      return `${nameOfServer(series, stage)} ${seen}${why}`;
    },
    advice: ({ trouble }) =>
      trouble === null
        ? 'Load longer, or read more often (every).'
        : 'See the warning about the probe. A bound on what can’t be read never passes.',
  },
  'server-not-compared': {
    says: ({ series, against, missing }) =>
      `${nameOfServer(series)} can't be compared: ${notCompared(against, missing)}`,
    advice: ({ against, missing }) =>
      missing === 'before' && against === 'baseline'
        ? 'Compare with a result file of a run that had the probe, or with a history of such runs.'
        : missing === 'runs'
          ? 'Record more runs with the probe.'
          : null,
  },
  'server-drift-undecided': {
    says: ({ series, unit, growth, interval, tolerance, seconds }) =>
      `whether ${nameOfServer(series)} grows by more than ${formatLimit(tolerance, unit)} is undecided: ${formatGrowth(growth, unit)} in ${formatSeconds(seconds)} (${ends(interval, unit)})`,
  },
  'server-too-short': {
    says: ({ series, windows, needed }) =>
      `${nameOfServer(series)} has readings in ${plural(windows, 'window')} of the load, and a drift needs ${formatCount(needed)}`,
  },
};

function ends([low, high]: readonly [number, number], unit: Parameters<typeof formatAmount>[1]): string {
  return `90 % interval ${formatGrowth(low, unit)} … ${formatGrowth(high, unit)}`;
}

/** Never written as the limit is where it isn't that. */
function beside(figure: number, limit: number, unit: Parameters<typeof formatAmount>[1]): string {
  const text = formatAmount(figure, unit);
  if (text !== formatAmount(limit, unit) || figure === limit) return text;
  return `${figure > limit ? 'just above' : 'just below'} ${text}`;
}

function notCompared(
  against: 'base' | 'baseline',
  missing: CauseOf<'server-not-compared'>['missing'],
): string {
  switch (missing) {
    case 'now':
      return 'it has no mean above 0';
    case 'before':
      return `the ${against} has no mean of it above 0`;
    case 'runs':
      return 'the history has too few runs with it';
    case 'spread':
      return 'the run is too short to show how much it varies';
  }
}

/** A whole sentence. */
export function warnOfPeak({
  series,
  stage,
  unit,
  figure,
  bound,
  limit,
  atSeconds,
}: RemarkOf<'server-peak'>): string {
  const [where, least] = bound === 'min' ? ['below', 'at least'] : ['above', 'at most'];
  return `A single reading of ${nameOfServer(series, stage)} was ${where} its limit (${least} ${formatLimit(limit, unit)}): ${beside(figure, limit, unit)}, after ${formatSeconds(atSeconds)} of the load. It takes two in a row to fail.`;
}
