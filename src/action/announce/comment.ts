import * as core from '@actions/core';
import { renderComment } from '../../report/markdown/comment.ts';
import {
  type EarlierResult,
  readEarlier,
  renderRunning,
  renderStopped,
  renderUntouched,
  type Subject,
  withEarlier,
} from '../../report/markdown/placeholder.ts';
import { isNotable } from '../../report/view/notable.ts';
import type { RunnerEvent } from '../event/read-event.ts';
import { connect, IN_PASSING, type Patience } from '../github/client.ts';
import { explainRefusal } from '../github/explain-refusal.ts';
import { type Marker, readMarker, withoutMarker } from '../github/marker.ts';
import { postStickyComment, type StickyComment, updateStickyComment } from '../github/sticky-comment.ts';
import { type RunWriter, SharedComment } from '../github/writer.ts';
import type { Announcer } from './announcement.ts';

interface CommentOptions {
  readonly subject: Subject;
  readonly key: string;
  readonly writer: RunWriter;
  readonly token: string;
  /** `changes`: no comment before there is something to tell. */
  readonly when: 'always' | 'changes';
  /** For the beginning, and for the last word, as Cancelling has them. */
  readonly firstCall: AbortSignal;
  readonly lastCall: AbortSignal;
}

/** The pull request's comment of this key, from `running` to the result. */
export function createCommentAnnouncer(event: RunnerEvent, options: CommentOptions): Announcer {
  const { subject, key, writer, token, when, firstCall, lastCall } = options;
  const { pull } = event;
  const markerOf = (state?: Marker['state']): Marker => ({
    key,
    ...event.run,
    headSha: event.headSha,
    writer,
    ...(state === undefined ? {} : { state }),
  });
  const write = (comment: StickyComment, mayCreate: boolean, wait: Patience & { signal: AbortSignal }) => {
    const github = connect({ token, apiUrl: event.apiUrl, ...wait });
    return pull && (mayCreate ? postStickyComment : updateStickyComment)(github, pull, comment);
  };

  const writeLast = async (comment: StickyComment, mayCreate: boolean, patience: Patience = {}) => {
    if (!pull) return null;
    if (token === '') {
      core.warning('No comment was written on the pull request: the input token is empty.');
      return null;
    }
    try {
      const posted = await write(comment, mayCreate, { ...patience, signal: lastCall });
      if (!posted) core.info('No comment was written on the pull request: nothing has changed.');
      else if (posted.how === 'superseded') core.info(`A newer run has already reported here: ${posted.url}`);
      else core.info(`Comment ${posted.how}: ${posted.url}`);
      return posted?.url ?? null;
    } catch (error) {
      if (error instanceof SharedComment) throw error;
      core.warning(explainRefusal(error, pull.origin));
      return null;
    }
  };

  return {
    async begin() {
      if (!pull || token === '') return;
      const render = (limit: number, before: string | null) =>
        renderRunning(subject, earlierOf(before), limit);
      const wait = { ...IN_PASSING, signal: firstCall };
      await write({ marker: markerOf('running'), render }, when === 'always', wait);
    },
    tell: ({ publication, cancelled }) => {
      const render = (limit: number, before: string | null) => {
        const text = renderComment(publication, { limit: Math.min(limit, RESULT_LIMIT) });
        return cancelled ? withEarlier(text, subject, earlierOf(before), limit) : text;
      };
      const marker = markerOf(cancelled ? 'stopped' : undefined);
      return writeLast({ marker, render }, when === 'always' || isNotable(publication));
    },
    // Where nothing was measured before, there is nothing to correct, and forty services need no forty such comments.
    skip(why) {
      const render = (limit: number, before: string | null) =>
        renderUntouched(subject, why, earlierOf(before), limit);
      return writeLast({ marker: markerOf('stopped'), render }, false);
    },
    async stop(why) {
      const render = (limit: number, before: string | null) =>
        renderStopped(subject, why, earlierOf(before), limit);
      await writeLast({ marker: markerOf('stopped'), render }, when === 'always', IN_PASSING);
    },
  };
}

/** So that the next run can keep it, folded, in a comment of its own. */
const RESULT_LIMIT = 64_000;

/** The result that such a comment is, or still holds. */
function earlierOf(before: string | null): EarlierResult | null {
  const marker = before === null ? null : readMarker(before);
  if (before === null || marker === null) return null;
  const text = withoutMarker(before);
  return marker.state === undefined ? { headSha: marker.headSha, text } : readEarlier(text);
}
