/**
 * Those who would have come while nothing was answered. A closed model doesn't send while it waits, so that a hang of
 * ten seconds is ten slow requests among thousands (Tene's “coordinated omission”); users come all the same.
 */
import type { Batch, Buckets, RequestStats, Round } from '../engine/round.ts';
import { addUp } from './add-buckets.ts';
import type { FoundOutage } from './outage.ts';

/** Moments of a batch at which they are let come: finer than anybody reads a P99 of seconds. */
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
    const startSeconds = beforeMs / 1000;
    beforeMs += round.measuredMs;
    if (startSeconds >= outage.toSeconds || beforeMs / 1000 <= outage.fromSeconds) return round;
    const requests = withMissed(round, startSeconds, outage);
    return requests === null ? round : { ...round, requests };
  });
}

function withMissed({ requests }: Round, startSeconds: number, outage: FoundOutage): RequestStats[] | null {
  const sent = requests.reduce((sum, stats) => sum + stats.sent, 0);
  const length = Math.max(0, ...requests.map(({ batches }) => batches.length));
  const added = requests.map((): Buckets[] => []);
  let fromSeconds = startSeconds;
  for (let i = 0; i < length; i++) {
    const batches = requests.flatMap((stats) => stats.batches[i] ?? []);
    const toSeconds = fromSeconds + Math.max(0, ...batches.map(({ seconds }) => seconds));
    const waits = waitsOf(batches, fromSeconds, toSeconds, outage);
    requests.forEach((stats, name) => {
      added[name]?.push(scale(waits, sent > 0 ? stats.sent / sent : 0));
    });
    fromSeconds = toSeconds;
  }
  if (added.every((parts) => parts.every(({ length: none }) => none === 0))) return null;
  return requests.map((stats, name) => ({
    ...stats,
    batches: stats.batches.map((batch, i) => ({
      ...batch,
      latency: addUp([batch.latency, added[name]?.[i] ?? []]),
    })),
  }));
}

/** Pairs of µs and how many (not whole) of one batch, ascending. */
function waitsOf(
  batches: readonly Batch[],
  fromSeconds: number,
  toSeconds: number,
  outage: FoundOutage,
): number[] {
  const from = Math.max(fromSeconds, outage.fromSeconds);
  const to = Math.min(toSeconds, outage.toSeconds);
  if (to <= from) return [];
  const seen = batches.reduce((sum, { requests }) => sum + requests, 0);
  const usual = outage.usualPerSecond * (toSeconds - fromSeconds);
  const missing = Math.min(usual - seen, outage.usualPerSecond * (to - from));
  if (missing <= 0) return [];
  return Array.from({ length: MOMENTS }, (_, i) => to - ((i + 0.5) / MOMENTS) * (to - from)).flatMap(
    (due) => [Math.round((outage.toSeconds - due) * 1e6), missing / MOMENTS],
  );
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
