import { ConfigurationError } from '../../config/configuration-error.ts';
import { clean } from '../../report/escape.ts';
import type { RunStamp } from './marker.ts';

/** Which part of a run writes a comment. */
export interface RunWriter {
  /** The job as GitHub lists it: `gate (eu, 20)`. */
  readonly job: string;
  /** Name of the step, of which no two in a job have the same; '' where the runner gives none. */
  readonly step: string;
  /** Number of the job, another in each attempt; '' on runners that don't tell it. */
  readonly id: string;
}

const LONGEST_JOB = 100;

/** Words of a marker. Whatever a job is named, nothing of it ends a hidden line. */
export function writeWriter({ job, step, id }: RunWriter): string[] {
  const name = [...job].slice(0, LONGEST_JOB).join('');
  return [
    ...(name === '' ? [] : [`job=${encode(name)}`]),
    ...(/^[\w.-]{1,100}$/.test(step) ? [`step=${encode(step)}`] : []),
    ...(/^\d{1,20}$/.test(id) ? [`id=${id}`] : []),
  ];
}

/** The same as a part of a regular expression, whose groups readWriter reads. */
export const WRITER =
  "(?: job=(?<job>[\\w.!~*'()%-]{1,1200}))?(?: step=(?<step>[\\w.%-]{1,300}))?(?: id=(?<id>\\d{1,20}))?";

export function readWriter(groups: Readonly<Record<string, string | undefined>>): RunWriter | null {
  const { job, step, id } = groups;
  if (job === undefined && step === undefined && id === undefined) return null;
  return { job: decode(job ?? ''), step: decode(step ?? ''), id: id ?? '' };
}

/** Of words as writeWriter gives them, each behind a blank; null where there are none. */
export function readWriterWords(words: string): RunWriter | null {
  return readWriter(new RegExp(`^${WRITER}$`).exec(words)?.groups ?? {});
}

/** Written by a part of a run: the stamp and who that was. */
interface Written extends RunStamp {
  readonly writer?: RunWriter;
}

/** Whether both were written by one run, but by two parts of it. What isn't known tells nothing apart. */
export function isAnotherJob(one: Written, other: Written): boolean {
  const [a, b] = [one.writer, other.writer];
  if (one.runId === 0 || one.runId !== other.runId || !a || !b) return false;
  const differ = (x: string, y: string) => x !== '' && y !== '' && x !== y;
  const jobs = differ(a.job, b.job) || (one.attempt === other.attempt && differ(a.id, b.id));
  return jobs || differ(a.step, b.step);
}

/** Two parts of a run under one key: neither may replace what the other has told. */
export class SharedComment extends ConfigurationError {
  constructor(there: RunWriter, own: RunWriter, pullNumber: number) {
    const [second, first] = nameBoth(own, there);
    super(
      `${second} and ${first} of this run measure under the same key, and the latter has written the comment on pull ` +
        `request #${pullNumber} already: give each its own input comment-key`,
      { key: 'input comment-key' },
    );
  }
}

/** By what tells them apart: the job, its number, or the step. */
function nameBoth(...both: readonly [RunWriter, RunWriter]): readonly string[] {
  const [one, other] = both;
  const jobOf = ({ job }: RunWriter) => (job === '' ? 'a job' : `the job “${clean(job)}”`);
  if (one.job !== other.job) return both.map(jobOf);
  if (one.id !== other.id) return both.map((writer) => `${jobOf(writer)} (number ${writer.id || 'unknown'})`);
  return both.map((writer) => `the step ${writer.step} of ${jobOf(writer)}`);
}

function encode(text: string): string {
  // Half of a pair of surrogates has no UTF-8.
  return encodeURIComponent(text.toWellFormed()).replaceAll('--', '%2D%2D');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
