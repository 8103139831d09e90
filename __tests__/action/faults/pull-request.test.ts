/** Whatever GitHub does to a pull request's run: the verdict is the same, and there are never two comments. */
import { commentKey, readMarker, withoutMarker, writeMarker } from '../../../src/action/github/marker.ts';
import type { CheckRun } from '../../github/entities.ts';
import { pullRequestEvent } from '../../github/events.ts';
import { HEAD_SHA, type LocalGitHub, startGitHub } from '../../github/server.ts';
import { WORKFLOW_BOT } from '../../github/shapes.ts';
import { idOf } from '../../measurement-id.ts';
import { inflict, PATIENCE_MS, type Trouble, testFaultsOf, testKindsOf } from './faults.ts';
import { type Told, takeStep, withoutTimes } from './step.ts';

const CONFIG = `name: smoke
load: { connections: 8, duration: 10s }
scenario: { requests: [ { name: list, weight: 3, get: /items }, { name: create, weight: 1, post: /items, json: {} } ] }
gate: { p99: { max: 1 s }, errors: { max: 1 % } }
`;
const KEY = commentKey(idOf('smoke'));
const marker = (runId: number) => writeMarker({ key: KEY, runId, attempt: 1, headSha: 'b'.repeat(40) });

let github: LocalGitHub;
afterEach(() => github.close());

/** Others have said much already, one of them with our marker; `ours`: how many comments earlier runs have left. */
async function openPull(ours: number): Promise<{ planted: string }> {
  github = await startGitHub();
  for (let i = 0; i < 34; i++) github.addComment(`remark ${i}`);
  const planted = `${marker(999)}\nplanted`;
  github.addComment(planted, { login: 'mallory', id: 13, type: 'User' });
  for (let i = 0; i < ours; i++) github.addComment(`${marker(90 + i)}\n## an earlier result`, WORKFLOW_BOT);
  return { planted };
}

function step(): Promise<Told> {
  const inputs = { 'check-run': 'true' };
  const event = pullRequestEvent(github, 7);
  // Without a base nobody asks what has changed: that is not what these are about, and takes git its time.
  const pull: object = { ...(event.payload as { pull_request: object }).pull_request, base: {} };
  const payload = { ...event.payload, pull_request: pull };
  return takeStep({ github, event: { ...event, payload }, config: CONFIG, inputs });
}

const own = () =>
  github.comments.filter(({ author, body }) => author === WORKFLOW_BOT && readMarker(body)?.key === KEY);
const textOf = (body: string) => withoutTimes(withoutMarker(body)).replace(/issuecomment-\d+/g, '(id)');

const outputOf = ({ output }: CheckRun) => withoutTimes(JSON.stringify(output));

/** The same run without a fault. */
let calm: Told;
let calmText: string;
let calmCheck: string;
beforeAll(async () => {
  await openPull(0);
  calm = await step();
  calmText = textOf(own()[0]?.body ?? '');
  calmCheck = outputOf(github.checkRuns[0] as CheckRun);
  await github.close();
  expect([calm.exitCode, calm.outputs.verdict, calmText]).toEqual([
    0,
    'pass',
    expect.stringContaining('Pass'),
  ]);
  expect(calm.log).not.toContain('::warning');
}, PATIENCE_MS);

function expectSame({ exitCode, outputs, summary, result }: Told): void {
  const { 'comment-url': _, ...figures } = calm.outputs;
  expect(exitCode).toBe(calm.exitCode);
  expect(outputs).toMatchObject(figures);
  expect(summary).toBe(calm.summary);
  expect(result).toEqual(calm.result);
}

describe('the comment', () => {
  testKindsOf(['graphql', 'issues/list-comments', 'issues/create-comment'])(
    '$operation: $what',
    async ({ operation, trouble }) => {
      const { planted } = await openPull(0);
      inflict(github, operation, trouble);
      const told = await step();
      expectSame(told);
      expectComment(told, trouble, 1);
      expect(github.comments[34]?.body).toBe(planted);
      expect(github.comments).toHaveLength(35 + own().length);
    },
    PATIENCE_MS,
  );

  testFaultsOf(['issues/update-comment'])(
    '$operation: $what',
    async ({ operation, trouble }) => {
      await openPull(1);
      inflict(github, operation, trouble);
      const told = await step();
      expectSame(told);
      expectComment(told, trouble, 1);
    },
    PATIENCE_MS,
  );

  testFaultsOf(['issues/delete-comment'])(
    '$operation: $what',
    async ({ operation, trouble }) => {
      await openPull(2);
      inflict(github, operation, trouble);
      const told = await step();
      expectSame(told);
      // What two earlier runs have left stays twice where it may not be deleted; the first one tells the result.
      expectComment(told, trouble, 2);
    },
    PATIENCE_MS,
  );

  function expectComment({ log, outputs }: Told, { how }: Trouble, most: number): void {
    const [comment, ...surplus] = own();
    expect(1 + surplus.length).toBeLessThanOrEqual(most);
    const isRight = comment !== undefined && textOf(comment.body) === calmText;
    if (isRight && outputs['comment-url'] !== '') {
      expect(outputs['comment-url']).toMatch(new RegExp(`#issuecomment-${comment.id}$`));
      return;
    }
    expect(how).toBe('always');
    expect(log).toMatch(
      /::warning::(No comment was|The comment on the pull request may not have been) written.*: .{10}/,
    );
    expect(outputs['comment-url']).toBe('');
  }
});

describe('the check run', () => {
  testFaultsOf(['checks/create', 'checks/update'])(
    '$operation: $what',
    async ({ operation, trouble }) => {
      await openPull(0);
      inflict(github, operation, trouble);
      const told = await step();
      expectSame(told);
      expectCheck(told, trouble);
    },
    PATIENCE_MS,
  );

  testFaultsOf(['checks/list-for-ref'])(
    'the answer to its creation was lost, and then $operation: $what',
    async ({ operation, trouble }) => {
      await openPull(0);
      github.fail('checks/create', { drop: 'after' });
      inflict(github, operation, trouble);
      const told = await step();
      expectSame(told);
      expectCheck(told, trouble);
    },
    PATIENCE_MS,
  );

  function expectCheck({ log }: Told, { how }: Trouble): void {
    // Where the list can't be read, another one is created: GitHub shows the newest.
    const run = github.checkRuns.at(-1);
    expect(github.checkRuns.length).toBeLessThanOrEqual(how === 'always' ? 2 : 1);
    if (run?.conclusion === 'success') {
      expect([run.head_sha, outputOf(run)]).toEqual([HEAD_SHA, calmCheck]);
      return;
    }
    expect(how).toBe('always');
    expect(log).toMatch(/::warning::(No check run was|The check run may not have been) completed: .{10}/);
  }
});
