import * as core from '@actions/core';
import { type GroupPart, partOfResult, partWithout, type Standing } from '../../report/markdown/group.ts';
import type { Subject } from '../../report/markdown/placeholder.ts';
import type { RunnerEvent } from '../event/read-event.ts';
import { connect, IN_PASSING, type Patience } from '../github/client.ts';
import { explainRefusal } from '../github/explain-refusal.ts';
import { postGroupPart, WrittenOver } from '../github/group-comment.ts';
import { type RunWriter, SharedComment, writeWriter } from '../github/writer.ts';
import type { Announcer } from './announcement.ts';

interface GroupedOptions {
  readonly subject: Subject;
  /** Of the measurement, and of the comment. */
  readonly key: string;
  readonly groupKey: string;
  readonly writer: RunWriter;
  readonly token: string;
  /** For the last word, as Cancelling has it. */
  readonly lastCall: AbortSignal;
}

/** Jobs that end together take turns at the comment, and the budget may be empty for a while. */
const IN_TURN: Patience = { patienceMs: 240_000 };

/** A row in the one comment of all measurements of the run; its calls are few, so that nothing is said at the start. */
export function createGroupedAnnouncer(event: RunnerEvent, options: GroupedOptions): Announcer {
  const { subject, key, groupKey, writer, token, lastCall } = options;
  const { pull, run, headSha, runUrl } = event;
  const words = writeWriter(writer)
    .map((word) => ` ${word}`)
    .join('');

  const post = async (
    part: { readonly standing: Standing; readonly row: string; readonly details: string },
    mayCreate: boolean,
    patience: Patience,
  ) => {
    if (!pull) return null;
    if (token === '') {
      core.warning('No comment was written on the pull request: the input token is empty.');
      return null;
    }
    try {
      const github = connect({ token, apiUrl: event.apiUrl, signal: lastCall, ...patience });
      const whole: GroupPart = { key, attempt: run.attempt, writer: words, ...part };
      const marker = { key: groupKey, ...run, headSha };
      const posted = await postGroupPart(github, pull, {
        marker,
        part: whole,
        runUrl,
        language: subject.language ?? 'en',
        mayCreate,
        signal: lastCall,
      });
      if (!posted) core.info('No comment was written on the pull request: there is none for this run yet.');
      else if (posted.how === 'superseded') core.info(`A newer run has already reported here: ${posted.url}`);
      else core.info(`Row in the comment ${posted.how}: ${posted.url}`);
      return posted?.url ?? null;
    } catch (error) {
      if (error instanceof SharedComment) throw error;
      if (error instanceof WrittenOver) {
        core.warning(`The row in the comment may be missing: ${error.message}. The summary has everything.`);
        return null;
      }
      core.warning(explainRefusal(error, pull.origin));
      return null;
    }
  };

  return {
    begin: async () => {},
    tell: ({ publication }) => post(partOfResult(publication), true, IN_TURN),
    skip: (why) => post(partWithout('untouched', subject, why), false, IN_TURN),
    async stop(why) {
      await post(partWithout('unmeasured', subject, why), true, IN_PASSING);
    },
  };
}
