/**
 * Those who would have come while nothing was answered. A closed model doesn't send while it waits, so that a hang of
 * ten seconds is ten slow requests among thousands (Tene's “coordinated omission”); users come all the same.
 */
import type { Batch, RequestStats, Round, Stretch } from '../engine/round.ts';
import { addUp } from './add-buckets.ts';
import { type FoundOutage, lengthOf } from './outage.ts';

/** Moments of a batch at which they are let come. */
const MOMENTS = 100;

/**
 * @param rounds of one side with a closed model, in their order, each in one piece
 * @returns the same rounds; where they overlap with the outage, their latencies have more entries: at the usual rate,
 * but for those that were sent, each with the time from when it would have come until the outage's end. Counts of
 * requests and outcomes stay what they were. A round to which nothing was added is the same object
 */
export function countMissed(rounds: readonly Round[], outage: FoundOutage): readonly Round[] {
  let beforeMs = 0;
  return rounds.map((round) => {
    const fromMs = outage.fromMs - beforeMs;
    beforeMs += round.measuredMs;
    const inside = { fromMs, toMs: fromMs + outage.insideMs, endMs: fromMs + lengthOf(outage) };
    if (fromMs >= round.measuredMs || inside.toMs <= 0) return round;
    const usualPerSecond = outage.usualOfStage.get(round.stage) ?? outage.usualPerSecond;
    const requests = withMissed(round, inside, usualPerSecond);
    return requests === null ? round : { ...round, requests };
  });
}

/** Of one round, in ms since its start. */
interface Inside {
  readonly fromMs: number;
  readonly toMs: number;
  /** When those who wait are let go. */
  readonly endMs: number;
}

function withMissed({ requests }: Round, outage: Inside, usualPerSecond: number): RequestStats[] | null {
  const sent = requests.reduce((sum, stats) => sum + stats.sent, 0);
  const length = Math.max(0, ...requests.map(({ batches }) => batches.length));
  const added = requests.map((): number[][] => []);
  let fromMs = 0;
  for (let i = 0; i < length; i++) {
    const batches = requests.flatMap((stats) => stats.batches[i] ?? []);
    const toMs = fromMs + 1000 * Math.max(0, ...batches.map(({ seconds }) => seconds));
    const waits = waitsOf(batches, { fromMs, toMs }, outage, usualPerSecond);
    requests.forEach((stats, name) => {
      added[name]?.push(scale(waits, sent > 0 ? stats.sent / sent : 0));
    });
    fromMs = toMs;
  }
  if (added.every((parts) => parts.every((waits) => waits.length === 0))) return null;
  return requests.map((stats, name) => ({
    ...stats,
    batches: stats.batches.map((batch, i) => ({
      ...batch,
      latency: addUp([batch.latency, added[name]?.[i] ?? []]),
    })),
  }));
}

/** Pairs of µs and how many (not whole) of one batch, ascending. */
function waitsOf(batches: readonly Batch[], time: Stretch, outage: Inside, usualPerSecond: number): number[] {
  const fromMs = Math.max(time.fromMs, outage.fromMs);
  const toMs = Math.min(time.toMs, outage.toMs);
  if (toMs <= fromMs) return [];
  const seen = batches.reduce((sum, { requests }) => sum + requests, 0);
  const usual = (usualPerSecond * (time.toMs - time.fromMs)) / 1000;
  const missing = Math.min(usual - seen, (usualPerSecond * (toMs - fromMs)) / 1000);
  if (missing <= 0) return [];
  return Array.from({ length: MOMENTS }, (_, i) => {
    const dueMs = toMs - ((i + 0.5) / MOMENTS) * (toMs - fromMs);
    return [Math.round((outage.endMs - dueMs) * 1000), missing / MOMENTS];
  }).flat();
}

/** Whole counts that add up to the share of all, rounded. */
function scale(waits: readonly number[], share: number): number[] {
  const scaled: number[] = [];
  let total = 0;
  for (let i = 0; i < waits.length; i += 2) {
    const before = Math.round(total);
    total += (waits[i + 1] as number) * share;
    const count = Math.round(total) - before;
    if (count > 0) scaled.push(waits[i] as number, count);
  }
  return scaled;
}
