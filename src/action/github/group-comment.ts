/**
 * One comment that all jobs of a run write to. GitHub knows no write on a condition, so each job reads the comment, adds
 * its own part, writes it, and reads it again until its part is there: whoever wrote over it did not know of it.
 */
import { setTimeout as pause } from 'node:timers/promises';
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
  /** Whether a comment is written where there is none yet. */
  readonly mayCreate: boolean;
  readonly signal: AbortSignal;
}

interface PostedPart {
  readonly how: 'created' | 'updated' | 'superseded';
  readonly url: string;
}

export interface GroupPatience {
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
  let found = await findOwn(github, pull, marker.key, us);
  let created: StoredComment | null = null;
  for (let attempt = 0; ; attempt++) {
    let [there] = found.own;
    const dated = { ...grouped, marker: dateHead(marker, found) };
    if (there === undefined) {
      if (!mayCreate) return null;
      const posted: StoredComment = await createOnce(
        () => createComment(github, pull, compose(dated, null)),
        async () => (await findOwn(github, pull, marker.key, us)).own.find(({ body }) => holds(body, grouped)),
        'GitHub’s response to the new comment could not be read.',
      );
      created = posted;
      // Another job may have created one in the same moment: the oldest is kept. The list may lag behind.
      found = await findOwn(github, pull, marker.key, posted.author || us);
      there = found.own[0] ?? posted;
      if (there.id >= posted.id) return { how: 'created', url: posted.url };
      await deleteComment(github, pull, posted.id).catch(() => {});
    }
    const stamp = readMarker(there.body);
    if (stamp !== null && stamp.runId > marker.runId) return { how: 'superseded', url: there.url };
    refuseShared(there.body, grouped, pull.number);
    const gone = await update(github, pull, there, dated);
    await pause(patience.settleMs * (0.7 + 0.6 * Math.random()), undefined, { signal });
    const now = gone ? null : await readOrNull(github, pull, there.id);
    if (now !== null && isTold(now.body, grouped)) return { how: created ? 'created' : 'updated', url: now.url };
    if (performance.now() - startedMs > patience.totalMs) {
      throw new Error('other jobs wrote over the comment each time it had been written');
    }
    await pause(backOff(now, attempt, patience), undefined, { signal });
    // What was read a while ago is old: only what is read now is added to.
    const fresh = now === null ? null : await readOrNull(github, pull, now.id);
    found = fresh === null ? await findOwn(github, pull, marker.key, us) : { ...found, own: [fresh] };
  }
}

/** True where the comment was deleted meanwhile. */
async function update(
  github: GitHub,
  pull: PullRequest,
  there: StoredComment,
  grouped: Grouped,
): Promise<boolean> {
  try {
    await updateComment(github, pull, there.id, compose(grouped, there.body));
    return false;
  } catch (error) {
    if (describeFailure(error).status !== 404) throw error;
    return true;
  }
}

async function readOrNull(github: GitHub, pull: PullRequest, id: number): Promise<StoredComment | null> {
  try {
    return await readComment(github, pull, id);
  } catch (error) {
    if (describeFailure(error).status !== 404) throw error;
    return null;
  }
}

/** The more jobs are at it, the further apart they have to come. */
function backOff(now: StoredComment | null, attempt: number, { settleMs, longestMs }: GroupPatience): number {
  const others = now === null ? 1 : readGroup(now.body).length + 1;
  const longest = Math.min(longestMs, settleMs * 0.4 * others + settleMs * 2 ** attempt);
  return Math.random() * longest;
}

/** The text with the part in it; what an earlier run has left is left out. */
function compose({ marker, part, runUrl }: Grouped, before: string | null): string {
  const stamp = before === null ? null : readMarker(before);
  const isOfRun = before !== null && stamp?.runId === marker.runId;
  const parts = isOfRun ? readGroup(before) : [];
  const others = parts.filter(({ key }) => key !== part.key);
  const first = `${writeMarker({ ...marker, attempt: Math.max(marker.attempt, isOfRun ? (stamp?.attempt ?? 0) : 0) })}\n`;
  return first + renderGroup([...others, part], { headSha: marker.headSha, runUrl }, LIMIT - first.length);
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
  return there.attempt > part.attempt || (there.attempt === part.attempt && there.writer === part.writer && there.standing === part.standing);
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
