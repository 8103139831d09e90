/**
 * Whatever GitHub does while a fork's result is fetched: it is published whole and once, or not at all, and exits 0.
 */
import { PUBLISHES } from '../../github/addresses.ts';
import { keepingDeadlines } from '../../github/deadlines.ts';
import type { Operation } from '../../github/operations.ts';
import type { Stage } from '../fork/publishing.ts';
import { inflict, PATIENCE_MS, testFaultsOf } from './faults.ts';
import './step.ts';

// After step.ts, so that it waits as little.
const { FORK_PULL, setStage } = await import('../fork/publishing.ts');

const OPERATIONS: readonly Operation[] = [
  'pulls/list',
  'actions/list-workflow-run-artifacts',
  // Behind an artifact without a digest nothing more is asked for.
  ...(PUBLISHES
    ? (['actions/download-artifact', 'issues/list-comments', 'issues/create-comment'] as const)
    : []),
];

let stage: Stage;
beforeEach(async () => {
  stage = await setStage();
  stage.addRun();
  stage.addArtifact();
});
afterEach(() => stage.close());

const own = () => stage.github.comments.filter(({ issue }) => issue === FORK_PULL);

testFaultsOf(OPERATIONS)(
  '$operation: $what',
  async ({ operation, trouble }) => {
    inflict(stage.github, operation, trouble);
    const told = await keepingDeadlines(() => stage.publish());
    expect(told.exitCode).toBe(0);
    expect(own().length).toBeLessThanOrEqual(1);
    expect(stage.github.comments).toEqual(own());
    expect(stage.github.downloads.every(({ authorization }) => authorization === null)).toBe(true);
    if (told.outputs['comment-url']) {
      expect([told.outputs.verdict, own()[0]?.body]).toEqual(['fail', expect.stringContaining('own run')]);
      return;
    }
    if (PUBLISHES) expect(trouble.how).toBe('always');
    expect(told.log).toMatch(
      /::warning.*(Nothing was published|No comment was written|may not have been written).{10}/,
    );
  },
  PATIENCE_MS,
);
