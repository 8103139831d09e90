import type { Shard } from '../../../config/shard.ts';
import {
  boundsOf,
  type ClockBounds,
  describeUncertain,
  isCertain,
  narrow,
  offsetWithin,
} from '../../../engine/meeting/clock-bounds.ts';
import { shardsMissing } from '../../../engine/meeting/missing.ts';
import type { Time } from '../../../engine/meeting/time.ts';
import type { ClockOffset } from '../../../engine/meeting.ts';

/** Of the header Date (RFC 9110, 5.6.7). */
const RESOLUTION_MS = 1000;
/** Halving a second as often leaves less than a request takes. */
const MOST_REQUESTS = 8;
const ENOUGH_MS = 25;
/** What a request is expected to take until more is known. */
const USUAL_MS = 100;

/**
 * How GitHub's clock stands to this machine's. Its answers tell whole seconds, so each request is sent at the moment
 * at which GitHub's second turns if the offset is in the middle of what is still possible: every answer halves that.
 *
 * @param readDate one request's header Date; null where it told none
 * @throws Unmeasurable `shards-missing` where too little is found out
 */
export async function measureGitHubClock(
  shard: Shard,
  readDate: () => Promise<string | null>,
  time: Time,
  signal: AbortSignal,
): Promise<ClockOffset> {
  let known: ClockBounds | null = null;
  let tookMs = USUAL_MS;
  for (let asked = 0; asked < MOST_REQUESTS; asked++) {
    if (known !== null) await time.pause(untilTurn(known, time.now() + tookMs / 2), signal);
    const sentMs = time.now();
    const saidMs = Date.parse((await readDate()) ?? '');
    const heardMs = time.now();
    signal.throwIfAborted();
    if (Number.isNaN(saidMs)) continue;
    tookMs = Math.min(RESOLUTION_MS, Math.max(0, heardMs - sentMs));
    known = narrow(known, boundsOf(saidMs, RESOLUTION_MS, sentMs, heardMs));
    if (offsetWithin(known, 'github').uncertaintyMs <= ENOUGH_MS) break;
  }
  if (known === null)
    throw shardsMissing(shard, 'GitHub’s clock could not be read, for no answer had a date');
  const offset = offsetWithin(known, 'github');
  if (isCertain(offset)) return offset;
  throw shardsMissing(
    shard,
    `GitHub’s clock ${describeUncertain(offset)}. Requests to it take too long here, or the runner’s clock was changed in the meantime`,
  );
}

/** Ms from `nowMs`, of this machine, until GitHub's second turns if the offset is in the middle. */
function untilTurn({ fromMs, toMs }: ClockBounds, nowMs: number): number {
  const theirs = nowMs + (fromMs + toMs) / 2;
  return RESOLUTION_MS - (((theirs % RESOLUTION_MS) + RESOLUTION_MS) % RESOLUTION_MS);
}
