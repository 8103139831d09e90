/**
 * One comment on a pull request, kept up to date from run to run. Several runs may be at it at the same time, and
 * anybody may have written a comment that looks like ours.
 */
import type { GitHub } from './client.ts';
import {
  createComment,
  deleteComment,
  listComments,
  type PullRequest,
  type StoredComment,
  updateComment,
} from './comments.ts';
import { findIdentity } from './identity.ts';
import { isNewer, type Marker, readMarker, writeMarker } from './marker.ts';
import { describeFailure, isAmbiguous } from './retry.ts';

export interface StickyComment {
  readonly marker: Marker;
  /** The visible text in at most `limit` characters. */
  render(limit: number): string;
}

/** `superseded`: a newer run's comment is there and was left as it is. */
export interface Posted {
  readonly how: 'created' | 'updated' | 'superseded';
  readonly url: string;
}

/** GitHub's limit in characters, and what is tried where its count differs from ours. */
const LIMIT = 65_536;
const SMALL_LIMIT = 30_000;

/** Creates or updates the comment; throws what GitHub refused. */
export async function postStickyComment(
  github: GitHub,
  pull: PullRequest,
  comment: StickyComment,
): Promise<Posted> {
  let us = await findIdentity(github);
  let own = await findOwn(github, pull, comment, us);
  // Twice at most: the comment that was found may be deleted before it is written to.
  for (let round = 0; round < 2; round++) {
    let created: StoredComment | null = null;
    if (own.length === 0) {
      created = await create(github, pull, comment, us);
      us = created.author || us;
      // Another run may have created its own in the same moment. The list may lag behind, so ours is added.
      own = byId([created, ...(await findOwn(github, pull, comment, us))]);
    }
    const newer = own.find(({ body }) => isNewer(readMarker(body) as Marker, comment.marker));
    // The newer run sees ours, too, and tidies up. If both did, one could delete what the other has just written to.
    if (newer) return { how: 'superseded', url: newer.url };
    const kept = await settle(github, pull, comment, own, created);
    if (kept) return { how: created ? 'created' : 'updated', url: kept.url };
    own = [];
  }
  throw new Error('The comment was deleted each time it had been written.');
}

/** Writes into the oldest of our comments that still exists and deletes the others; null where none exists any more. */
async function settle(
  github: GitHub,
  pull: PullRequest,
  comment: StickyComment,
  own: readonly StoredComment[],
  created: StoredComment | null,
): Promise<{ url: string } | null> {
  for (const [at, candidate] of own.entries()) {
    try {
      const written = candidate.id === created?.id && candidate.body.startsWith(writeMarker(comment.marker));
      const url = written
        ? candidate.url
        : await write(comment, (body) => updateComment(github, pull, candidate, body));
      await removeAll(github, pull, own.slice(at + 1));
      return { url };
    } catch (error) {
      if (describeFailure(error).status !== 404) throw error;
    }
  }
  return null;
}

/** Left-over duplicates are a blemish, not a failure: the next run finds them again. */
async function removeAll(
  github: GitHub,
  pull: PullRequest,
  surplus: readonly StoredComment[],
): Promise<void> {
  await Promise.allSettled(surplus.map(({ id }) => deleteComment(github, pull, id)));
}

/** Our comments with this key, oldest first. Anyone can plant a marker, so the author has to be us as well. */
async function findOwn(
  github: GitHub,
  pull: PullRequest,
  { marker }: StickyComment,
  us: string,
): Promise<StoredComment[]> {
  const all = await listComments(github, pull);
  return byId(all.filter(({ author, body }) => author === us && readMarker(body)?.key === marker.key));
}

/** A POST without a clear answer may have taken effect: the list is asked before it is tried once more. */
async function create(
  github: GitHub,
  pull: PullRequest,
  comment: StickyComment,
  us: string,
): Promise<StoredComment> {
  for (let attempt = 0; ; attempt++) {
    let failure: unknown = new Error('GitHub’s answer to the new comment could not be read.');
    try {
      const created = await write(comment, (body) => createComment(github, pull, body));
      if (created) return created;
    } catch (error) {
      if (!isAmbiguous(describeFailure(error))) throw error;
      failure = error;
    }
    const [there] = await findOwn(github, pull, comment, us);
    if (there) return there;
    if (attempt > 0) throw failure;
  }
}

async function write<T>({ marker, render }: StickyComment, send: (body: string) => Promise<T>): Promise<T> {
  const first = `${writeMarker(marker)}\n`;
  try {
    return await send(first + render(LIMIT - first.length));
  } catch (error) {
    const { status, message } = describeFailure(error);
    if (status !== 422 || !/too long/i.test(message)) throw error;
    return send(first + render(SMALL_LIMIT - first.length));
  }
}

function byId(comments: readonly StoredComment[]): StoredComment[] {
  const unique = new Map(comments.map((comment) => [comment.id, comment]));
  return [...unique.values()].sort((a, b) => a.id - b.id);
}
