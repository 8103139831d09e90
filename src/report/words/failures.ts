/** What fails a run, in words. */
import { METRICS, TAIL } from '../../config/metrics.ts';
import type { CauseOf } from '../../evidence/result/causes.ts';
import type { WordsOf } from './cause-words.ts';
import {
  formatBeside,
  formatBound,
  formatChangeSize,
  formatCount,
  formatFactor,
  formatFigure,
  formatSeconds,
  formatShare,
  formatTenths,
} from './format.ts';
import { guardsSay } from './guards.ts';
import { describeMainErrors } from './main-errors.ts';
import { enumerate, nameRow, nameStage } from './names.ts';
import { notBackWithin } from './recovery.ts';

export const FAILURE_WORDS: WordsOf<
  | 'over-limit'
  | 'regressed'
  | 'error-floor'
  | 'error-surge'
  | 'target-lost'
  | 'turned-away'
  | 'not-recovered'
  | 'silence'
> = {
  'over-limit': { says: (cause) => withMain(describeLimit(cause), cause) },
  regressed: { says: (cause) => withMain(describeRegression(cause), cause) },
  'error-floor': {
    says: ({ errorRate, exempt = [], reference, main }) => {
      const outside = exempt.length > 0 ? ` outside of ${enumerate(exempt.map(nameStage))}` : '';
      const failed = withMain(`${formatShare(errorRate)} of the requests${outside} failed`, { main });
      const against = reference === null ? '' : ` (${reference.against} ${formatShare(reference.errorRate)})`;
      return `${failed}${against}; an error rate this high fails regardless of the limits`;
    },
  },
  'error-surge': {
    says: ({ errorRate, baseErrorRate }) =>
      `In two consecutive blocks, the target's error rate was at least 20 percentage points above the base's (${formatShare(errorRate)} in all, base ${formatShare(baseErrorRate)})`,
  },
  'target-lost': { says: ({ side, afterSeconds, detail }) => lost(side, afterSeconds, detail) },
  silence: {
    says: ({ missed, counted, stretches, silentSeconds, ...stretch }) => {
      const waited = counted ? '; the latencies count each of them as waiting until it ended' : '';
      const others =
        stretches > 1 ? `; ${formatSeconds(silentSeconds)} in all, in ${stretches} stretches` : '';
      return `No request succeeded ${fromTo(stretch)} of the load, when about ${formatCount(missed)} would have: an outage${waited}${others}`;
    },
  },
  'not-recovered': {
    says: ({ of, measuredSeconds, limitSeconds }) => {
      const limit = limitSeconds === null ? '' : ` (limit ${formatTenths(limitSeconds)})`;
      return `${notBackWithin(measuredSeconds)} measured after the ${of}${limit}`;
    },
    note: ({ measuredSeconds }) => `not within the ${formatTenths(measuredSeconds)} that were measured`,
  },
  'turned-away': { says: ({ guards }) => `${guardsSay(guards)}, and fewer than 0.1 % of the base's were` },
};

export function lost(side: 'target' | 'base', afterSeconds: number, detail: string): string {
  return `The ${side} became unreachable after ${afterSeconds.toFixed(1)} s: ${detail}`;
}

export function fromTo({ fromSeconds, toSeconds }: Stretch): string {
  return `from ${fromSeconds.toFixed(1)} s to ${toSeconds.toFixed(1)} s`;
}

type Stretch = Pick<CauseOf<'silence'>, 'fromSeconds' | 'toSeconds'>;

function withMain(sentence: string, { main }: Pick<CauseOf<'over-limit'>, 'main'>): string {
  const errors = describeMainErrors(main);
  return errors === null ? sentence : `${sentence}, ${errors}`;
}

function describeLimit(row: CauseOf<'over-limit'>): string {
  const { metric, limit, figure } = row;
  const bound = formatBound(metric, limit);
  const seen = formatBeside(metric, figure, bound);
  if (limit === 0) return `${nameRow(row)} is ${seen}, where none is allowed`;
  const ratio = figure / limit;
  const figures = `(${seen}, limit ${bound})`;
  if (METRICS[metric].worse === 'lower')
    return `${nameRow(row)} is ${sizeOf(1 - ratio)} below its limit ${figures}`;
  if (ratio < 1.095) return `${nameRow(row)} is ${sizeOf(ratio - 1)} above its limit ${figures}`;
  return `${nameRow(row)} is ${formatFactor(ratio)} its limit ${figures}`;
}

function describeRegression(row: CauseOf<'regressed'>): string {
  const { metric, figure, before, against, change, tolerance } = row;
  const verb = METRICS[metric].worse === 'lower' ? 'fell' : 'rose';
  const figures = [
    formatFigure(metric, figure),
    `${against} ${formatFigure(metric, before)}`,
    `tolerance ${formatChangeSize(metric, tolerance)}`,
  ];
  return `${nameRow(row)} ${verb} by ${formatChangeSize(metric, change)} (${figures.join(', ')})`;
}

function sizeOf(share: number): string {
  return formatChangeSize(TAIL, share);
}
