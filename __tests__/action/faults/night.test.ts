/** Whatever GitHub does to what a night writes: the verdict is the same, and nothing is lost in silence. */
import { type LocalGitHub, startGitHub } from '../../github/server.ts';
import { inflict, PATIENCE_MS, testFaultsOf } from './faults.ts';
import { BRANCH, expectRecordedOrTold, takeFirstNight, takeNight } from './night-step.ts';
import type { Told } from './step.ts';

let github: LocalGitHub;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

/** The first night, without a fault. */
let calm: Told;
beforeAll(async () => {
  calm = (await takeFirstNight()).told;
}, PATIENCE_MS);

testFaultsOf(['git/create-ref'])(
  'the first night, $operation: $what',
  async ({ operation, trouble }) => {
    inflict(github, operation, trouble);
    await expectRecordedOrTold(github, await takeNight(github), { calm, trouble });
  },
  PATIENCE_MS,
);

testFaultsOf(['git/get-ref', 'git/get-commit', 'repos/get-content', 'git/create-commit'])(
  'a later night, $operation: $what',
  async ({ operation, trouble }) => {
    await github.git.commit(BRANCH, { 'README.md': 'records' });
    inflict(github, operation, trouble);
    await expectRecordedOrTold(github, await takeNight(github), { calm, trouble });
  },
  PATIENCE_MS,
);
