/** What tells of a deployment names no pull request; the one whose head was deployed is followed all the same. */
import * as core from '@actions/core';
import type { Inputs } from '../../config/inputs.ts';
import type { Policy } from '../../config/policy.ts';
import { redactor } from '../../config/secrets/redact.ts';
import { Unmeasurable } from '../../engine/unmeasurable.ts';
import { clean } from '../../report/escape.ts';
import { connect } from '../github/client.ts';
import { explainUnread } from '../github/explain-unread.ts';
import { findPullOfCommit, type PullOfCommit } from '../github/pull-of-commit.ts';
import { isBug } from '../github/retry.ts';
import type { Wanted } from '../github/target/choose-target.ts';
import { chooseFromEvent } from '../github/target/deployment-event.ts';
import type { RunnerEvent } from './read-event.ts';

interface Following {
  readonly inputs: Inputs;
  /** Nights and releases are for no pull request, and no label of one may accept for them. */
  readonly policy: Policy;
  readonly wanted: Wanted;
  /** Values to keep out of what is told. */
  readonly secrets: readonly string[];
  readonly signal: AbortSignal;
  tell(line: string): void;
}

interface FollowedRun {
  /** With the pull request, where there is one for certain. */
  readonly event: RunnerEvent;
  /**
   * Why a run that might have been for a pull request says nothing there, a sentence; null where nobody expects it to.
   */
  readonly unfollowed: string | null;
}

/** A client repeats nothing later than this: the load waits for it. */
const LOOK_MS = 30_000;

/**
 * Adds the pull request to a run that a deployment's status started. Never throws, and never keeps the run from being
 * judged: where no pull request can be told for certain, that is logged.
 */
export async function followDeployment(event: RunnerEvent, following: Following): Promise<FollowedRun> {
  const { inputs, policy, secrets, signal } = following;
  const isFor = event.deployment !== null && event.pull === null && policy === 'pull-request';
  if (!isFor || inputs.comment === 'never') return { event, unfollowed: null };
  const tell = (log: (line: string) => void, why: string): FollowedRun => {
    const sentence = `No comment is written on a pull request, and no label accepts a regression: ${why}.`;
    const unfollowed = clean(redactor([inputs.token, ...secrets])(sentence));
    if (!signal.aborted) log(unfollowed);
    return { event, unfollowed };
  };
  try {
    const found = await find(event, following);
    return 'pull' in found
      ? { event: { ...event, pull: found.pull }, unfollowed: null }
      : tell(following.tell, found.why);
  } catch (error) {
    if (isBug(error)) return tell(core.warning, `this is a bug in Tailgate (${String(error)})`);
    const { words } = explainUnread(error, 'the pull request of the deployed commit', 'pull-requests: write');
    return tell(core.warning, words);
  }
}

async function find(event: RunnerEvent, { inputs, wanted, signal }: Following): Promise<PullOfCommit> {
  const { repository, deployment, headSha, apiUrl } = event;
  if (inputs.token === '') return { why: 'the input token is empty' };
  if (repository === null || deployment === null || deployment.sha !== headSha)
    return { why: 'the event does not name the commit that was deployed' };
  // Each status of each deployment starts a run. Those that measure nothing must not take the place of the one that
  // does.
  const refusal = inputs['target-url'] === '' ? whyUnwanted(() => chooseFromEvent(deployment, wanted)) : null;
  if (refusal !== null) return { why: refusal };
  return findPullOfCommit(
    connect({ token: inputs.token, apiUrl, signal, patienceMs: LOOK_MS }),
    repository,
    headSha,
  );
}

function whyUnwanted(choose: () => unknown): string | null {
  try {
    choose();
    return null;
  } catch (error) {
    if (error instanceof Unmeasurable) return error.message;
    throw error;
  }
}
