/** A workflow run with the jobs of a matrix, as GitHub's list would show it, late and by its own clock. */
import type { JobSeen } from '../../../src/action/github/shards/job-seen.ts';
import { type ActionsMeeting, meetOnActions } from '../../../src/action/github/shards/meet-on-actions.ts';
import type { Start } from '../../../src/engine/meeting.ts';
import type { SimulatedTime } from '../../engine/meeting/simulated-time.ts';

/** What becomes of one job; times in ms after the run's beginning. */
export interface PlannedJob {
  readonly name: string;
  /** When a runner takes it; Infinity: never. */
  readonly taken: number;
  /** When its step of Tailgate's begins. */
  readonly step: number;
  /** When its machine comes to the meeting. */
  readonly comes: number;
  /** How far its clock is ahead. */
  readonly ahead: number;
  /** How old what the list shows of it is. */
  readonly lag: number;
  /** When it ends, and how; else it outlives the meeting. */
  readonly ends?: { readonly at: number; readonly conclusion: string };
  readonly attempt?: number;
  /** Nobody runs it here: only the list shows it. */
  readonly ghost?: boolean;
}

interface Run {
  readonly of: number;
  readonly attempt?: number;
  readonly timeoutMs?: number;
  readonly hourly?: number;
  /** What goes wrong with a shard's n-th request of the list, or with its n-th look at the clock. */
  readonly fault?: (shard: number, request: number, kind: 'jobs' | 'date') => object | null;
  /** How long a request takes, in ms, on its way there and back. */
  readonly travel?: (shard: number, request: number) => readonly [number, number];
}

export interface Met {
  readonly shard: number;
  /** By GitHub's clock, in ms after the run's beginning; null where there was no start. */
  readonly start: number | null;
  readonly clock: Start['clock'] | null;
  readonly error: Error | null;
  /** When the meeting was over for it. */
  readonly over: number;
  readonly requests: number;
  readonly log: readonly string[];
}

/** Requests as Octokit rejects them. */
export function refused(status: number, headers: Record<string, string> = {}, message = 'No'): object {
  return Object.assign(new Error(message), { status, response: { status, headers } });
}

export async function meetAll(time: SimulatedTime, jobs: readonly PlannedJob[], run: Run): Promise<Met[]> {
  const beginMs = time.nowMs;
  const { of, attempt = 1, timeoutMs = 300_000, fault, hourly = 15_000 } = run;
  const travel = run.travel ?? (() => [20, 30]);
  const list = () => jobs.map((job, i) => shown(job, i, attempt, time.nowMs - beginMs, beginMs));
  const acts = jobs.flatMap((job, i) => {
    if (job.ghost || job.comes === Number.POSITIVE_INFINITY) return [];
    const shard = i + 1;
    const machine = time.clockOf(job.ahead);
    const log: string[] = [];
    const asked = { jobs: 0, date: 0 };
    const request = async <T>(kind: 'jobs' | 'date', answer: () => T): Promise<T> => {
      const [there, back] = travel(shard, asked.jobs + asked.date);
      const wrong = fault?.(shard, asked[kind]++, kind) ?? null;
      await time.wait(there);
      if (wrong !== null) throw wrong;
      const answered = answer();
      await time.wait(back);
      return answered;
    };
    const meeting: ActionsMeeting = {
      own: { id: '', runner: `runner ${shard}` },
      matrix: { shard },
      run: { runId: 7, attempt },
      timeoutMs,
      readJobs: () => request('jobs', () => ({ jobs: list(), pages: Math.ceil(jobs.length / 100), hourly })),
      readDate: () => request('date', () => new Date(time.nowMs).toUTCString()).catch(() => null),
      time: machine,
      tell: (line) => log.push(line),
    };
    const act = async (): Promise<Met> => {
      await time.wait(job.comes);
      const ended = new AbortController();
      const met = await meetOnActions(meeting, { index: shard, of }, ended.signal).then(
        (start) => ({ start, error: null }),
        (error: Error) => ({ start: null, error }),
      );
      const { start, error } = met;
      return {
        shard,
        start: start && start.atMs - job.ahead - beginMs,
        clock: start?.clock ?? null,
        error,
        over: time.nowMs - beginMs,
        requests: asked.jobs,
        log,
      };
    };
    return [act()];
  });
  const ended = await time.run(acts);
  return ended.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

/** What the list shows of a job at a moment. */
function shown(job: PlannedJob, i: number, attempt: number, now: number, beginMs: number): JobSeen {
  const then = now - job.lag;
  const second = (ms: number) => Math.floor((beginMs + ms) / 1000) * 1000;
  const isTaken = then >= job.taken;
  const hasEnded = job.ends !== undefined && then >= job.ends.at;
  const isHere = then >= job.step;
  const step = (number: number, from: number, to: number) => ({
    number,
    status: then >= to ? 'completed' : then >= from ? 'in_progress' : 'queued',
    conclusion: then >= to ? 'success' : null,
    startedAtMs: then >= from ? second(from) : null,
  });
  return {
    id: 100 + i,
    name: job.name,
    runner: isTaken ? `runner ${i + 1}` : null,
    attempt: job.attempt ?? attempt,
    status: hasEnded ? 'completed' : isTaken ? 'in_progress' : 'queued',
    conclusion: hasEnded ? (job.ends?.conclusion ?? null) : null,
    steps: isTaken
      ? [
          step(1, job.taken, job.taken + 1000),
          step(2, job.taken + 1000, job.step),
          ...(isHere
            ? [step(3, job.step, job.ends?.at ?? Number.POSITIVE_INFINITY)]
            : [step(3, job.step, Number.POSITIVE_INFINITY)]),
        ]
      : [],
  };
}
