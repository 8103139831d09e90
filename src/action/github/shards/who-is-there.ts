/** Whether all shards of a load are at this step, as far as GitHub's list of the run's jobs tells. */
import type { MatrixValues } from '../../../config/measurement-id.ts';
import { type Shard, writeShard } from '../../../config/shard.ts';
import type { Absence } from '../../../engine/meeting/missing.ts';
import { clean, truncate } from '../../../report/escape.ts';
import { findOwnJob, type JobSeen, type OwnJob } from './job-seen.ts';
import { findNameOfShards, type NameOfShards, numberIn } from './shard-names.ts';

export type Attendance =
  /** All are in this step; the first and the last began it at these moments, by GitHub's clock in ms. */
  | { readonly kind: 'complete'; readonly firstMs: number; readonly lastMs: number }
  /** Why each of the missing ones is not there, and where it was looked for. */
  | { readonly kind: 'waiting'; readonly absent: readonly Absence[]; readonly looked: string }
  /** They will not be: a sentence without a full stop. */
  | { readonly kind: 'hopeless'; readonly why: string }
  /** The workflow's mistake. */
  | { readonly kind: 'unnamed'; readonly why: string };

interface Asked {
  readonly shard: Shard;
  readonly own: OwnJob;
  readonly matrix: MatrixValues;
  /** Of the run. */
  readonly attempt: number;
}

/** What one shard's job is about. */
type Standing =
  | { readonly sinceMs: number }
  | { readonly absent: string }
  | { readonly gone: string; readonly isFirst: boolean };

interface Gone {
  readonly who: string;
  readonly gone: string;
  /** Whether it went for a reason of its own: others that see it leave well, and are gone as well. */
  readonly isFirst: boolean;
}

/** As many as a reader takes in. */
const MOST_TOLD = 3;

export function whoIsThere(jobs: readonly JobSeen[], { shard, own, matrix, attempt }: Asked): Attendance {
  const self = findOwnJob(jobs, own);
  if (self === null)
    return waiting([[shard.index, 'not in GitHub’s list yet, which is its own job']], describe(jobs));
  const name = findNameOfShards(
    self.name,
    shard,
    jobs.map((job) => job.name),
    matrix,
  );
  if (name === null) {
    return {
      kind: 'unnamed',
      why: `the job ${quote(self.name)} does not have its shard’s number ${shard.index} in its name, and by that the other shards are found: take the number from the job’s matrix, or write it into its name`,
    };
  }
  const looked = `looked for the jobs ${quote(nameOf(name, 1))} to ${quote(nameOf(name, shard.of))} among ${describe(jobs)}`;
  // A job is in one step at a time: if that is the same one in all of them, all are here.
  const step = self.steps.find(({ status }) => status === 'in_progress')?.number;
  if (step === undefined)
    return waiting([[shard.index, 'in GitHub’s list, but not at its step yet']], looked);

  const ofShards = new Map<number, JobSeen[]>();
  for (const job of jobs) {
    const number = numberIn(job.name, name);
    if (number !== null) ofShards.set(number, [...(ofShards.get(number) ?? []), job]);
  }
  const absent: Absence[] = [];
  const gone: Gone[] = [];
  const since: number[] = [];
  for (let index = 1; index <= shard.of; index++) {
    const found = newest(ofShards.get(index) ?? []);
    if (found.length > 1) {
      const twice = `${found.length} jobs are named ${quote(nameOf(name, index))}`;
      return {
        kind: 'hopeless',
        why: `${twice}, so it is not clear which one is the shard ${writeShard({ index, of: shard.of })}`,
      };
    }
    const standing = standingOf(found[0], step, attempt);
    if ('gone' in standing) gone.push({ ...standing, who: `shard ${writeShard({ index, of: shard.of })}` });
    else if ('absent' in standing) absent.push([index, standing.absent]);
    else since.push(standing.sinceMs);
  }
  if (gone.length > 0) return { kind: 'hopeless', why: tellGone(gone) };
  if (absent.length > 0) return waiting(absent, looked);
  return { kind: 'complete', firstMs: Math.min(...since), lastMs: Math.max(...since) };
}

function standingOf(job: JobSeen | undefined, step: number, attempt: number): Standing {
  if (job === undefined) return { absent: 'not in GitHub’s list' };
  const what = quote(job.name);
  if (job.status === 'completed') {
    const ended = `its job ${what} has ended already (${clean(job.conclusion ?? 'without a conclusion')})`;
    const isFirst = job.conclusion !== 'success';
    if (job.attempt >= attempt) return { gone: ended, isFirst };
    return {
      isFirst,
      gone: `${ended}, in attempt ${job.attempt} of the run: re-run all jobs, because shards have to run together`,
    };
  }
  if (job.status !== 'in_progress') return { absent: clean(job.status).replace('_', ' ') };
  const here = job.steps.find(({ number }) => number === step);
  if (here?.status === 'in_progress' && here.startedAtMs !== null) return { sinceMs: here.startedAtMs };
  const ended = here?.status === 'completed' ? here.conclusion : null;
  if (ended === 'failure' || ended === 'cancelled')
    return { isFirst: true, gone: `the step of its job ${what} has ended already (${ended})` };
  return {
    absent: ended === null ? 'at an earlier step' : `past its step (${clean(ended)})`,
  };
}

function tellGone(gone: readonly Gone[]): string {
  const first = gone.filter(({ isFirst }) => isFirst);
  const told = (first.length > 0 ? first : gone).map((one) => `${one.who}: ${one.gone}`);
  const others = told.length - MOST_TOLD;
  return [...told.slice(0, MOST_TOLD), ...(others > 0 ? [`and ${others} more`] : [])].join('; ');
}

/** Of a job that was run again only the last attempt; two of them if there are two jobs of that name. */
function newest(jobs: readonly JobSeen[]): readonly JobSeen[] {
  const last = Math.max(...jobs.map(({ attempt }) => attempt));
  return jobs.filter(({ attempt }) => attempt === last);
}

function waiting(absent: readonly Absence[], looked: string): Attendance {
  return { kind: 'waiting', absent, looked };
}

function nameOf({ before, after }: NameOfShards, index: number): string {
  return `${before}${index}${after}`;
}

function describe(jobs: readonly JobSeen[]): string {
  const [first, ...others] = jobs;
  if (first === undefined) return 'no job at all';
  return others.length === 0
    ? `one, ${quote(first.name)}`
    : `${jobs.length}, ${quote(first.name)} the first of them`;
}

function quote(name: string): string {
  return `“${truncate(clean(name), 100)}”`;
}
