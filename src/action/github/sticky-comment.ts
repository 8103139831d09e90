/**
 * One comment on a pull request, kept up to date from run to run. Several runs may be at it at the same time, and
 * anybody may have written a comment that looks like ours.
 */
import type { GitHub } from './client.ts';
import {
  createComment,
  deleteComment,
  type PullRequest,
  type StoredComment,
  updateComment,
} from './comments.ts';
import { createOnce } from './create-once.ts';
import { findIdentity } from './identity.ts';
import { isNewer, type Marker, readMarker, writeMarker } from './marker.ts';
import { byId, dateHead, findOwn } from './own-comments.ts';
import { readBack } from './read-back.ts';
import { describeFailure } from './retry.ts';
import { isAnotherJob, SharedComment } from './writer.ts';

export interface StickyComment {
  readonly marker: Marker;
  /** The visible text in at most `limit` characters; `before` is the whole comment that it replaces, null for none. */
  render(limit: number, before: string | null): string;
}

/** `superseded`: a newer run's comment is there and was left as it is. */
interface Posted {
  readonly how: 'created' | 'updated' | 'superseded';
  readonly url: string;
}

/** GitHub's limit in characters, and what is tried where its count differs from ours. */
const LIMIT = 65_536;
const SMALL_LIMIT = 30_000;

/** Creates or updates the comment; throws what GitHub refused, and SharedComment where another job has it. */
export async function postStickyComment(
  github: GitHub,
  pull: PullRequest,
  comment: StickyComment,
): Promise<Posted> {
  const posted = await post(github, pull, comment, true);
  if (posted === null) throw new Error('The comment was deleted each time it had been written.');
  return posted;
}

/** Updates the comment where there is one, else gives null; throws as postStickyComment does. */
export async function updateStickyComment(
  github: GitHub,
  pull: PullRequest,
  comment: StickyComment,
): Promise<Posted | null> {
  return post(github, pull, comment, false);
}

async function post(
  github: GitHub,
  pull: PullRequest,
  { marker, render }: StickyComment,
  mayCreate: boolean,
): Promise<Posted | null> {
  let us = await findIdentity(github);
  let { own, readAt } = await findOwn(github, pull, marker.key, us);
  // Twice at most: the comment that was found may be deleted before it is written to.
  for (let round = 0; round < 2; round++) {
    let created: StoredComment | null = null;
    if (own.length === 0) {
      if (!mayCreate) return null;
      const dated = { marker: dateHead(marker, { own, readAt }), render };
      created = await createOnce(
        () => write(dated, null, (body) => createComment(github, pull, body)),
        async () => (await findOwn(github, pull, marker.key, us)).own[0],
        'GitHub’s response to the new comment could not be read.',
      );
      us = created.author || us;
      // Another run may have created its own in the same moment. The list may lag behind, so ours is added.
      own = byId([created, ...(await findOwn(github, pull, marker.key, us)).own]);
    }
    const newer = own.find(({ body }) => isNewer(readMarker(body) as Marker, marker));
    // The newer run sees ours, too, and tidies up. If both did, one could delete what the other has just written to.
    if (newer) return { how: 'superseded', url: newer.url };
    await refuseShared(github, pull, marker, own, created);
    const dated = { marker: dateHead(marker, { own, readAt }), render };
    const kept = await settle(github, pull, dated, own, created);
    if ('url' in kept) {
      const rewrite = ({ id, body }: StoredComment) =>
        write(dated, body, (text) => updateComment(github, pull, id, text));
      const newer = marker.state === undefined ? await readBack(github, pull, marker, us, rewrite) : null;
      if (newer !== null) return { how: 'superseded', url: newer.url };
      return { how: created ? 'created' : 'updated', url: kept.url };
    }
    // One that is listed all the same isn't gone; it may not be written to, and another would stand beside it.
    const left = await findOwn(github, pull, marker.key, us);
    if (left.own.some(({ id }) => own.some((one) => one.id === id))) throw kept.refusal;
    ({ own, readAt } = left);
  }
  return null;
}

/**
 * Whether the comment is another job's of the same run: it stays as it is. Of two that were created in the same moment
 * the older one is kept. Throws SharedComment.
 */
async function refuseShared(
  github: GitHub,
  pull: PullRequest,
  marker: Marker,
  own: readonly StoredComment[],
  created: StoredComment | null,
): Promise<void> {
  const others = own.flatMap(({ id, body }) => {
    const there = readMarker(body);
    const isOlder = created === null || id < created.id;
    return there?.writer && isOlder && isAnotherJob(there, marker) ? [there.writer] : [];
  });
  const [other] = others;
  if (other === undefined || marker.writer === undefined) return;
  if (created !== null) await removeAll(github, pull, [created]);
  throw new SharedComment(other, marker.writer, pull.number);
}

/** Writes into the oldest of our comments that still exists and deletes the others; the last 404 where none does. */
async function settle(
  github: GitHub,
  pull: PullRequest,
  comment: StickyComment,
  own: readonly StoredComment[],
  created: StoredComment | null,
): Promise<{ url: string } | { refusal: unknown }> {
  let refusal: unknown = null;
  for (const [at, candidate] of own.entries()) {
    try {
      const written = candidate.id === created?.id && candidate.body.startsWith(writeMarker(comment.marker));
      const url = written
        ? candidate.url
        : ((await write(comment, candidate.body, (body) =>
            updateComment(github, pull, candidate.id, body),
          )) ?? candidate.url);
      await removeAll(github, pull, own.slice(at + 1));
      return { url };
    } catch (error) {
      if (describeFailure(error).status !== 404) throw error;
      refusal = error;
    }
  }
  return { refusal };
}

/** Left-over duplicates are a blemish, not a failure: the next run finds them again. */
async function removeAll(
  github: GitHub,
  pull: PullRequest,
  surplus: readonly StoredComment[],
): Promise<void> {
  await Promise.allSettled(surplus.map(({ id }) => deleteComment(github, pull, id)));
}

async function write<T>(
  { marker, render }: StickyComment,
  before: string | null,
  send: (body: string) => Promise<T>,
): Promise<T> {
  const first = `${writeMarker(marker)}\n`;
  try {
    return await send(first + render(LIMIT - first.length, before));
  } catch (error) {
    const { status, message } = describeFailure(error);
    if (status !== 422 || !/too long/i.test(message)) throw error;
    return send(first + render(SMALL_LIMIT - first.length, before));
  }
}
