import { setTimeout as sleep } from 'node:timers/promises';
import { Unmeasurable } from '../../../engine/unmeasurable.ts';
import { formatSeconds } from '../../../judgement/format.ts';
import type { GitHub } from '../client.ts';
import { type Choice, chooseTarget, type Seen } from './choose-target.ts';
import { describeSeen, quote } from './describe-seen.ts';
import { explainUnread, type Refusal } from './explain-unread.ts';
import { readDeployments } from './read-deployments.ts';
import { readStatuses } from './read-statuses.ts';
import type { Search } from './search.ts';

type Found = Extract<Choice, { kind: 'found' }>;

const TELL_MS = 60_000;
/** A deployment that failed may be followed by one of another host. */
const GRACE_MS = 60_000;

/**
 * Waits until a deployment of the commit, or else a commit status, names an environment that is up.
 * @throws Unmeasurable `no-target` with what was seen and what to set, `cancelled`
 */
export async function awaitTarget(search: Search): Promise<Found> {
  const { sha, wanted, timeoutMs, signal } = search;
  const github = search.connect(timeoutMs);
  const startMs = performance.now();
  // Ten seconds apart where it may take ten minutes: a job has a thousand requests an hour.
  const pauseMs = Math.min(10_000, Math.max(250, timeoutMs / 60));
  let told = { line: '', atMs: 0 };
  let failedMs: number | null = null;
  for (;;) {
    const { seen, refusals } = await look(github, search);
    if (signal.aborted) throw cancelled();
    const choice = chooseTarget(seen, wanted);
    if (choice.kind === 'found') return choice;
    const nowMs = performance.now();
    failedMs = choice.kind === 'failed' ? (failedMs ?? nowMs) : null;
    const isHopeless = refusals.length === 2 && refusals.every(({ forGood }) => forGood);
    const hasFailed = failedMs !== null && nowMs - failedMs >= GRACE_MS;
    const line = [describeSeen(seen, wanted), ...refusals.map(({ words }) => words)].join('; ');
    if (isHopeless || hasFailed || nowMs - startMs + pauseMs > timeoutMs) {
      throw notFound(search, isHopeless ? 0 : nowMs - startMs, line);
    }
    if (line !== told.line || nowMs - told.atMs >= TELL_MS) {
      search.tell(`Waiting for ${wantedOf(search)} of the commit ${sha.slice(0, 12)}. There are ${line}.`);
      told = { line, atMs: nowMs };
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) throw cancelled();
  }
}

/** What can't be read is empty, and why is told beside it. */
async function look(
  github: GitHub,
  { repository, sha }: Search,
): Promise<{ seen: Seen; refusals: Refusal[] }> {
  const refusals: Refusal[] = [];
  const read = async <T>(what: string, permission: string, act: () => Promise<readonly T[]>) => {
    try {
      return await act();
    } catch (error) {
      refusals.push(explainUnread(error, what, permission));
      return [];
    }
  };
  const deployments = await read('deployments', 'deployments: read', () =>
    readDeployments(github, repository, { sha }),
  );
  const statuses = await read('commit statuses', 'statuses: read', () =>
    readStatuses(github, repository, sha),
  );
  return { seen: { deployments, statuses }, refusals };
}

function wantedOf({ wanted: { environment } }: Search): string {
  return environment === null ? 'a preview' : `the environment ${quote(environment)}`;
}

function notFound(search: Search, waitedMs: number, line: string): Unmeasurable {
  const waited = waitedMs < 1000 ? '' : ` in ${formatSeconds(Math.round(waitedMs / 1000))} of waiting`;
  return new Unmeasurable(
    'no-target',
    `${wantedOf(search)} of the commit ${search.sha.slice(0, 12)} was not found${waited}. There are ${line}`,
  );
}

function cancelled(): Unmeasurable {
  return new Unmeasurable('cancelled', 'cancelled while waiting for the environment to be deployed');
}
