import { setTimeout as sleep } from 'node:timers/promises';
import { Unmeasurable } from '../../../engine/unmeasurable.ts';
import { formatSeconds } from '../../../report/words/format.ts';
import { explainUnread, type Refusal } from '../explain-unread.ts';
import { type Choice, chooseTarget, type SeenOfCommit, type Wanted } from './choose-target.ts';
import { describeCommit, HAND_ON, quote } from './describe-seen.ts';
import { pauseBetweenPolls } from './pause.ts';
import { readChecks } from './read-checks.ts';
import { readStatuses } from './read-statuses.ts';
import type { Search } from './search.ts';
import { watchDeployments } from './watch-deployments.ts';

type Found = Extract<Choice, { kind: 'found' }>;

const WAY_OUT = `If the host reports nothing else to GitHub, ${HAND_ON}`;
const TELL_MS = 60_000;
/** A deployment that failed may be followed by one of another host. */
const GRACE_MS = 60_000;

/**
 * Waits until a deployment of the commit, or else a commit status or a check run, names an environment that is up, and
 * until no other one is under way: which of several is measured must not depend on which is deployed first. At the end
 * of the time what is up is taken.
 * @throws Unmeasurable `no-target` with what was seen and what to set, `cancelled`
 */
export async function awaitTarget(search: Search): Promise<Found> {
  const { repository, sha, mergeSha = null, wanted, timeoutMs, signal } = search;
  const github = search.connect(timeoutMs);
  let asked = 0;
  github.hook.before('request', () => {
    asked += 1;
  });
  const shas = mergeSha === null || mergeSha === sha ? [sha] : [sha, mergeSha];
  const reading: Reading = {
    deployments: watchDeployments(github, repository, shas, wanted),
    statuses: () => readStatuses(github, repository, sha),
    checks: () => readChecks(github, repository, sha),
  };
  const startMs = performance.now();
  let told = { line: '', atMs: 0 };
  let failedMs: number | null = null;
  for (;;) {
    asked = 0;
    const { seen, choice, unread, refusals, unreadChecks } = await look(reading, wanted, sha);
    if (signal.aborted) throw cancelled();
    const nowMs = performance.now();
    const pauseMs = pauseBetweenPolls(timeoutMs, asked);
    const isLast = nowMs - startMs + pauseMs > timeoutMs;
    if (choice.kind === 'found' && (isLast || choice.pending.length === 0)) return choice;
    failedMs = choice.kind === 'failed' ? (failedMs ?? nowMs) : null;
    const endsAt = Date.now() + timeoutMs - (nowMs - startMs);
    // An empty budget that is filled too late is no reason to keep a runner waiting.
    const isHopeless =
      refusals.length === 2 &&
      refusals.every(({ forGood, filledAt }) => forGood || (filledAt && filledAt.getTime() > endsAt));
    const hasFailed = failedMs !== null && nowMs - failedMs >= GRACE_MS;
    const line = tellSeen(describeCommit(seen, wanted, unread), refusals);
    if (isHopeless || hasFailed || isLast) {
      const said = unreadChecks === null ? line : `${line}; ${unreadChecks.words}`;
      throw notFound(search, isHopeless ? 0 : nowMs - startMs, `${said}. ${WAY_OUT}`);
    }
    if (line !== told.line || nowMs - told.atMs >= TELL_MS) {
      const hint = choice.kind === 'found' ? ' The input environment selects one of several.' : '';
      search.tell(`Waiting for ${wantedOf(search)} of the commit ${sha.slice(0, 12)}. ${line}.${hint}`);
      told = { line, atMs: nowMs };
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) throw cancelled();
  }
}

/** Where is looked. */
interface Reading {
  readonly deployments: ReturnType<typeof watchDeployments>;
  readonly statuses: () => Promise<SeenOfCommit['statuses']>;
  readonly checks: () => ReturnType<typeof readChecks>;
}

interface Looked {
  readonly seen: SeenOfCommit;
  readonly choice: Choice;
  readonly unread: (keyof SeenOfCommit)[];
  readonly refusals: Refusal[];
  /** Few hosts tell a preview by a check run alone: that they can't be read matters only where nothing is found. */
  readonly unreadChecks: Refusal | null;
}

/** What can't be read is empty, and why is told beside it. */
async function look(reading: Reading, wanted: Wanted, sha: string): Promise<Looked> {
  const refusals: Refusal[] = [];
  const unread: (keyof SeenOfCommit)[] = [];
  const read = async <T>(
    kind: keyof SeenOfCommit,
    what: string,
    permission: string,
    act: () => Promise<T>,
  ) => {
    try {
      return await act();
    } catch (error) {
      unread.push(kind);
      refusals.push(explainUnread(error, what, permission));
      return null;
    }
  };
  const looked = await read('deployments', 'deployments', 'deployments: read', reading.deployments);
  const statuses = (await read('statuses', 'commit statuses', 'statuses: read', reading.statuses)) ?? [];
  const deployments = looked?.newest ?? [];
  const seen = { deployments, older: looked?.older ?? [], statuses };
  const choice = chooseTarget(seen, wanted, sha);
  if (choice.kind === 'found') return { seen, choice, unread, refusals, unreadChecks: null };
  try {
    const checks = await reading.checks();
    return {
      seen,
      choice: chooseTarget({ ...seen, checks }, wanted, sha),
      unread,
      refusals,
      unreadChecks: null,
    };
  } catch (error) {
    return {
      seen,
      choice,
      unread,
      refusals,
      unreadChecks: explainUnread(error, 'check runs', 'checks: read'),
    };
  }
}

/** A sentence without a full stop. */
function tellSeen(seen: string, refusals: readonly Refusal[]): string {
  const unread = refusals.map(({ words }) => words).join('; ');
  if (seen === '') return unread.charAt(0).toUpperCase() + unread.slice(1);
  return `There are ${seen}${unread && `; ${unread}`}`;
}

function wantedOf({ wanted: { environment } }: Search): string {
  return environment === null ? 'a preview' : `the environment ${quote(environment)}`;
}

function notFound(search: Search, waitedMs: number, line: string): Unmeasurable {
  const waited = waitedMs < 1000 ? '' : ` in ${formatSeconds(Math.round(waitedMs / 1000))} of waiting`;
  return new Unmeasurable(
    'no-target',
    `${wantedOf(search)} of the commit ${search.sha.slice(0, 12)} was not found${waited}. ${line}`,
  );
}

function cancelled(): Unmeasurable {
  return new Unmeasurable('cancelled', 'cancelled while waiting for the environment to be deployed');
}
