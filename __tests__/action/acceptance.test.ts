/** The label that accepts a regression: for one commit, and said by whom. */
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { askAcceptance } from '../../src/action/announce/ask-acceptance.ts';
import { commentKey, readMarker, writeMarker } from '../../src/action/github/marker.ts';
import { ACCEPT_LABEL, type Acceptance, type NotAccepted } from '../../src/judgement/acceptance.ts';
import { labeledEvent } from '../github/events.ts';
import { type LocalGitHub, startGitHub } from '../github/server.ts';
import { WORKFLOW_BOT } from '../github/shapes.ts';
import { idOf } from '../measurement-id.ts';
import { testInFull } from '../part.ts';
import { causesOfStep, repeatSaturated } from '../saturation.ts';
import { eventOf, heard } from './announcing.ts';
import { HEAD_SHA, pullRequest, type Runner, startRunner } from './runner.ts';
import { sendJson, startService } from './service.ts';

const KEY = commentKey(idOf('realistic'));
const OTHER = 'abc1234'.padEnd(40, '0');
const [BEFORE, SINCE, AFTER] = ['2026-11-22T09:59:00Z', '2026-11-22T10:00:00Z', '2026-11-22T10:01:00Z'];

let github: LocalGitHub;

beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

/** Our comment, which knows the head since ten o'clock. */
function comment(headSha = HEAD_SHA, since: string | null = SINCE): void {
  const marker = { key: KEY, runId: 99, attempt: 1, headSha, ...(since === null ? {} : { since }) };
  github.addComment(`${writeMarker(marker)}\nresult`, WORKFLOW_BOT);
}

interface Answer {
  readonly found: Acceptance | NotAccepted | null;
  readonly log: string;
}

async function ask(payload?: object, from?: string): Promise<Answer> {
  const event = await eventOf(github, { ...(payload ? { payload } : {}), ...(from ? { from } : {}) });
  const options = { key: KEY, token: 'workflow-token', signal: new AbortController().signal };
  let found: Acceptance | NotAccepted | null = null;
  const log = await heard(async () => {
    found = await askAcceptance(event, options);
  });
  return { found, log };
}

describe('in any run of the commit', () => {
  test('the label was set after the commit was first told of: accepted, by whom and when', async () => {
    comment();
    github.addLabel(ACCEPT_LABEL, 'alice', AFTER);
    expect(await ask()).toEqual({ found: { by: 'alice', at: AFTER }, log: '' });
  });

  test('the last one who set it counts', async () => {
    comment();
    github.addLabel(ACCEPT_LABEL, 'alice', BEFORE);
    github.removeLabel(ACCEPT_LABEL, 'alice', SINCE);
    github.addLabel(ACCEPT_LABEL, 'bob', AFTER);
    expect((await ask()).found).toEqual({ by: 'bob', at: AFTER });
  });

  test('set after the last push by force: accepted', async () => {
    comment();
    github.pushByForce('alice', SINCE);
    github.addLabel(ACCEPT_LABEL, 'alice', AFTER);
    expect((await ask()).found).toEqual({ by: 'alice', at: AFTER });
  });

  test('events of other labels and a hundred others do not matter', async () => {
    comment();
    for (let i = 0; i < 120; i++) github.addLabel(`area ${i}`, 'carol', AFTER);
    github.addLabel(ACCEPT_LABEL, 'alice', AFTER);
    github.addLabel('tailgate: accepted', 'mallory', AFTER);
    expect((await ask()).found).toEqual({ by: 'alice', at: AFTER });
  });

  test.each<[string, () => void, RegExp]>([
    [
      'set before this commit was known',
      () => {
        comment();
        github.addLabel(ACCEPT_LABEL, 'alice', BEFORE);
      },
      /can't be shown to be of this commit, for it was there before\. Remove it and set it again/,
    ],
    [
      'set for another commit, before this one was pushed back by force',
      () => {
        comment();
        github.addLabel(ACCEPT_LABEL, 'alice', AFTER);
        github.pushByForce('mallory', '2026-11-22T10:02:00Z');
      },
      /can't be shown to be of this commit/,
    ],
    [
      'the comment is of another commit',
      () => {
        comment(OTHER);
        github.addLabel(ACCEPT_LABEL, 'alice', AFTER);
      },
      /it is not known which commit it was set for\. Remove it/,
    ],
    [
      'an app set it, such as a workflow of the pull request',
      () => {
        comment();
        github.addLabel(ACCEPT_LABEL, 'alice', BEFORE);
        github.removeLabel(ACCEPT_LABEL, 'alice', BEFORE);
        github.addLabel(ACCEPT_LABEL, WORKFLOW_BOT, AFTER);
      },
      /was set by github-actions\[bot\], an app, and only a person can accept.*have someone with permission set it/,
    ],
    [
      'there is no comment',
      () => void github.addLabel(ACCEPT_LABEL, 'alice', AFTER),
      /it is not known which commit/,
    ],
    [
      'the comment does not know since when',
      () => {
        comment(HEAD_SHA, null);
        github.addLabel(ACCEPT_LABEL, 'alice', AFTER);
      },
      /it is not known which commit/,
    ],
    [
      'a comment by somebody else says so',
      () => {
        const planted = { key: KEY, runId: 99, attempt: 1, headSha: HEAD_SHA, since: BEFORE };
        github.addComment(writeMarker(planted), { login: 'mallory', id: 13, type: 'User' });
        github.addLabel(ACCEPT_LABEL, 'mallory', AFTER);
      },
      /it is not known which commit/,
    ],
    [
      'the head has moved on',
      () => {
        comment();
        github.addLabel(ACCEPT_LABEL, 'alice', AFTER);
        github.changePull(7, { sha: OTHER });
      },
      /it is not the head any more/,
    ],
    [
      'GitHub may not be asked who set it',
      () => {
        comment();
        github.addLabel(ACCEPT_LABEL, 'alice', AFTER);
        github.failAlways('issues/list-events', { status: 403, message: 'Resource not accessible' });
      },
      /could not be read.*HTTP 403.*pull-requests: write/,
    ],
    [
      'the list of events breaks off',
      () => {
        comment();
        github.addLabel(ACCEPT_LABEL, 'alice', AFTER);
        github.failAlways('issues/list-events', { truncate: true });
      },
      /could not be read/,
    ],
  ])('not accepted, and told: %s', async (_, arrange, words) => {
    // The payload is that of the run, whatever has become of the pull request since.
    const payload = pullRequest(github);
    arrange();
    const { found, log } = await ask(payload);
    expect(found).toEqual({ why: expect.stringMatching(words) });
    expect(log).toMatch(/::warning::/);
  });

  test.each<[string, () => void]>([
    ['it was never set', () => comment()],
    [
      'it was taken back',
      () => {
        comment();
        github.addLabel(ACCEPT_LABEL, 'alice', AFTER);
        github.removeLabel(ACCEPT_LABEL, 'alice', '2026-11-22T10:02:00Z');
      },
    ],
  ])('nobody asked for anything: %s', async (_, arrange) => {
    arrange();
    expect(await ask()).toEqual({ found: null, log: '' });
  });

  test('the pull request cannot be read: not accepted, and a warning', async () => {
    github.failAlways('pulls/get', { status: 403, message: 'Resource not accessible by integration' });
    const { found, log } = await ask();
    expect(found).toBeNull();
    expect(log).toMatch(/::warning::Whether the label .* could not be read/);
  });

  test('a fork’s pull request has no label that accepts', async () => {
    comment();
    github.addLabel(ACCEPT_LABEL, 'alice', AFTER);
    expect((await ask(undefined, 'mallory/service')).found).toBeNull();
    expect(github.asked).toEqual([]);
  });
});

describe('in the run that the label started', () => {
  test('it counts for the commit of the event, with or without a comment', async () => {
    github.addLabel(ACCEPT_LABEL, 'alice', AFTER);
    expect((await ask(labeledEvent(github, 7, ACCEPT_LABEL, 'alice').payload)).found).toEqual({
      by: 'alice',
      at: AFTER,
    });
  });

  test.each([
    ['whether GitHub lists it yet', () => void github.addLabel(ACCEPT_LABEL, 'merge-helper[bot]', AFTER)],
    ['or not', () => void github.addLabel(ACCEPT_LABEL, 'alice', BEFORE)],
  ])('an app’s counts for nothing, %s', async (_, arrange) => {
    comment();
    arrange();
    const { payload } = labeledEvent(github, 7, ACCEPT_LABEL, 'merge-helper[bot]');
    expect((await ask(payload)).found).toEqual({
      why: expect.stringContaining('was set by merge-helper[bot], an app'),
    });
  });

  test('another label starts a run like any other', async () => {
    comment();
    github.addLabel(ACCEPT_LABEL, 'alice', BEFORE);
    const { found } = await ask(labeledEvent(github, 7, 'bug', 'bob').payload);
    expect(found).toEqual({ why: expect.stringMatching(/can't be shown to be of this commit/) });
  });

  test('taken back meanwhile, it does not count', async () => {
    github.addLabel(ACCEPT_LABEL, 'alice', AFTER);
    const { payload } = labeledEvent(github, 7, ACCEPT_LABEL, 'alice');
    github.removeLabel(ACCEPT_LABEL, 'alice');
    expect((await ask(payload)).found).toBeNull();
  });

  test('where GitHub cannot be asked, the report says so', async () => {
    github.addLabel(ACCEPT_LABEL, 'alice', AFTER);
    const { payload } = labeledEvent(github, 7, ACCEPT_LABEL, 'alice');
    github.failAlways('pulls/get', { status: 404, message: 'Not Found' });
    expect((await ask(payload)).found).toEqual({ why: expect.stringMatching(/could not be read.*HTTP 404/) });
  });
});

describe('the step as a process', () => {
  const CONFIG = `
name: smoke
load: { connections: 40, duration: 2s, warmup: 300ms, timeout: 5s }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { p99: { regression: 10 % } }
baseline: before.txt
`;
  /** Of the same load on a service that takes a tenth of the time. */
  const BEFORE = [
    'Running 2s test @ http://old.example',
    '  2 threads and 40 connections',
    '  Thread Stats   Avg      Stdev     Max   +/- Stdev',
    '    Latency    20.00ms    1.00ms  30.00ms   90.00%',
    '  Latency Distribution',
    '     50%   20.00ms',
    '     75%   21.00ms',
    '     90%   21.00ms',
    '     99%   22.00ms',
    '  4000 requests in 2.00s, 0.40MB read',
    'Requests/sec:   2000.00',
    'Transfer/sec:    200.00KB',
  ].join('\n');
  let runner: Runner;

  beforeEach(async () => {
    runner = await startRunner(github);
  });
  afterEach(() => runner.remove());

  const serve = () =>
    startService({
      '/items': async (response) => {
        await pause(200);
        sendJson(response, 200, { ok: true });
      },
    });

  /** A run that the machine had no time for is run again, as a person would: that changes no commit and no label. */
  function step(url: string, runId: number, more: object = {}) {
    const files = { 'tailgate.yml': CONFIG, 'before.txt': BEFORE };
    return repeatSaturated(
      () => runner.run({ inputs: { 'target-url': url }, files, runId, ...more }),
      causesOfStep,
    );
  }

  testInFull(
    'fails, is accepted by the label, and fails again with the next commit',
    async () => {
      const slow = await serve();
      try {
        const failed = await step(slow.url, 101);
        expect(failed.outputs).toMatchObject({ verdict: 'fail' });
        expect(github.comments[0]?.body).toContain('set the label `tailgate: accept`');
        const since = readMarker(github.comments[0]?.body ?? '')?.since ?? '';

        const at = new Date(Date.parse(since) + 1000).toISOString().replace(/\.\d+Z/, 'Z');
        github.addLabel(ACCEPT_LABEL, 'alice', at);
        const accepted = await step(slow.url, 102, labeledEvent(github, 7, ACCEPT_LABEL, 'alice'));
        expect([accepted.exitCode, accepted.outputs.verdict]).toEqual([0, 'pass']);
        expect(accepted.outputs.reason).toBe(`Accepted by alice: ${accepted.outputs.reason?.slice(19)}`);
        expect(accepted.outputs.reason).toMatch(/P99 rose by/);
        expect(accepted.log).toMatch(/::warning title=Tailgate::.*Accepted by alice/);
        expect(JSON.parse(await readFile(accepted.outputs.result ?? '', 'utf8'))).toMatchObject({
          verdict: 'pass',
          accepted: { by: 'alice', at },
        });
        for (const text of [github.comments[0]?.body, accepted.summary]) {
          expect(text).toMatch(/## ✅ Pass[\s\S]*\[!WARNING\][\s\S]*Accepted by alice/);
          expect(text).toMatch(/alice accepted this for the tested commit only/);
          expect(text).not.toContain('set the label');
        }

        const again = await step(slow.url, 103);
        expect(again.outputs.verdict).toBe('pass');

        github.changePull(7, { sha: OTHER });
        const text = JSON.stringify(pullRequest(github)).replaceAll(HEAD_SHA, OTHER);
        const next = await step(slow.url, 104, { payload: JSON.parse(text) });
        expect([next.exitCode, next.outputs.verdict]).toEqual([1, 'fail']);
        expect(github.comments[0]?.body).toMatch(/can't be shown to be of this commit/);
        expect(github.comments).toHaveLength(1);
      } finally {
        await slow.close();
      }
    },
    120_000,
  );
});
