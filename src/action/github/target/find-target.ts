import { type Location, urlOf } from '../../../config/target/location.ts';
import { Unmeasurable } from '../../../engine/unmeasurable.ts';
import { explainUnread } from '../explain-unread.ts';
import { awaitTarget } from './await-target.ts';
import { checkReplaced } from './check-replaced.ts';
import type { Candidate, Choice } from './choose-target.ts';
import { chooseFromEvent } from './deployment-event.ts';
import { listSome, quote } from './describe-seen.ts';
import { locateFound } from './found-url.ts';
import type { Search } from './search.ts';

type Found = Extract<Choice, { kind: 'found' }>;

export interface FoundTarget extends Location {
  /** What named its URL: `the deployment of “Preview”`. */
  readonly by: string;
  /** Commit that it serves by what GitHub knows: that under test, or GitHub's merge of it. */
  readonly sha: string;
  /** Sentences for the report, such as that there were others. */
  readonly notices: readonly string[];
  /**
   * Whether the environment still is what was found. Throws Unmeasurable `wrong-commit`; where GitHub doesn't tell, a
   * sentence that says so.
   */
  confirm(): Promise<readonly string[]>;
}

/**
 * Finds the environment of a commit: the event's own deployment, else its deployments, else its commit statuses, else
 * its check runs.
 * @throws Unmeasurable `no-target` with what was seen, `refused-target`, `wrong-commit`, `cancelled`
 */
export async function findTarget(search: Search): Promise<FoundTarget> {
  const { deployment, wanted, allowedHosts, tell } = search;
  const choice =
    deployment === null
      ? await awaitTarget(search)
      : { candidate: chooseFromEvent(deployment, wanted), others: [], elsewhere: [], pending: [] };
  const { candidate } = choice;
  const what = nameOf(candidate);
  const location = locateFound(candidate.url, what, allowedHosts);
  await checkBefore(search, candidate);
  tell(`Found the target ${urlOf(location)} by ${what}.`);
  return {
    ...location,
    by: what,
    sha: shaOf(candidate, search),
    notices: [...noticesOf(location, what, choice), ...noticeOfMerge(candidate, search)],
    confirm: () => checkAfter(search, candidate),
  };
}

/** GitHub's clients repeat nothing later than this. After the load there is no later look. */
const BEFORE_MS = 30_000;
const AFTER_MS = 90_000;

/** Silence changes nothing yet: what was replaced before the load is still seen to be after it. */
async function checkBefore(search: Search, candidate: Candidate): Promise<void> {
  const when = 'before it was measured';
  const unread = await check(search, candidate, when, BEFORE_MS);
  if (unread !== null)
    search.tell(`Whether ${nameOf(candidate)} was replaced ${when} is unknown: ${unread}.`);
}

/**
 * That GitHub gives no response is no fault of the environment's, and changes no verdict; but whoever reads it has to
 * know.
 */
async function checkAfter(search: Search, candidate: Candidate): Promise<readonly string[]> {
  const when = 'while it was measured';
  const unread = await check(search, candidate, when, AFTER_MS);
  if (unread === null) return [];
  return [`Whether ${nameOf(candidate)} was replaced ${when} is unknown: ${unread}.`];
}

/** Null where nothing else is served at the URL; why that can't be told where GitHub doesn't say. */
async function check(
  search: Search,
  candidate: Candidate,
  when: string,
  patienceMs: number,
): Promise<string | null> {
  const { repository, sha, signal } = search;
  try {
    return await checkReplaced(search.connect(patienceMs), repository, candidate, { sha, when });
  } catch (error) {
    if (error instanceof Unmeasurable) throw error;
    // A run that is being cancelled says so by itself.
    if (signal.aborted) return null;
    const { what, permission } = SOURCES[candidate.kind];
    return explainUnread(error, what, permission).words;
  }
}

const SOURCES: Readonly<Record<Candidate['kind'], { readonly what: string; readonly permission: string }>> = {
  deployment: { what: 'deployments', permission: 'deployments: read' },
  status: { what: 'commit statuses', permission: 'statuses: read' },
  check: { what: 'check runs', permission: 'checks: read' },
};

function nameOf(candidate: Candidate): string {
  if (candidate.kind === 'deployment') return `the deployment of ${quote(candidate.deployment.environment)}`;
  return candidate.kind === 'status'
    ? `the commit status ${quote(candidate.status.context)}`
    : `the check run ${quote(candidate.check.name)}`;
}

function shaOf(candidate: Candidate, { sha }: Search): string {
  return candidate.kind === 'deployment' ? candidate.deployment.sha : sha;
}

function noticeOfMerge(candidate: Candidate, search: Search): readonly string[] {
  const sha = shaOf(candidate, search);
  if (sha === search.sha) return [];
  return [
    `What was deployed is GitHub’s merge of the pull request, ${sha.slice(0, 12)}, as its workflows check it out: the head plus what has been added to the base branch since.`,
  ];
}

function noticesOf(
  { basePath }: Location,
  what: string,
  { others, elsewhere, pending }: Omit<Found, 'kind' | 'candidate'>,
): readonly string[] {
  const notices: string[] = [];
  if (basePath !== undefined) {
    notices.push(
      `The URL of ${what} has the path ${basePath}, which is prepended to the paths of all requests.`,
    );
  }
  if (others.length > 0) {
    notices.push(
      `The target is ${what}; there were also ${listSome(others.map(quote))}. The input environment selects one of several.`,
    );
  }
  if (elsewhere.length > 0) {
    notices.push(
      `The target is the newest of several deployments of one environment, ${what}; for the same commit there were also ${listSome(elsewhere)}. Give each service its own environment, or set the input target-url.`,
    );
  }
  if (pending.length > 0) {
    notices.push(
      `The target is ${what}; when the time to find one was up, ${listSome(pending.map(quote))} was still in progress. The input environment selects one of several.`,
    );
  }
  return notices;
}
