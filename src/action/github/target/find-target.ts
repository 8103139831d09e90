import { Unmeasurable } from '../../../engine/unmeasurable.ts';
import { awaitTarget } from './await-target.ts';
import { checkReplaced } from './check-replaced.ts';
import type { Candidate } from './choose-target.ts';
import { chooseFromEvent } from './deployment-event.ts';
import { quote } from './describe-seen.ts';
import { hasPath, originOfFound } from './found-url.ts';
import type { Search } from './search.ts';

export interface FoundTarget {
  readonly origin: string;
  /** Sentences for the report, such as that there were others. */
  readonly notices: readonly string[];
  /** Whether the environment still is what was found; throws Unmeasurable `wrong-commit`. */
  confirm(): Promise<void>;
}

/**
 * Finds the environment of a commit: the event's own deployment, else its deployments, else its commit statuses.
 * @throws Unmeasurable `no-target` with what was seen, `refused-target`, `wrong-commit`, `cancelled`
 */
export async function findTarget(search: Search): Promise<FoundTarget> {
  const { deployment, wanted, allowedHosts, tell } = search;
  const { candidate, others, pending } =
    deployment === null
      ? await awaitTarget(search)
      : { candidate: chooseFromEvent(deployment, wanted), others: [], pending: [] };
  const what = nameOf(candidate);
  const origin = originOfFound(candidate.url, what, allowedHosts);
  await check(search, candidate, 'before it was measured');
  tell(`Found the target ${origin} by ${what}.`);
  return {
    origin,
    notices: noticesOf(candidate, what, others, pending),
    confirm: () => check(search, candidate, 'while it was measured'),
  };
}

/** GitHub's clients repeat nothing later than this. */
const CHECK_MS = 30_000;

async function check(search: Search, candidate: Candidate, when: string): Promise<void> {
  const { repository, sha, signal, tell } = search;
  try {
    await checkReplaced(search.connect(CHECK_MS), repository, candidate, { sha, when });
  } catch (error) {
    if (error instanceof Unmeasurable) throw error;
    // That GitHub gave no answer is no fault of the environment's, and changes no verdict.
    const why = error instanceof Error ? error.message : String(error);
    if (!signal.aborted) tell(`Whether ${nameOf(candidate)} was replaced ${when} can't be told: ${why}`);
  }
}

function nameOf(candidate: Candidate): string {
  return candidate.kind === 'deployment'
    ? `the deployment of ${quote(candidate.deployment.environment)}`
    : `the commit status ${quote(candidate.status.context)}`;
}

function noticesOf(
  { url }: Candidate,
  what: string,
  others: readonly string[],
  pending: readonly string[],
): readonly string[] {
  const notices: string[] = [];
  if (hasPath(url)) {
    notices.push(`The URL of ${what} has a path, which is not put before the requests’ paths.`);
  }
  if (others.length > 0) {
    notices.push(
      `The target is ${what}; there were also ${list(others)}. The input environment picks one of several.`,
    );
  }
  if (pending.length > 0) {
    notices.push(
      `The target is ${what}; when the time to find one was over, ${list(pending)} was still on its way. The input environment picks one of several.`,
    );
  }
  return notices;
}

function list(names: readonly string[]): string {
  return names.slice(0, 5).map(quote).join(', ');
}
