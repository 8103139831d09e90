/** Whatever GitHub does to what a night writes: the verdict is the same, and nothing is lost in silence. */
import { type LocalGitHub, startGitHub } from '../../github/server.ts';
import { inflict, PATIENCE_MS } from './faults.ts';
import { BRANCH, casesWithGit, expectRecordedOrTold, takeFirstNight, takeNight } from './night-step.ts';
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

test.each(casesWithGit(['git/create-ref']))(
  'the first night, $operation: $what',
  async ({ operation, trouble }) => {
    inflict(github, operation, trouble);
    await expectRecordedOrTold(github, await takeNight(github, trouble), { calm, trouble });
  },
  PATIENCE_MS,
);

test.each(casesWithGit(['git/get-ref', 'git/get-commit', 'repos/get-content', 'git/create-commit']))(
  'a later night, $operation: $what',
  async ({ operation, trouble }) => {
    await github.git.commit(BRANCH, { 'README.md': 'records' });
    inflict(github, operation, trouble);
    await expectRecordedOrTold(github, await takeNight(github, trouble), { calm, trouble });
  },
  PATIENCE_MS,
);
