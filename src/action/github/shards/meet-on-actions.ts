/**
 * The barrier on GitHub Actions: the run's own list of jobs. Nobody writes anything, and whoever reads the list sees
 * the same moments, so all shards come to one start by themselves.
 *
 * Looks are paid for: 256 shards share a thousand requests an hour. So each look comes when as much time again has
 * passed since the shard's arrival as had before it. Whoever came first may then see the last one as long after its
 * arrival as the two of them are apart, and that is what the start waits for, beside a margin for the list's own
 * delay.
 */
import { ConfigurationError } from '../../../config/configuration-error.ts';
import type { MatrixValues } from '../../../config/measurement-id.ts';
import type { Shard } from '../../../config/shard.ts';
import { describeAbsent, shardsMissing, tooLate, writeWait } from '../../../engine/meeting/missing.ts';
import type { Time } from '../../../engine/meeting/time.ts';
import type { ClockOffset, Start } from '../../../engine/meeting.ts';
import { Unmeasurable } from '../../../engine/unmeasurable.ts';
import { explainUnread } from '../explain-unread.ts';
import { measureGitHubClock } from './github-clock.ts';
import type { OwnJob } from './job-seen.ts';
import type { JobsRead } from './read-jobs.ts';
import { type Attendance, whoIsThere } from './who-is-there.ts';

/** How late the list may be (10 s), a look that fails and is taken again (10 s), and readiness and logins (10 s). */
const MARGIN_MS = 30_000;
/** The first look, after which the distances double; of the last shard twice as late, so that not all ask at once. */
const FIRST_MS = 5000;
/** After a look that GitHub refused. */
const AGAIN_MS = 5000;
/** The last look of all, so that nobody loads on behalf of a shard that has gone meanwhile. */
const BEFORE_START_MS = 5000;
const SHORTEST_LOOK_MS = 1000;
/** A refusal that asking again would not change, unless the list is only not there yet. */
const MOST_REFUSALS = 3;
/** Fewer looks than that bring no shards together: see them all, and once more before the start. */
const FEWEST_LOOKS = 3;

export interface ActionsMeeting {
  readonly own: OwnJob;
  readonly matrix: MatrixValues;
  readonly run: { readonly runId: number; readonly attempt: number };
  readonly timeoutMs: number;
  /** Throws what GitHub refused; nothing is asked again later than `withinMs` from now. */
  readJobs(withinMs: number): Promise<JobsRead>;
  /** The header Date of a request that costs nothing; null where there was none. */
  readDate(): Promise<string | null>;
  readonly time: Time;
  tell(line: string): void;
}

/**
 * @throws Unmeasurable `shards-missing` naming who is missing, `cancelled`; ConfigurationError where the job's name
 * does not tell its shard, or the shards are more than the token's requests
 */
export async function meetOnActions(
  meeting: ActionsMeeting,
  shard: Shard,
  signal: AbortSignal,
): Promise<Start> {
  const { time, run } = meeting;
  const cameMs = time.now();
  try {
    const clock = await measureGitHubClock(shard, meeting.readDate, time, signal);
    const atMs = await agree(meeting, shard, { cameMs, clock }, signal);
    return { atMs, clock, run: `run ${run.runId} attempt ${run.attempt}` };
  } catch (error) {
    if (signal.aborted) throw new Unmeasurable('cancelled', 'cancelled while waiting for the other shards');
    throw error;
  }
}

interface Arrival {
  /** By this machine's clock. */
  readonly cameMs: number;
  readonly clock: ClockOffset;
}

async function agree(
  meeting: ActionsMeeting,
  shard: Shard,
  { cameMs, clock }: Arrival,
  signal: AbortSignal,
): Promise<number> {
  const { time, timeoutMs } = meeting;
  const untilMs = cameMs + timeoutMs;
  const seen = new Looks(meeting, shard);
  let startMs: number | null = null;
  let nextMs = cameMs + FIRST_MS * (1 + (shard.index - 1) / shard.of);
  for (;;) {
    await time.pause(nextMs - time.now(), signal);
    // Half of what is left before the start: the answer is to come in time.
    const leftMs = startMs === null ? untilMs - time.now() : (startMs - time.now()) / 2;
    const attendance = await seen.look(Math.max(SHORTEST_LOOK_MS, leftMs));
    signal.throwIfAborted();
    const nowMs = time.now();
    if (attendance?.kind === 'complete') {
      const { firstMs, lastMs } = attendance;
      startMs = lastMs + (lastMs - firstMs) + MARGIN_MS - clock.offsetMs;
    }
    if (startMs !== null && nowMs > startMs) throw tooLate(shard, nowMs - startMs);
    const lastLookMs = (startMs ?? Number.POSITIVE_INFINITY) - BEFORE_START_MS;
    if (startMs !== null && nowMs >= lastLookMs) return startMs;
    if (startMs === null && nowMs >= untilMs)
      throw shardsMissing(shard, `${seen.line} after ${writeWait(timeoutMs)} of waiting. ${seen.looked}`);
    const doubledMs = cameMs + 2 * Math.max(FIRST_MS, nowMs - cameMs);
    nextMs = attendance === null ? nowMs + AGAIN_MS : doubledMs;
    nextMs = Math.min(nextMs, startMs === null ? untilMs : lastLookMs);
  }
}

/** One look after another, and what is told of them. */
class Looks {
  line = 'GitHub’s list of the run’s jobs could not be read';
  looked = '';
  #refusals = 0;
  readonly #meeting: ActionsMeeting;
  readonly #shard: Shard;

  constructor(meeting: ActionsMeeting, shard: Shard) {
    this.#meeting = meeting;
    this.#shard = shard;
  }

  /** Null where GitHub gave no list this time. */
  async look(withinMs: number): Promise<Attendance | null> {
    const read = await this.#read(withinMs);
    if (read === null) return null;
    this.#refusals = 0;
    checkQuota(read, this.#shard);
    const { own, matrix, run } = this.#meeting;
    const seen = whoIsThere(read.jobs, { shard: this.#shard, own, matrix, attempt: run.attempt });
    if (seen.kind === 'unnamed') throw new ConfigurationError(seen.why, { key: 'input shard' });
    if (seen.kind === 'hopeless') throw shardsMissing(this.#shard, seen.why);
    if (seen.kind === 'waiting') {
      this.looked = `It ${seen.looked}.`;
      this.#tell(describeAbsent(seen.absent, this.#shard.of));
    }
    return seen;
  }

  async #read(withinMs: number): Promise<JobsRead | null> {
    try {
      return await this.#meeting.readJobs(withinMs);
    } catch (error) {
      const { words, forGood, filledAt } = explainUnread(error, 'the run’s list of jobs', 'actions: read');
      this.#refusals += forGood ? 1 : 0;
      const { time, timeoutMs } = this.#meeting;
      const isTooLate = filledAt !== undefined && filledAt.getTime() > time.now() + timeoutMs;
      if (this.#refusals >= MOST_REFUSALS || isTooLate) throw shardsMissing(this.#shard, words);
      this.#tell(words);
      return null;
    }
  }

  #tell(line: string): void {
    if (line !== this.line) this.#meeting.tell(`Waiting for the other shards. ${line}.`);
    this.line = line;
  }
}

/** What can't come to its end is better told before it begins. */
function checkQuota({ pages, hourly }: JobsRead, { of }: Shard): void {
  const needed = of * pages * FEWEST_LOOKS;
  if (hourly === null || hourly === 0 || needed <= hourly) return;
  throw new ConfigurationError(
    `${of} shards need at least ${needed} requests to GitHub to meet, and all jobs of the repository together have ${hourly} an hour with this token: use fewer shards, or the token of a GitHub App, which has more`,
    { key: 'input shard' },
  );
}
