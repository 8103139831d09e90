/** What a release, and a pull request, make of the history; the load is replaced by figures that never change. */

import type { HistoryRecord } from '../../src/evidence/history/record.ts';
import { pathOfRecord, readRecordText, writeRecordText } from '../../src/evidence/history/record-text.ts';
import { suiteOf } from '../../src/store/history/suite.ts';
import { type Told, takeStep } from '../action/faults/step.ts';
import { quantilesOf } from '../evidence/quantiles.ts';
import { pullRequestEvent, type RunnerEventFiles, releaseEvent, scheduleEvent } from '../github/events.ts';
import { type LocalGitHub, startGitHub } from '../github/server.ts';
import { idOf } from '../measurement-id.ts';
import { testInFull, testPart } from '../part.ts';
import { commitOf, nightOf, waver } from './make-nights.ts';

const BRANCH = 'tailgate-history';
/** P99 of every run here, in ms; and twice as fast. */
const [USUAL, FAST] = [10, 5];
const PATIENCE_MS = 30_000;
const config = (gate: string, more = '') => `name: releases
load: { connections: 8, duration: 10s }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { ${gate} }
${more}`;
const REGRESSION = config('p99: { max: 1 s, regression: 20 % }');

let github: LocalGitHub;
/** What a night leaves, for the conditions. */
let night: HistoryRecord;
beforeAll(async () => {
  github = await startGitHub();
  await step(REGRESSION, scheduleEvent(github));
  const [path = ''] = await github.git.list(BRANCH);
  const read = readRecordText(path, await github.git.read(BRANCH, path));
  if (!('record' in read)) throw new Error(read.why);
  night = read.record;
  await github.close();
}, PATIENCE_MS);
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

const step = (text: string, event: RunnerEventFiles, inputs: Record<string, string> = {}): Promise<Told> =>
  takeStep({ github, event, config: text, runId: 900, inputs });
const stays = (count: number, ms: number) => Array.from({ length: count }, () => ms);
const verdictOf = ({ exitCode, outputs }: Told) => [exitCode, outputs.verdict];

/** Nights with these P99s, the nth of them a release. */
async function plant(
  p99s: readonly number[],
  releases: Record<number, string> = {},
  verdicts: Record<number, HistoryRecord['verdict']> = {},
): Promise<void> {
  const files = p99s.map((p99Ms, i) => {
    const record: HistoryRecord = {
      ...night,
      at: nightOf(i + 1),
      commit: commitOf(i + 1),
      run: { id: String(100 + i), attempt: 1 },
      release: releases[i + 1] ?? null,
      verdict: verdicts[i + 1] ?? 'pass',
      whole: { ...night.whole, latencyMs: quantilesOf(p99Ms * (1 + 0.02 * waver(i))) },
    };
    return [pathOfRecord(record), writeRecordText(record)];
  });
  await github.git.commit(BRANCH, Object.fromEntries(files));
}

describe('a release', () => {
  test(
    'is held against the last one without being told to',
    async () => {
      await plant([...stays(13, FAST), ...stays(12, USUAL)], { 13: 'v1.0.0' });
      expect(verdictOf(await step(REGRESSION, releaseEvent(github, 'v1.1.0')))).toEqual([1, 'fail']);
    },
    PATIENCE_MS,
  );

  test(
    'is held against another one by the baseline’s ref',
    async () => {
      await plant([...stays(13, USUAL), ...stays(13, FAST)], { 13: 'v1.0.0', 26: 'v2.0.0' });
      const text = `${REGRESSION}baseline: history@v1.0.0\n`;
      expect(verdictOf(await step(text, releaseEvent(github, 'v1.0.1')))).toEqual([0, 'pass']);
      const input = await step(REGRESSION, releaseEvent(github, 'v2.0.1'), { baseline: 'history@v2.0.0' });
      expect(verdictOf(input)).toEqual([1, 'fail']);
    },
    PATIENCE_MS,
  );

  test(
    'a ref that is not recorded is a mistake, and names those that are',
    async () => {
      await plant(stays(13, USUAL), { 13: 'v1.0.0' });
      const ended = await step(REGRESSION, releaseEvent(github, 'v1.0.1'), { baseline: 'history@v0.9.0' });
      expect(ended.exitCode).toBe(2);
      expect(ended.log).toMatch(/history@v0\.9\.0 names no run.*v1\.0\.0/);
    },
    PATIENCE_MS,
  );

  test(
    'before the first one, the whole history is taken, and that is said',
    async () => {
      await plant(stays(14, FAST));
      const ended = await step(REGRESSION, releaseEvent(github, 'v1.0.0'));
      expect(verdictOf(ended)).toEqual([1, 'fail']);
      expect(ended.summary).toContain('No passing release has been recorded yet');
    },
    PATIENCE_MS,
  );

  test(
    'does not go out undecided, and says how many nights are missing',
    async () => {
      await plant(stays(5, USUAL), { 5: 'v1.0.0' });
      const ended = await step(REGRESSION, releaseEvent(github, 'v1.1.0'));
      expect(verdictOf(ended)).toEqual([3, 'inconclusive']);
      expect(ended.summary).toMatch(/7 more runs/);
      const lenient = await step(REGRESSION, releaseEvent(github, 'v1.1.0'), {
        'on-inconclusive': 'neutral',
      });
      expect(verdictOf(lenient)).toEqual([0, 'inconclusive']);
    },
    PATIENCE_MS,
  );

  test(
    'does not go out on advice, be a regression shown or not',
    async () => {
      await plant(stays(9, FAST), { 9: 'v1.0.0' });
      const ended = await step(REGRESSION, releaseEvent(github, 'v1.1.0'));
      expect(verdictOf(ended)).toEqual([3, 'inconclusive']);
      expect(ended.outputs.reason).toContain('9 runs of history only warn');
    },
    PATIENCE_MS,
  );

  testInFull(
    'finds the last release behind the newest 400 runs, and one that is named',
    async () => {
      await plant([...stays(20, FAST), ...stays(401, USUAL)], { 13: 'v0.9.0', 20: 'v1.0.0' });
      expect(verdictOf(await step(REGRESSION, releaseEvent(github, 'v1.1.0')))).toEqual([1, 'fail']);
      const named = { baseline: 'history@v0.9.0' };
      expect(verdictOf(await step(REGRESSION, releaseEvent(github, 'v1.1.0'), named))).toEqual([1, 'fail']);
    },
    PATIENCE_MS,
  );

  test(
    'is not held against one that was left undecided',
    async () => {
      await plant(
        [...stays(13, FAST), ...stays(13, USUAL)],
        { 13: 'v1.0.0', 26: 'v1.1.0' },
        { 26: 'inconclusive' },
      );
      expect(verdictOf(await step(REGRESSION, releaseEvent(github, 'v1.2.0')))).toEqual([1, 'fail']);
    },
    PATIENCE_MS,
  );

  test(
    'needs no history for its limits',
    async () => {
      const tight = await step(config('p99: { max: 2 ms }'), releaseEvent(github, 'v1.0.0'));
      expect(verdictOf(tight)).toEqual([1, 'fail']);
      const wide = await step(config('p99: { max: 1 s }'), releaseEvent(github, 'v1.0.0'));
      expect(verdictOf(wide)).toEqual([0, 'pass']);
    },
    PATIENCE_MS,
  );
});

test(
  'of two jobs of one run that share a suite the second is told that it was not recorded',
  async () => {
    expect((await step(REGRESSION, scheduleEvent(github))).log).toContain('The run was recorded in');
    const second = await step(REGRESSION.replace('10s', '11s'), scheduleEvent(github));
    expect(second.log).toMatch(
      /::warning::This run was not recorded in the branch tailgate-history: another job of run 900 .* comment-key/,
    );
    expect(second.log).not.toContain('The run was recorded in');
    expect(await github.git.list(BRANCH)).toHaveLength(1);
  },
  PATIENCE_MS,
);

test(
  'a job with a comment-key names it in its command, whose history is no other’s',
  async () => {
    const told = await step(`${REGRESSION}baseline: history\n`, scheduleEvent(github), {
      'comment-key': 'eu 1',
    });
    expect(told.log).toContain('The run was recorded in');
    expect(await github.git.list(BRANCH)).toEqual([
      expect.stringContaining(`v1/${suiteOf(idOf('releases', { ownKey: 'eu 1' }))}/`),
    ]);
    expect(told.summary).toContain("--history ../tailgate-history --comment-key 'eu 1'");
  },
  PATIENCE_MS,
);

describe('baseline: history on a pull request', () => {
  const ASKED = `${REGRESSION}baseline: history\n`;

  test(
    'is judged by the nights’ branch, which is only read',
    async () => {
      await plant(stays(13, FAST));
      github.grant('reader', { mayWrite: false });
      const ended = await step(ASKED, pullRequestEvent(github, 7), { token: 'reader' });
      expect(verdictOf(ended)).toEqual([1, 'fail']);
      expect(await github.git.list(BRANCH)).toHaveLength(13);
    },
    PATIENCE_MS,
  );

  test(
    'in the first nights is neutral, and says how many more are needed',
    async () => {
      await plant(stays(3, USUAL));
      const ended = await step(ASKED, pullRequestEvent(github, 7));
      expect(verdictOf(ended)).toEqual([0, 'inconclusive']);
      expect(ended.log).toMatch(/::warning title=Tailgate::/);
      expect(ended.summary).toMatch(/9 more runs/);
    },
    PATIENCE_MS,
  );

  testPart<[string, string, { readonly status?: number }, RegExp]>([
    ['a token that may not', 'blind', {}, /contents: read/],
    ['no token', '', {}, /no token/],
    ['a GitHub that fails', 'workflow-token', { status: 500 }, /GitHub answered 500/],
  ])(
    'that can’t be read (%s) is told, and never passes',
    async (_, token, fault, words) => {
      await plant(stays(13, USUAL));
      github.grant('blind', { mayNot: ['git/get-ref'] });
      if ('status' in fault) github.failAlways('git/get-ref', fault);
      const ended = await step(ASKED, pullRequestEvent(github, 7), { token, comment: 'never' });
      expect(verdictOf(ended)).toEqual([0, 'inconclusive']);
      expect(ended.log).toContain(
        '::warning::The history in the branch tailgate-history could not be read: ',
      );
      expect(ended.log).toMatch(words);
      expect(ended.outputs.reason).toContain('history could not be read');
    },
    PATIENCE_MS,
  );
});
