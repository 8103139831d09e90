/**
 * Whatever GitHub does to an issue about drift that is to be refreshed: the verdict is the same, and there is one
 * issue.
 */
import { readDriftMarker } from '../../../src/action/github/history/drift-marker.ts';
import type { HistoryRecord } from '../../../src/evidence/history/record.ts';
import { type LocalGitHub, startGitHub } from '../../github/server.ts';
import { inflict, PATIENCE_MS, testFaultsOf } from './faults.ts';
import { BRANCH, issuesOf, nightsLike, plantNights, takeFirstNight, takeNight } from './night-step.ts';
import type { Told } from './step.ts';

// After step.ts, so that it waits as little.
const { connect } = await import('../../../src/action/github/client.ts');
const { keepDriftIssue } = await import('../../../src/action/github/history/drift-issue.ts');

let github: LocalGitHub;
afterEach(() => github.close());

const told = () => readDriftMarker(issuesOf(github)[0]?.body ?? '')?.known ?? [];

let calm: Told;
let nights: HistoryRecord[];
beforeAll(async () => {
  const first = await takeFirstNight();
  calm = first.told;
  const measuredMs = first.record.whole.latencyMs?.p99 ?? 0;
  // Nine quiet nights, nine slower ones that the issue tells of, and four slower again: the measured one is the fifth.
  const levels = Array.from({ length: 22 }, (_, i) => measuredMs * (i < 9 ? 0.25 : i < 18 ? 0.5 : 1));
  nights = nightsLike(first.record, levels);
}, PATIENCE_MS);

/** The history as it was last night, and the issue as it was after the first drift. */
async function openIssue(): Promise<void> {
  github = await startGitHub();
  await plantNights(github, nights);
  const [owner = '', repo = ''] = github.repository.split('/');
  const access = { token: 'workflow-token', apiUrl: github.apiUrl, signal: new AbortController().signal };
  const { how } = await keepDriftIssue(
    connect(access),
    { owner, repo },
    {
      suite: nights[0]?.suite ?? '',
      name: 'smoke',
      records: nights.slice(0, 18),
      place: `the branch ${BRANCH}`,
      runUrl: null,
    },
  );
  expect(how).toBe('opened');
  expect(told()).toHaveLength(1);
}

test(
  'without a fault, the second drift is added to the issue',
  async () => {
    await openIssue();
    const { log } = await takeNight(github);
    expect(log).toContain('The drift issue was refreshed');
    expect(told()).toHaveLength(2);
  },
  PATIENCE_MS,
);

testFaultsOf(['graphql', 'issues/update', 'issues/create-comment'])(
  '$operation: $what',
  async ({ operation, trouble }) => {
    await openIssue();
    inflict(github, operation, trouble);
    const { log, ...rest } = await takeNight(github);
    expect([rest.exitCode, rest.outputs, rest.summary, rest.result]).toEqual([
      0,
      calm.outputs,
      calm.summary,
      calm.result,
    ]);
    expect(await github.git.list(BRANCH)).toHaveLength(23);
    expect(issuesOf(github)).toHaveLength(1);
    if (told().length === 2) return;
    expect([operation, trouble.how]).toEqual(['issues/update', 'always']);
    expect(log).toMatch(/::warning::The drift issue could not be updated: .{10}/);
  },
  PATIENCE_MS,
);
