/** What is found after the load, or before it, that decides whether its figures count; the load is always the same. */
import { Unmeasurable } from '../../src/engine/unmeasurable.ts';
import { ACCEPT_LABEL } from '../../src/judgement/acceptance.ts';
import { labeledEvent, pullRequestEvent } from '../github/events.ts';
import { type LocalGitHub, startGitHub } from '../github/server.ts';
import { testPart } from '../part.ts';
import { type Asked, type Told, takeStep } from './faults/step.ts';

const PASSES = `name: smoke
load: { connections: 8, duration: 10s }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { p99: { max: 1 s } }
`;
const FAILS = PASSES.replace('1 s', '1 ms');
const SILENCE = 'https://a.example.com no longer says which commit it serves: /version was answered 502';

let github: LocalGitHub;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

const step = (config: string, more: Partial<Asked> = {}): Promise<Told> =>
  takeStep({ github, event: pullRequestEvent(github, 7), config, ...more });
const refuse = (code: 'unknown-commit' | 'wrong-commit') => () =>
  Promise.reject(new Unmeasurable(code, SILENCE));

describe('the commit after the load', () => {
  test('silence does not turn a fail into anything milder', async () => {
    const told = await step(FAILS, { confirm: refuse('unknown-commit') });
    expect([told.exitCode, told.outputs.verdict]).toEqual([1, 'fail']);
    expect(told.summary).toContain('no longer says which commit it serves');
  });

  test.each([
    ['another commit', FAILS, 'wrong-commit'],
    ['silence after what would have passed', PASSES, 'unknown-commit'],
  ] as const)('%s: invalid', async (_, config, code) => {
    const told = await step(config, { confirm: refuse(code) });
    expect([told.exitCode, told.outputs.verdict]).toEqual([4, 'invalid']);
    expect(told.outputs.reason).toBe(SILENCE);
  });
});

describe('the label that accepts, where a limit was missed', () => {
  test('nobody is asked, so that no word about it is in the way', async () => {
    github.addLabel(ACCEPT_LABEL, 'alice');
    github.failAlways('pulls/get', { status: 403, message: 'Resource not accessible by integration' });
    const told = await step(FAILS);
    expect(told.outputs.verdict).toBe('fail');
    for (const text of [told.log, told.summary]) expect(text).not.toContain(ACCEPT_LABEL);
  });

  test('who has just set it is told why it does not help', async () => {
    github.addLabel(ACCEPT_LABEL, 'alice');
    const told = await step(FAILS, { event: labeledEvent(github, 7, ACCEPT_LABEL, 'alice') });
    expect(told.outputs.verdict).toBe('fail');
    expect(told.summary).toContain('which only accepts regressions: here P99 missed the limit');
  });
});

describe('a crash', () => {
  test('has the last word: no verdict is written or told after it', async () => {
    let crashed: (error: Error) => void = () => {};
    const crash = new Promise<never>((_, reject) => {
      crashed = reject;
    });
    const confirm = async () => {
      // The last word takes its time, and the rest of the run would overtake it.
      github.fail('issues/list-comments', { delayMs: 1500 });
      crashed(new Error('boom'));
    };
    const told = await step(PASSES, { confirm, crash });
    expect([told.exitCode, told.outputs.verdict, told.summary]).toEqual([70, undefined, '']);
    expect(github.comments.map(({ body }) => body.includes('## ⚪ Not measured'))).toEqual([true]);
  });
});

describe('mistakes are told before the target is waited for', () => {
  const unknown = { 'target-url': '', 'target-timeout': '5m' };

  testPart<[string, string, Record<string, string>, RegExp]>([
    [
      'the branch of the history',
      PASSES,
      { ...unknown, 'history-branch': 'main' },
      /history-branch: main is/,
    ],
    ['a baseline that is not there', `${PASSES}baseline: docs/none.md\n`, unknown, /docs\/none\.md/],
  ])('%s', async (_, config, inputs, words) => {
    const told = await step(config, { inputs });
    expect(told.exitCode).toBe(2);
    expect(told.log).toMatch(words);
    expect(github.asked).not.toContain('repos/list-deployments');
  });
});
