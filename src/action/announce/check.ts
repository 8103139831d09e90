import * as core from '@actions/core';
import { clean, truncate } from '../../report/escape.ts';
import {
  type CheckOutput,
  renderCheck,
  renderRunningCheck,
  renderStoppedCheck,
  renderUntouchedCheck,
} from '../../report/markdown/check-output.ts';
import type { Subject } from '../../report/markdown/placeholder.ts';
import { wasCancelled } from '../cancel.ts';
import type { RunnerEvent } from '../event/read-event.ts';
import {
  type CheckConclusion,
  type CheckRun,
  completeCheckRun,
  createCheckRun,
} from '../github/check-run.ts';
import { connect, IN_PASSING, type Patience } from '../github/client.ts';
import { explainRefusal } from '../github/explain-refusal.ts';
import { keyOf } from '../github/marker.ts';
import type { RunWriter } from '../github/writer.ts';
import type { Announcer, RunEnd } from './announcement.ts';

interface CheckOptions {
  readonly subject: Subject;
  readonly key: string;
  readonly writer: RunWriter;
  readonly token: string;
  /** Aborted where the run is cancelled. */
  readonly cancelled: AbortSignal;
  /** For the beginning, and for the last word, as Cancelling has them. */
  readonly firstCall: AbortSignal;
  readonly lastCall: AbortSignal;
}

/** A check run on the tested commit, from `in_progress` to its conclusion. */
export function createCheckAnnouncer(event: RunnerEvent, options: CheckOptions): Announcer {
  const { subject, token, firstCall, lastCall } = options;
  const { repository, headSha, run } = event;
  const access = { token, apiUrl: event.apiUrl };
  let id: number | null = null;
  const { job, step, id: jobId } = options.writer;
  const part = job || step || jobId ? keyOf([job, step, jobId]) : '';
  const describe = (headSha: string, conclusion: CheckConclusion | null, render: CheckRun['render']) => ({
    name: nameCheck(subject, options.key),
    headSha,
    externalId: [options.key, run.runId, run.attempt, part].filter(Boolean).join('-'),
    detailsUrl: event.runUrl,
    conclusion,
    render,
  });

  const complete = async (
    conclusion: CheckConclusion,
    render: (limit: number) => CheckOutput,
    patience: Patience = {},
  ): Promise<null> => {
    if (!repository || !headSha || token === '') {
      const missing = token === '' ? 'the input token is empty' : 'the tested commit is not known';
      core.warning(`${REFUSED.start}: ${missing}.`);
      return null;
    }
    try {
      const github = connect({ ...access, ...patience, signal: lastCall });
      await completeCheckRun(github, repository, describe(headSha, conclusion, render), id);
      core.info(`Check run completed: ${conclusion}`);
    } catch (error) {
      core.warning(explainRefusal(error, event.pull?.origin ?? 'same-repository', REFUSED));
    }
    return null;
  };

  return {
    async begin() {
      if (!repository || !headSha || token === '') return;
      const github = connect({ ...access, ...IN_PASSING, signal: firstCall });
      const running = () => renderRunningCheck(subject);
      id = await createCheckRun(github, repository, describe(headSha, null, running));
    },
    tell: (outcome) => complete(concludeCheck(outcome), (limit) => renderCheck(outcome.publication, limit)),
    skip: (why) => complete('success', () => renderUntouchedCheck(subject, why)),
    async stop(why) {
      const conclusion = wasCancelled(options.cancelled) ? 'cancelled' : 'failure';
      await complete(conclusion, () => renderStoppedCheck(subject, why), IN_PASSING);
    },
  };
}

const LONGEST_NAME = 100;

/** Branch protection knows a check by its name, so that no two measurements may have the same. */
function nameCheck({ name, label }: Subject, key: string): string {
  const whole = clean(`Tailgate: ${[name, label].filter(Boolean).join(' · ')}`);
  if (whole.length <= LONGEST_NAME) return whole;
  return `${truncate(whole, LONGEST_NAME - 9)} ${key.slice(0, 8)}`;
}

const REFUSED = {
  start: 'No check run was completed',
  unsure: 'The check run may not have been completed',
  permission: 'checks: write',
};

/** As the step ends; what it lets through undecided is neutral. */
function concludeCheck({ publication, conclusion, cancelled }: RunEnd): CheckConclusion {
  if (cancelled) return 'cancelled';
  if (conclusion.exitCode !== 0) return 'failure';
  return publication.result.verdict === 'pass' ? 'success' : 'neutral';
}
