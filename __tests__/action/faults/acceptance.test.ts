/** A regression that somebody has accepted passes; where GitHub doesn't let us see that, it fails as it did before. */
import { ACCEPT_LABEL } from '../../../src/judgement/acceptance.ts';
import { labeledEvent } from '../../github/events.ts';
import { type LocalGitHub, startGitHub } from '../../github/server.ts';
import { testInFull } from '../../part.ts';
import { BEFORE } from './baseline-text.ts';
import { inflict, PATIENCE_MS, testFaultsOf } from './faults.ts';
import { type Told, takeStep } from './step.ts';

const CONFIG = `name: smoke
load: { connections: 8, duration: 10s }
scenario: { requests: [ { name: list, get: /items } ] }
baseline: before.txt
gate: { p99: { regression: 10 % } }
`;

let github: LocalGitHub;
beforeEach(async () => {
  github = await startGitHub();
  github.addLabel(ACCEPT_LABEL, 'maintainer');
});
afterEach(() => github.close());

const step = (): Promise<Told> =>
  takeStep({
    github,
    event: labeledEvent(github, 7, ACCEPT_LABEL),
    config: CONFIG,
    files: { 'before.txt': BEFORE },
  });

testInFull(
  'without a fault it is accepted',
  async () => {
    const told = await step();
    expect([told.exitCode, told.outputs.verdict]).toEqual([0, 'pass']);
    expect(told.outputs.reason).toMatch(/accepted/i);
  },
  PATIENCE_MS,
);

testFaultsOf(['pulls/get', 'issues/list-events'])(
  '$operation: $what',
  async ({ operation, trouble }) => {
    inflict(github, operation, trouble);
    const told = await step();
    expect(github.comments).toHaveLength(1);
    if (told.exitCode === 0) {
      expect([told.outputs.verdict, told.outputs.reason]).toEqual([
        'pass',
        expect.stringMatching(/accepted/i),
      ]);
      return;
    }
    expect([trouble.how, told.exitCode, told.outputs.verdict]).toEqual(['always', 1, 'fail']);
    const why = `Whether the label “${ACCEPT_LABEL}” counts for this commit could not be read`;
    for (const text of [told.log, told.summary, github.comments[0]?.body]) expect(text).toContain(why);
  },
  PATIENCE_MS,
);
