import { createHash } from 'node:crypto';
import { type MeasurementId, partsOf } from '../../config/measurement-id.ts';
import { type RunWriter, readWriter, WRITER, writeWriter } from './writer.ts';

/** Which run wrote a comment; a later run's comment is not overwritten by an earlier one that ends late. */
export interface RunStamp {
  readonly runId: number;
  readonly attempt: number;
}

/** What the hidden first line of a comment says. */
export interface Marker extends RunStamp {
  readonly key: string;
  /** Which part of the run wrote it. Absent where that isn't known. */
  readonly writer?: RunWriter;
  readonly headSha: string | null;
  /** When this head was first told of here, by GitHub's clock, ISO 8601 in UTC. Absent where it isn't known. */
  readonly since?: string;
  /** Absent on a result; else why the text is none: it is being measured, or that ended without a result. */
  readonly state?: 'running' | 'stopped';
}

/** One key for each measurement, so that two on one pull request keep two comments. */
export function commentKey(id: MeasurementId): string {
  return keyOf(partsOf(id));
}

/** One key for all measurements of a workflow's run. */
export function groupKey({ workflow }: { readonly workflow: string | null }): string {
  return keyOf(['group', workflow ?? '']);
}

export function keyOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

export function writeMarker({ key, runId, attempt, headSha, since, writer, state }: Marker): string {
  const words = [
    `key=${key}`,
    `run=${runId}`,
    `attempt=${attempt}`,
    `sha=${headSha ?? 'unknown'}`,
    ...(since === undefined ? [] : [`since=${since}`]),
    ...(writer === undefined ? [] : writeWriter(writer)),
    ...(state === undefined ? [] : [`state=${state}`]),
  ];
  return `<!-- tailgate/1 ${words.join(' ')} -->`;
}

const MARKER = new RegExp(
  [
    '^<!-- tailgate/1 key=(?<key>[0-9a-f]{16}) run=(?<run>\\d{1,15}) attempt=(?<attempt>\\d{1,6})',
    ' sha=(?<sha>[0-9a-f]{7,64}|unknown)',
    '(?: since=(?<since>\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{3})?Z))?',
    WRITER,
    '(?: state=(?<state>running|stopped))?',
    ' -->',
  ].join(''),
);

/** The marker of a comment's body, or null. Only the very start counts: what stands further down may be quoted. */
export function readMarker(body: string): Marker | null {
  const found = MARKER.exec(body)?.groups;
  if (!found) return null;
  const writer = readWriter(found);
  return {
    key: found.key as string,
    runId: Number(found.run),
    attempt: Number(found.attempt),
    headSha: found.sha === 'unknown' ? null : (found.sha as string),
    ...(found.since === undefined ? {} : { since: found.since }),
    ...(writer === null ? {} : { writer }),
    ...(found.state === undefined ? {} : { state: found.state as 'running' | 'stopped' }),
  };
}

/** The comment without its hidden first line. */
export function withoutMarker(body: string): string {
  return body.replace(MARKER, '').replace(/^\r?\n/, '');
}

/** Run ids grow with time within a repository; an attempt counts within its run. */
export function isNewer(one: RunStamp, other: RunStamp): boolean {
  return one.runId !== other.runId ? one.runId > other.runId : one.attempt > other.attempt;
}
