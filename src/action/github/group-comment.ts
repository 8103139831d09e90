/**
 * One comment that all jobs of a run write to. GitHub knows no write on a condition, so each job reads the comment,
 * adds its own part, writes it, and reads it again until its part is there: whoever wrote over it did not know of it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Language } from '../../config/language.ts';
import { type GroupPart, readGroup, renderGroup } from '../../report/markdown/group.ts';
import type { GitHub } from './client.ts';
import {
  createComment,
  deleteComment,
  type PullRequest,
  readComment,
  type StoredComment,
  updateComment,
} from './comments.ts';
import { createOnce } from './create-once.ts';
import { findIdentity } from './identity.ts';
import { type Marker, readMarker, writeMarker } from './marker.ts';
import { dateHead, findOwn } from './own-comments.ts';
import { describeFailure } from './retry.ts';
import { isAnotherJob, readWriterWords, SharedComment } from './writer.ts';

export interface Grouped {
  /** Of the whole comment: its key is the group's, its writer nobody. */
  readonly marker: Marker;
  readonly part: GroupPart;
  readonly runUrl: string | null;
  /** Of the words around the parts; English where nobody said. */
  readonly language?: Language;
  /** Whether a comment is written where there is none yet. */
  readonly mayCreate: boolean;
  readonly signal: AbortSignal;
}

/** Others were faster each time. */
export class WrittenOver extends Error {
  constructor() {
    super('other jobs wrote over the comment each time it had been written');
  }
}

interface PostedPart {
  readonly how: 'created' | 'updated' | 'superseded';
  readonly url: string;
}

interface GroupPatience {
  /** From a write until it is read again: whoever read before it has written by then. */
  readonly settleMs: number;
  /** Longest pause before another try. */
  readonly longestMs: number;
  readonly totalMs: number;
}

const PATIENCE: GroupPatience = { settleMs: 2500, longestMs: 30_000, totalMs: 240_000 };

/** GitHub's limit in characters. */
const LIMIT = 65_536;

/**
 * Adds the part, or puts it in the place of an earlier one of the same measurement; null where there is no comment and
 * none may be created. Throws what GitHub refused, and SharedComment where another job has this measurement's part.
 */
export async function postGroupPart(
  github: GitHub,
  pull: PullRequest,
  grouped: Grouped,
  patience: GroupPatience = PATIENCE,
): Promise<PostedPart | null> {
  const { marker, mayCreate, signal } = grouped;
  const us = await findIdentity(github);
  const startedMs = performance.now();
  let readMs = startedMs;
  let found = await findOwn(github, pull, marker.key, us);
  let how: PostedPart['how'] = 'updated';
  for (let attempt = 0; ; attempt++) {
    const dated = { ...grouped, marker: dateHead(marker, found) };
    if (found.own.length === 0) {
      if (!mayCreate) return null;
      how = 'created';
      const posted: StoredComment = await createOnce(
        () => createComment(github, pull, compose(dated, [])),
        async () =>
          (await findOwn(github, pull, marker.key, us)).own.find(({ body }) => holds(body, grouped)),
        'GitHub’s response to the new comment could not be read.',
      );
      readMs = performance.now();
      found = await findOwn(github, pull, marker.key, posted.author || us);
      // Another job may have created one in the same moment: the oldest is kept. The list may lag behind.
      const oldest = found.own[0] ?? posted;
      if (oldest.id >= posted.id) return { how, url: posted.url };
    }
    const [there, ...others] = found.own;
    if (there === undefined) continue;
    const stamp = readMarker(there.body);
    if (stamp !== null && stamp.runId > marker.runId) return { how: 'superseded', url: there.url };
    refuseShared(there.body, grouped, pull.number);
    // Who writes what was read a while ago takes away what others have written and read again since.
    const isOld = performance.now() - readMs > patience.settleMs / 3;
    const fresh = isOld ? await readOrNull(github, pull, there.id) : there;
    if (fresh !== null && (await update(github, pull, fresh, others, dated))) {
      await pause(patience.settleMs * (1 + 0.4 * Math.random()), undefined, { signal });
      const now = await readOrNull(github, pull, there.id);
      if (now !== null && isTold(now.body, grouped)) return { how, url: now.url };
      await waitTurn(now, attempt, startedMs, patience, signal);
    }
    readMs = performance.now();
    const again = await readOrNull(github, pull, there.id);
    found = again === null ? await findOwn(github, pull, marker.key, us) : { ...found, own: [again] };
  }
}

/** Writes it into the oldest comment, with what duplicates hold, which go. False where it was deleted meanwhile. */
async function update(
  github: GitHub,
  pull: PullRequest,
  there: StoredComment,
  others: readonly StoredComment[],
  grouped: Grouped,
): Promise<boolean> {
  try {
    const bodies = [there, ...others].map(({ body }) => body);
    await updateComment(github, pull, there.id, compose(grouped, bodies));
  } catch (error) {
    if (describeFailure(error).status !== 404) throw error;
    return false;
  }
  // Left-over duplicates are found again by the next job.
  await Promise.allSettled(others.map(({ id }) => deleteComment(github, pull, id)));
  return true;
}

async function readOrNull(github: GitHub, pull: PullRequest, id: number): Promise<StoredComment | null> {
  try {
    return await readComment(github, pull, id);
  } catch (error) {
    if (describeFailure(error).status !== 404) throw error;
    return null;
  }
}

/** The more jobs are at it, the further apart they have to come. Throws where the time is over. */
async function waitTurn(
  now: StoredComment | null,
  attempt: number,
  startedMs: number,
  { settleMs, longestMs, totalMs }: GroupPatience,
  signal: AbortSignal,
): Promise<void> {
  if (performance.now() - startedMs > totalMs) throw new WrittenOver();
  const others = now === null ? 1 : readGroup(now.body).length + 1;
  const longest = Math.min(longestMs, settleMs * (0.4 * others + 2 ** attempt));
  await pause(Math.random() * longest, undefined, { signal });
}

/** The text with the part in it, and what comments of this run hold; what an earlier run has left is left out. */
function compose({ marker, part, runUrl, language = 'en' }: Grouped, bodies: readonly string[]): string {
  const ofRun = bodies.filter((body) => readMarker(body)?.runId === marker.runId);
  const parts = new Map<string, GroupPart>();
  for (const one of ofRun.flatMap(readGroup)) {
    const known = parts.get(one.key);
    if (known === undefined || known.attempt < one.attempt) parts.set(one.key, one);
  }
  parts.set(part.key, part);
  const attempt = Math.max(marker.attempt, ...ofRun.map((body) => readMarker(body)?.attempt ?? 0));
  const first = `${writeMarker({ ...marker, attempt })}\n`;
  const around = { headSha: marker.headSha, runUrl, language };
  return first + renderGroup([...parts.values()], around, LIMIT - first.length);
}

/** Whether the comment says of the measurement what was to be said, or what a later attempt has. */
function isTold(body: string, grouped: Grouped): boolean {
  const stamp = readMarker(body);
  if (stamp !== null && stamp.runId > grouped.marker.runId) return true;
  return holds(body, grouped);
}

function holds(body: string, { part }: Grouped): boolean {
  const there = readGroup(body).find(({ key }) => key === part.key);
  if (there === undefined) return false;
  return (
    there.attempt > part.attempt ||
    (there.attempt === part.attempt && there.writer === part.writer && there.standing === part.standing)
  );
}

/** Throws SharedComment where another job of the run has told of this measurement. */
function refuseShared(body: string, { marker, part }: Grouped, pullNumber: number): void {
  const stamp = readMarker(body);
  const there = readGroup(body).find(({ key }) => key === part.key);
  const [writer, own] = [readWriterWords(there?.writer ?? ''), readWriterWords(part.writer)];
  if (stamp?.runId !== marker.runId || !there || !writer || !own) return;
  const written = { runId: marker.runId, attempt: there.attempt, writer };
  if (isAnotherJob(written, { runId: marker.runId, attempt: part.attempt, writer: own }))
    throw new SharedComment(writer, own, pullNumber);
}
