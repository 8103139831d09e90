import * as core from '@actions/core';
import { connect } from './github/client.ts';
import { explainRefusal } from './github/explain-refusal.ts';
import { postStickyComment } from './github/sticky-comment.ts';
import type { PostComment } from './publish.ts';
import type { RunnerEvent } from './read-event.ts';

/** Puts the report into the pull request's comment of this key. Refusals become a warning that says what would help. */
export function createCommentPoster(
  event: RunnerEvent,
  { key, token, lastCall }: { readonly key: string; readonly token: string; readonly lastCall: AbortSignal },
): PostComment {
  return async (render) => {
    const { pull } = event;
    if (!pull) return null;
    if (token === '') {
      core.warning('No comment was written on the pull request: the input token is empty.');
      return null;
    }
    try {
      const github = connect({ token, apiUrl: event.apiUrl, signal: lastCall });
      const marker = { key, ...event.run, headSha: event.headSha };
      const posted = await postStickyComment(github, pull, { marker, render });
      if (posted.how === 'superseded') core.info(`A newer run has already reported here: ${posted.url}`);
      else core.info(`Comment ${posted.how}: ${posted.url}`);
      return posted.url;
    } catch (error) {
      core.warning(explainRefusal(error, pull.origin));
      return null;
    }
  };
}
