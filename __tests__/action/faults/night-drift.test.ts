/** Whatever GitHub does to what a night with a drift reads: the verdict is the same, and nothing is lost in silence. */
import type { HistoryRecord } from '../../../src/evidence/history/record.ts';
import { type LocalGitHub, startGitHub } from '../../github/server.ts';
import { inflict, PATIENCE_MS, testFaultsOf } from './faults.ts';
import {
  countRecorded,
  DRIFTED,
  expectRecordedOrTold,
  issuesOf,
  nightsLike,
  plantNights,
  takeFirstNight,
  takeNight,
} from './night-step.ts';
import type { Told } from './step.ts';

let github: LocalGitHub;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

/** A night without a fault. */
let calm: Told;
let drifted: HistoryRecord[];
beforeAll(async () => {
  const { told, record } = await takeFirstNight();
  calm = told;
  drifted = nightsLike(record, DRIFTED);
}, PATIENCE_MS);

const READ = ['git/get-tree', 'git/get-blob', 'issues/list-for-repo'] as const;

testFaultsOf([...READ, 'repos/compare-commits-with-basehead'])(
  '$operation: $what',
  async ({ operation, trouble }) => {
    await plantNights(github, drifted);
    // Then the records are read one by one.
    if (operation === 'git/get-blob') github.failAlways('graphql', { status: 403 });
    inflict(github, operation, trouble);
    const told = await takeNight(github);
    await expectRecordedOrTold(github, told, { calm, trouble });
    expect(issuesOf(github).length).toBeLessThanOrEqual(1);
    if (issuesOf(github).length === 1) return;
    // A branch that can't be listed is not written to; there is no drift to look for then.
    if (operation === 'git/get-tree' && (await countRecorded(github)) === 0) return;
    expect(trouble.how).toBe('always');
    expect(told.log).toMatch(/::warning::The drift issue could not be updated: .{10}/);
  },
  PATIENCE_MS,
);
