/** Jobs of one run that write to one comment, at the same moment or one after the other. */
import { connect } from '../../src/action/github/client.ts';
import { type Grouped, postGroupPart } from '../../src/action/github/group-comment.ts';
import { groupKey, readMarker } from '../../src/action/github/marker.ts';
import { readGroup, type Standing } from '../../src/report/markdown/group.ts';
import { type LocalGitHub, startGitHub } from '../github/server.ts';
import { WORKFLOW_BOT } from '../github/shapes.ts';

const KEY = groupKey({ workflow: 'octo/service/.github/workflows/gate.yml' });
const pull = { owner: 'octo', repo: 'service', number: 7 };
const QUICK = { settleMs: 300, longestMs: 3000, totalMs: 50_000 };
let github: LocalGitHub;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

interface Shape {
  readonly runId?: number;
  readonly attempt?: number;
  readonly standing?: Standing;
  readonly writer?: string;
  readonly mayCreate?: boolean;
}

function grouped(i: number, shape: Shape = {}): Grouped {
  const { runId = 100, attempt = 1, standing = 'pass', writer = ` job=job${i}`, mayCreate = true } = shape;
  return {
    marker: { key: KEY, runId, attempt, headSha: 'a'.repeat(40) },
    part: {
      key: i.toString(16).padStart(16, '0'),
      attempt,
      writer,
      standing,
      row: `| ${standing} | s${i} | – | – | – | run ${runId} `,
      details: `<details><summary>${i}</summary>\n\nnumber ${i}\n\n</details>`,
    },
    runUrl: null,
    mayCreate,
    signal: new AbortController().signal,
  };
}
const client = () =>
  connect({ token: 'workflow-token', apiUrl: github.apiUrl, signal: new AbortController().signal });
const post = (i: number, shape: Shape = {}) => postGroupPart(client(), pull, grouped(i, shape), QUICK);
const body = () => github.comments[0]?.body ?? '';
const rows = () => readGroup(body()).map(({ row }) => /s\d+/.exec(row)?.[0]);

test('each job adds its row to the one comment, and another attempt replaces its own alone', async () => {
  expect(await post(1)).toMatchObject({ how: 'created' });
  expect(await post(2, { standing: 'fail' })).toMatchObject({ how: 'updated' });
  expect(await post(3)).toMatchObject({ how: 'updated' });
  expect(rows()).toEqual(['s2', 's1', 's3']);
  await post(2, { attempt: 2 });
  expect(rows()).toEqual(['s1', 's2', 's3']);
  expect(body()).toContain('## ✅ 3 passed');
  expect(readMarker(body())).toMatchObject({ key: KEY, runId: 100, attempt: 2, since: expect.any(String) });
  expect(github.comments).toHaveLength(1);
});

test('a job takes fewer than five calls, whether it creates the comment or updates it', async () => {
  await post(1);
  expect(github.asked.length).toBeLessThan(5);
  const before = github.asked.length;
  await post(2);
  expect(github.asked.length - before).toBeLessThan(5);
});

test('the next run begins anew, and an older one leaves its comment alone', async () => {
  await post(1);
  await post(2, { runId: 101 });
  expect(rows()).toEqual(['s2']);
  expect(await post(1)).toMatchObject({ how: 'superseded' });
  expect(rows()).toEqual(['s2']);
});

test('where none is there, one that may not create does nothing', async () => {
  expect(await post(1, { mayCreate: false })).toBeNull();
  expect(github.comments).toEqual([]);
});

test('another job with the same measurement is an error that names both', async () => {
  await post(1);
  await expect(post(1, { writer: ' job=other' })).rejects.toThrow(
    'the job “other” and the job “job1” of this run measure under the same key',
  );
  expect(rows()).toEqual(['s1']);
});

test.each([2, 12])('of %d jobs at the same moment no row is lost, and one comment is left', async (count) => {
  const jobs = Array.from({ length: count }, (_, i) => post(i, { standing: i % 5 === 0 ? 'fail' : 'pass' }));
  await Promise.all(jobs);
  expect(github.comments).toHaveLength(1);
  expect(rows().sort()).toEqual(Array.from({ length: count }, (_, i) => `s${i}`).sort());
}, 60_000);

test('what somebody else writes over it meanwhile is added to', async () => {
  await post(1);
  const before = body();
  await post(2);
  const [own] = github.comments;
  if (!own) throw new Error('no comment');
  // A job that had read the comment before the second wrote it, and writes after it.
  github.fail('issues/get-comment', { meanwhile: () => github.changeComment(own.id, before) });
  await post(3);
  expect(rows()).toEqual(['s1', 's3']);
});

test('of duplicates, as a list that lags behind leaves them, one is kept, with the rows of both', async () => {
  await post(1);
  await post(2);
  const twin = body();
  github.addComment(
    twin.replaceAll('0000000000000002', '0000000000000003').replaceAll('s2', 's3'),
    WORKFLOW_BOT,
  );
  await post(4);
  expect(github.comments).toHaveLength(1);
  expect(rows()).toEqual(['s1', 's2', 's3', 's4']);
});

test('where others are faster each time, it gives up, and says so', async () => {
  await post(1);
  const before = body();
  const [own] = github.comments;
  github.failAlways('issues/get-comment', { meanwhile: () => github.changeComment(own?.id ?? 0, before) });
  const quick = { settleMs: 20, longestMs: 20, totalMs: 300 };
  await expect(postGroupPart(client(), pull, grouped(2), quick)).rejects.toThrow(
    'other jobs wrote over the comment',
  );
  expect(rows()).toEqual(['s1']);
});

test('a comment that is deleted meanwhile is written anew', async () => {
  await post(1);
  const [own] = github.comments;
  github.fail('issues/update-comment', { meanwhile: () => github.removeComment(own?.id ?? 0) });
  await post(2);
  expect(rows()).toEqual(['s2']);
});

test('a marker that somebody planted is left alone', async () => {
  await post(1);
  github.addComment(body(), { login: 'mallory', id: 13, type: 'User' });
  await post(2);
  expect(github.comments.map(({ author }) => author.login)).toEqual([WORKFLOW_BOT.login, 'mallory']);
  expect(rows()).toEqual(['s1', 's2']);
});
