import * as core from '@actions/core';
import type { Inputs } from '../../config/inputs.ts';
import { renderComment } from '../../report/markdown/comment.ts';
import type { Publication } from '../../report/report.ts';
import { isNotable } from '../../report/view/notable.ts';
import type { GitHub } from '../github/client.ts';
import { explainRefusal } from '../github/explain-refusal.ts';
import type { ForkResult } from '../github/fork/fetch-result.ts';
import { forkCommentKey } from '../github/fork/fork-comment-key.ts';
import type { TriggeringRun } from '../github/fork/triggering-run.ts';
import { postStickyComment, updateStickyComment } from '../github/sticky-comment.ts';

/** Puts the result into the comment of this artifact; gives its page, or null where there is none, which is told. */
export async function postForkComment(
  github: GitHub,
  { pull }: ForkResult,
  run: TriggeringRun,
  publication: Publication,
  inputs: Inputs,
): Promise<string | null> {
  if (inputs.comment === 'never') return null;
  const quiet = inputs.comment === 'changes' && !isNotable(publication);
  const key = forkCommentKey(inputs['publish-artifact'], inputs['comment-key'], run);
  try {
    const posted = await (quiet ? updateStickyComment : postStickyComment)(github, pull, {
      marker: { key, runId: run.runId, attempt: run.attempt, headSha: run.headSha },
      render: (limit) => renderComment(publication, { limit }),
    });
    core.info(posted === null ? QUIET : DONE[posted.how] + posted.url);
    return posted?.url ?? null;
  } catch (error) {
    core.warning(explainRefusal(error, 'same-repository'));
    return null;
  }
}

const QUIET = 'No comment was written: nothing changed, and there was none yet (comment: changes).';
const DONE = {
  created: 'Comment created: ',
  updated: 'Comment updated: ',
  superseded: 'A newer run has already reported here: ',
} as const;
