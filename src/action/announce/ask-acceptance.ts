import * as core from '@actions/core';
import { ACCEPT_LABEL, type Acceptance, type NotAccepted } from '../../judgement/acceptance.ts';
import type { RunnerEvent } from '../event/read-event.ts';
import { connect } from '../github/client.ts';
import type { PullRequest } from '../github/comments.ts';
import { explainUnreadLabel, findAcceptance } from '../github/find-acceptance.ts';

interface AcceptanceOptions {
  /** Key of the comment that tells since when the commit is known. */
  readonly key: string;
  readonly token: string;
  readonly signal: AbortSignal;
}

/**
 * Whether a regression of this commit may be accepted by a label: on pull requests of the repository itself, and on the
 * one that the merge queue added with this group. Whether that one is a fork's is asked when it matters.
 */
export function takesAcceptance({ pull, group }: RunnerEvent): boolean {
  return pull === null ? group?.number != null : pull.origin !== 'fork';
}

/** Who accepted a regression of this commit, or why it doesn't count. What can't be read is not accepted. */
export async function askAcceptance(
  event: RunnerEvent,
  { key, token, signal }: AcceptanceOptions,
): Promise<Acceptance | NotAccepted | null> {
  const { apiUrl, headSha, labelled, group } = event;
  const pull = event.pull ?? queuedPull(event);
  if (!pull || !takesAcceptance(event) || token === '') return null;
  let found: Acceptance | NotAccepted | null;
  try {
    const github = connect({ token, apiUrl, signal, patienceMs: 20_000 });
    const isQueued = event.pull === null && group !== null;
    found = await findAcceptance(github, pull, { headSha, labelled, key, isQueued });
  } catch (error) {
    const why = explainUnreadLabel(error);
    core.warning(why);
    // Where nobody is known to have set the label, the report has nothing to say about it.
    return labelled?.name === ACCEPT_LABEL ? { why } : null;
  }
  if (found && 'why' in found) core.warning(found.why);
  return found;
}

function queuedPull({ group, repository }: RunnerEvent): PullRequest | null {
  return group?.number == null || repository === null ? null : { ...repository, number: group.number };
}
