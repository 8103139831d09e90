import { Histogram } from '../evidence/histogram.ts';
import type { BatchFigures, Measurement } from '../evidence/measurement.ts';
import type { CauseOf } from '../evidence/result/causes.ts';

/** Successes that would have come meanwhile. */
const FEWEST_MISSED = 30;
/** A pause, as for the collection of garbage or a restart of connections, is for the figures to show. */
const SHORTEST_SECONDS = 2;
/** A generator that stood still for so much of it was silent itself. */
const OWN_SHARE = 0.5;
/** Of all that succeeded, the chance that none fell into such a stretch: e^−25, for each of the places it may have. */
const LOG_CHANCE = 25;
/** Slow responses of all connections at once leave gaps between them; a silence is longer than a few of these. */
const USUAL_GAPS = 3;

/**
 * The longest stretch of the run in which nothing succeeded, though at the rate of the rest of it many would have; null
 * where there is none. However few errors it came to: ten connections that hang for ten seconds make ten errors.
 */
export function findSilence({ whole, ended, generator }: Measurement): CauseOf<'silence'> | null {
  if (ended.how !== 'complete' || whole.successes === 0) return null;
  const answering = whole.batches.filter(({ throughputPerSecond }) => throughputPerSecond > 0);
  const successes = total(answering, successesOf);
  const perSecond = successes / Math.max(1e-9, total(answering, secondsOf));
  const usualMs = answering.flatMap(({ latency }) => latency.percentileMs(90) ?? []).sort((a, b) => a - b);
  const gapSeconds = ((usualMs[usualMs.length >> 1] ?? 0) / 1000) * USUAL_GAPS;
  const longest = stretchesOf(whole.batches).reduce<Stretch | null>(
    (most, one) => (most && lengthOf(most) >= lengthOf(one) ? most : one),
    null,
  );
  if (longest === null || lengthOf(longest) < Math.max(SHORTEST_SECONDS - HAIR, gapSeconds)) return null;
  const stalledSeconds = (Histogram.of(generator.loopDelay).maxMs ?? 0) / 1000;
  if (stalledSeconds >= OWN_SHARE * lengthOf(longest)) return null;
  const missed = perSecond * lengthOf(longest);
  const silentShare = lengthOf(longest) / total(whole.batches, secondsOf);
  if (missed < FEWEST_MISSED || successes * -Math.log1p(-silentShare) < LOG_CHANCE) return null;
  return { code: 'silence', fromSeconds: longest.from, toSeconds: longest.to, missed: Math.round(missed) };
}

/** Batches of two seconds end a clock's hair before. */
const HAIR = 0.01;

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Batches without a success that follow one another, in seconds of measured load. */
function stretchesOf(batches: readonly BatchFigures[]): Stretch[] {
  const stretches: Stretch[] = [];
  let at = 0;
  for (const { throughputPerSecond, seconds } of batches) {
    const last = stretches.at(-1);
    if (throughputPerSecond === 0 && last?.to === at)
      stretches.splice(-1, 1, { from: last.from, to: at + seconds });
    else if (throughputPerSecond === 0) stretches.push({ from: at, to: at + seconds });
    at += seconds;
  }
  return stretches;
}

const lengthOf = ({ from, to }: Stretch): number => to - from;
const secondsOf = ({ seconds }: BatchFigures): number => seconds;
const successesOf = ({ throughputPerSecond, seconds }: BatchFigures): number => throughputPerSecond * seconds;

function total(batches: readonly BatchFigures[], value: (batch: BatchFigures) => number): number {
  return batches.reduce((sum, batch) => sum + value(batch), 0);
}
