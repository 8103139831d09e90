/** Which way figures went over a load, in words. */
import { METRICS } from '../../config/metrics.ts';
import type { RemarkOf } from '../../evidence/result/remarks.ts';
import type { TrendFigures } from '../../evidence/result/trends.ts';
import type { WordsOf } from './cause-words.ts';
import {
  formatChange,
  formatChangeSize,
  formatCount,
  formatFigure,
  formatInterval,
  formatSeconds,
  plural,
} from './format.ts';
import { beginSentence, enumerate, nameRow } from './names.ts';

export const TREND_WORDS: WordsOf<'degraded' | 'trend-undecided' | 'too-short-for-trend'> = {
  degraded: {
    says: (cause) =>
      `${nameRow(cause)} ${wentBy(cause)} over ${formatSeconds(cause.seconds)} of load (${within(cause)}; tolerance ${formatChangeSize(cause.metric, cause.tolerance)})${ends(cause)}`,
    note: (cause) => `${wentBy(cause)} over the load (${within(cause)})`,
  },
  'trend-undecided': {
    says: (cause) =>
      `whether the trend of ${nameRow(cause)} exceeds ${formatChangeSize(cause.metric, cause.tolerance)} is undecided after ${formatSeconds(cause.seconds)} of load (${formatChange(cause.metric, cause.change)}; ${within(cause)})`,
    note: (cause) =>
      `${formatChange(cause.metric, cause.change)} over the load (${within(cause)}), which doesn't decide its trend`,
    advice: ({ secondsMore }) =>
      secondsMore === null
        ? 'Noise between windows hides a trend of that size: use a quieter environment, more load or a wider tolerance.'
        : 'Raise the duration of the load: a second run of the same length would not show more.',
  },
  'too-short-for-trend': {
    says: (cause) => `the trend of ${nameRow(cause)} can't be judged: ${tooFew(cause)}`,
    note: tooFew,
    advice: ({ secondsMore }) =>
      secondsMore === null ? null : 'Raise the duration of the load, or the load itself.',
  },
};

/** A whole sentence. */
export function warnOfTrend(remark: RemarkOf<'degrading'>): string {
  const { seconds, writes } = remark;
  const wrote =
    writes > 0
      ? ` Meanwhile ${plural(writes, 'request')} wrote, and what they leave behind may be what slows it.`
      : '';
  return `${beginSentence(nameRow(remark))} ${wentBy(remark)} over ${formatSeconds(seconds)} of load (${within(remark)})${ends(remark)}: it may continue.${wrote}`;
}

/**
 * Of all that were looked at, in a line: `Over 30 min P99 rose by 12 % (90 %: +5.1 … +19.2 %), throughput is steady
 * (−0.3 %), errors show no trend (+0.1 pp)`; null without any.
 */
export function describeTrends(trends: readonly TrendFigures[]): string | null {
  const [first] = trends;
  if (first === undefined) return null;
  return `Over ${formatSeconds(first.seconds)} ${enumerate(trends.map(describeOne), trends.length)}`;
}

function describeOne(trend: TrendFigures): string {
  const { metric, change, interval, shown } = trend;
  const { noun, smallestDrift } = METRICS[metric];
  if (shown !== null) return `${noun} ${wentBy(trend)} (${within(trend)})`;
  const [low, high] = interval;
  if ((low > 0 || high < 0) && Math.abs(change) >= smallestDrift)
    return `${noun} seems to have ${change < 0 ? 'fallen' : 'risen'} by ${formatChangeSize(metric, change)} (${within(trend)}; not shown for certain)`;
  const isSteady = interval.every((end) => Math.abs(end) < smallestDrift);
  return `${noun} ${isSteady ? 'is steady' : 'shows no trend'} (${formatChange(metric, change)}; ${within(trend)})`;
}

function wentBy({ metric, change }: Pick<TrendFigures, 'metric' | 'change'>): string {
  return `${change < 0 ? 'fell' : 'rose'} by ${formatChangeSize(metric, change)}`;
}

function within({ metric, interval }: Pick<TrendFigures, 'metric' | 'interval'>): string {
  return `90 %: ${formatInterval(metric, interval)}`;
}

/** `: 83 ms in the first 5 min, 92 ms in the last`; '' where either isn't known. */
function ends({
  metric,
  first,
  last,
  endSeconds,
}: Pick<TrendFigures, 'metric' | 'first' | 'last' | 'endSeconds'>): string {
  if (first === null || last === null) return '';
  return `: ${formatFigure(metric, first)} in the first ${formatSeconds(endSeconds)}, ${formatFigure(metric, last)} in the last`;
}

function tooFew({ windows, needed }: { readonly windows: number; readonly needed: number }): string {
  return windows >= needed
    ? 'its figure is missing for too much of the load'
    : `the load has ${formatCount(windows)} windows with enough responses, and ${formatCount(needed)} are needed`;
}
