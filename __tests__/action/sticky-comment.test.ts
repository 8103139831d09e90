import { connect, type GitHub } from '../../src/action/github/client.ts';
import { commentKey, readMarker, writeMarker } from '../../src/action/github/marker.ts';
import { postStickyComment, type StickyComment } from '../../src/action/github/sticky-comment.ts';
import { SERVER_URL } from '../github/addresses.ts';
import { type LocalGitHub, startGitHub } from '../github/server.ts';
import { WORKFLOW_BOT } from '../github/shapes.ts';
import { idOf } from '../measurement-id.ts';

const KEY = commentKey(idOf('realistic'));
const pull = { owner: 'octo', repo: 'service', number: 7 };
let github: LocalGitHub;

beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

function client(token = 'workflow-token', options: { timeoutMs?: number; patienceMs?: number } = {}): GitHub {
  return connect({ token, apiUrl: github.apiUrl, signal: new AbortController().signal, ...options });
}

function comment(runId: number, text = `report of run ${runId}`, attempt = 1): StickyComment {
  return { marker: { key: KEY, runId, attempt, headSha: 'a'.repeat(40) }, render: () => text };
}

function stored(runId: number, text = `report of run ${runId}`): string {
  return `${writeMarker(comment(runId).marker)}\n${text}`;
}

/** Since when a head is known depends on the clock. */
const bodies = () => github.comments.map(({ body }) => body.replace(/ since=\S+/, ''));
const count = (operation: string) => github.asked.filter((one) => one === operation).length;

async function until(reached: () => boolean): Promise<void> {
  while (!reached()) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('the sticky comment', () => {
  test('is created once and updated from then on', async () => {
    const first = await postStickyComment(client(), pull, comment(10));
    const second = await postStickyComment(client(), pull, comment(11));
    expect(first).toEqual({
      how: 'created',
      url: `${SERVER_URL}/octo/service/pull/7#issuecomment-1001`,
    });
    expect(second).toEqual({ ...first, how: 'updated' });
    expect(bodies()).toEqual([stored(11)]);
  });

  test('is found behind more comments than a page holds', async () => {
    for (let i = 0; i < 130; i++) github.addComment(`remark ${i}`);
    await postStickyComment(client(), pull, comment(10));
    await postStickyComment(client(), pull, comment(11));
    expect(github.comments).toHaveLength(131);
    expect(bodies().at(-1)).toBe(stored(11));
  });

  test('leaves alone a comment with our marker that somebody else wrote, and a marker that is quoted', async () => {
    const planted = github.addComment(stored(99), { login: 'mallory', id: 13, type: 'User' });
    const quoted = github.addComment(`> ${stored(99)}`, WORKFLOW_BOT);
    const posted = await postStickyComment(client(), pull, comment(10));
    expect(posted.how).toBe('created');
    expect(bodies()).toEqual([planted.body, quoted.body, stored(10)]);
  });

  test('keeps apart the comments of two keys', async () => {
    const other = {
      ...comment(10, 'other'),
      marker: { ...comment(10).marker, key: commentKey(idOf('realistic', { ownKey: 'b' })) },
    };
    await postStickyComment(client(), pull, comment(10));
    await postStickyComment(client(), pull, other);
    expect(bodies()).toEqual([stored(10), expect.stringContaining('other')]);
  });

  test('is not overwritten by an older run or attempt', async () => {
    await postStickyComment(client(), pull, comment(11, 'second attempt', 2));
    expect((await postStickyComment(client(), pull, comment(10))).how).toBe('superseded');
    expect((await postStickyComment(client(), pull, comment(11, 'first attempt', 1))).how).toBe('superseded');
    expect(bodies()[0]).toContain('second attempt');
    expect((await postStickyComment(client(), pull, comment(11, 'third attempt', 3))).how).toBe('updated');
  });

  test('knows its own comments with the token of a person and of another app', async () => {
    github.grant('personal', { account: { login: 'maintainer', id: 5, type: 'User' }, kind: 'user' });
    github.grant('app', { account: { login: 'our-app[bot]', id: 6, type: 'Bot' } });
    for (const token of ['personal', 'app']) {
      expect((await postStickyComment(client(token), pull, comment(10))).how).toBe('created');
      expect((await postStickyComment(client(token), pull, comment(11))).how).toBe('updated');
    }
    expect(bodies()).toEqual([stored(11), stored(11)]);
  });

  test('learns who it is from the comment it wrote, where GraphQL does not say', async () => {
    github.grant('app', { account: { login: 'our-app[bot]', id: 6, type: 'Bot' } });
    github.failAlways('graphql', { status: 403, message: 'Resource not accessible by integration' });
    await postStickyComment(client('app'), pull, comment(10));
    const posted = await postStickyComment(client('app'), pull, comment(11));
    expect(posted.url).toMatch(/-1001$/);
    expect(bodies()).toEqual([stored(11)]);
  });
});

describe('several at once', () => {
  test('one comment is left of two created in the same moment, the older one with the newer text', async () => {
    github.fail('issues/create-comment', { meanwhile: () => github.addComment(stored(9), WORKFLOW_BOT) });
    const posted = await postStickyComment(client(), pull, comment(10));
    expect(posted.url).toMatch(/-1001$/);
    expect(bodies()).toEqual([stored(10)]);
  });

  /** After the next time that the comment is updated. */
  const overwrite = (runId: number) => {
    const [first] = github.comments;
    const meanwhile = () => github.changeComment(first?.id ?? 0, stored(runId, `late words of ${runId}`));
    github.fail('issues/list-comments', {}, { meanwhile });
  };

  test('a result that an older run overwrote at the same moment is written again', async () => {
    await postStickyComment(client(), pull, comment(8));
    overwrite(9);
    expect((await postStickyComment(client(), pull, comment(10))).how).toBe('updated');
    expect(bodies()).toEqual([stored(10)]);
  });

  test('one that a newer run overwrote is left', async () => {
    await postStickyComment(client(), pull, comment(8));
    overwrite(11);
    expect((await postStickyComment(client(), pull, comment(10))).how).toBe('superseded');
    expect(bodies()).toEqual([stored(11, 'late words of 11')]);
  });

  test('a result that can’t be read back is there all the same', async () => {
    await postStickyComment(client(), pull, comment(8));
    github.fail('issues/list-comments', {}, { status: 403, message: 'no' });
    expect((await postStickyComment(client(), pull, comment(10))).how).toBe('updated');
    expect(bodies()).toEqual([stored(10)]);
  });

  test('the older run leaves the tidying up to the newer one', async () => {
    github.fail('issues/create-comment', { meanwhile: () => github.addComment(stored(12), WORKFLOW_BOT) });
    expect((await postStickyComment(client(), pull, comment(10))).how).toBe('superseded');
    expect(bodies()).toEqual([stored(12), stored(10)]);
    await postStickyComment(client(), pull, comment(12));
    expect(bodies()).toEqual([stored(12)]);
  });

  test('six runs at once leave one comment once the newest has finished', async () => {
    await Promise.all([1, 2, 3, 4, 5, 6].map((run) => postStickyComment(client(), pull, comment(run))));
    await postStickyComment(client(), pull, comment(6));
    expect(bodies()).toEqual([stored(6)]);
  });

  test('is created anew where it was deleted after it had been found', async () => {
    const old = github.addComment(stored(9), WORKFLOW_BOT);
    github.fail('issues/update-comment', { meanwhile: () => github.removeComment(old.id) });
    expect((await postStickyComment(client(), pull, comment(10))).how).toBe('created');
    expect(bodies()).toEqual([stored(10)]);
  });
});

describe('when GitHub fails', () => {
  test.each([
    ['the connection drops after the effect', { drop: 'after' as const }],
    ['the response breaks off', { truncate: true }],
    ['no response comes in time', { delayMs: 400 }],
  ])('one comment where %s', async (_, fault) => {
    github.fail('issues/create-comment', fault);
    await postStickyComment(client('workflow-token', { timeoutMs: 200 }), pull, comment(10));
    // A POST that timed out may still take effect; the duplicate goes with the next run.
    await until(() => count('issues/create-comment') === github.comments.length);
    await postStickyComment(client(), pull, comment(10));
    expect(bodies()).toEqual([stored(10)]);
  });

  test('a POST answered 5xx is looked for, then tried once more and no further', async () => {
    github.fail('issues/create-comment', { status: 502 });
    await postStickyComment(client(), pull, comment(10));
    expect(bodies()).toEqual([stored(10)]);
    github.removeComment(1001);
    github.failAlways('issues/create-comment', { status: 502, message: 'Bad gateway' });
    await expect(postStickyComment(client(), pull, comment(11))).rejects.toMatchObject({ status: 502 });
    expect(count('issues/create-comment')).toBe(4);
  });

  test('reading and updating are repeated', async () => {
    github.addComment(stored(9), WORKFLOW_BOT);
    github.fail('issues/list-comments', { status: 500 }, { truncate: true });
    github.fail('issues/update-comment', { status: 503 });
    expect((await postStickyComment(client(), pull, comment(10))).how).toBe('updated');
    expect(bodies()).toEqual([stored(10)]);
  });

  test.each([429, 403])('a rate limit (%i) is waited for as long as GitHub says', async (status) => {
    github.fail('issues/create-comment', {
      status,
      message: 'You have exceeded a secondary rate limit.',
      headers: { 'retry-after': '1' },
    });
    const started = performance.now();
    await postStickyComment(client(), pull, comment(10));
    expect(performance.now() - started).toBeGreaterThanOrEqual(950);
    expect(bodies()).toEqual([stored(10)]);
  });

  test('a rate limit that lasts longer than our patience is given up at once', async () => {
    github.fail('issues/list-comments', {
      status: 429,
      message: 'slow down',
      headers: { 'retry-after': '90' },
    });
    const started = performance.now();
    await expect(postStickyComment(client(), pull, comment(10))).rejects.toMatchObject({ status: 429 });
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test('without permission it is refused at once', async () => {
    github.grant('read-only', { mayWrite: false });
    await expect(postStickyComment(client('read-only'), pull, comment(10))).rejects.toMatchObject({
      status: 403,
    });
    expect(count('issues/create-comment')).toBe(1);
  });

  test('a text that GitHub finds too long is rendered shorter, once', async () => {
    const limits: number[] = [];
    const render = (limit: number) => {
      limits.push(limit);
      return limit > 40_000 ? 'x'.repeat(70_000) : 'short';
    };
    await postStickyComment(client(), pull, { ...comment(10), render });
    expect(bodies()).toEqual([stored(10, 'short')]);
    expect(limits).toHaveLength(2);
    expect(limits[0]).toBeLessThan(65_536);
  });

  test('stops when there is no time left', async () => {
    github.fail('issues/list-comments', { delayMs: 5000 });
    const lastCall = new AbortController();
    setTimeout(() => lastCall.abort(), 200);
    const access = { token: 'workflow-token', apiUrl: github.apiUrl, signal: lastCall.signal };
    const started = performance.now();
    await expect(postStickyComment(connect(access), pull, comment(10))).rejects.toThrow();
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

test('of two jobs of one run under one key the first one’s comment stays, at the same moment as well', async () => {
  const of = (job: string): StickyComment => {
    const { marker, ...rest } = comment(10, job);
    return { ...rest, marker: { ...marker, writer: { job, step: '', id: '' } } };
  };
  const told = await Promise.allSettled(
    ['eu', 'us', 'asia'].map((job) => postStickyComment(client(), pull, of(job))),
  );
  expect(told.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const [refused] = told.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
  expect(refused).toMatch(/the job “\w+” and the job “\w+” of this run measure under the same key/);
  expect(github.comments).toHaveLength(1);
  const winner = ['eu', 'us', 'asia'][told.findIndex(({ status }) => status === 'fulfilled')];
  expect(github.comments[0]?.body).toContain(`\n${winner}`);
  // The next run's first job takes the comment over: then it is the others' turn to be told.
  await postStickyComment(client(), pull, { ...of('us'), marker: { ...of('us').marker, runId: 11 } });
  expect(github.comments).toHaveLength(1);
});

describe('the marker', () => {
  test('reads what it wrote', () => {
    const marker = { key: KEY, runId: 19_876_543_210, attempt: 3, headSha: null };
    expect(readMarker(`${writeMarker(marker)}\ntext`)).toEqual(marker);
    const writer = {
      job: 'gate (é, --> "x", \ud800)'.toWellFormed(),
      step: '__tailgate-tailgate_2',
      id: '12',
    };
    const written = writeMarker({ ...marker, writer, state: 'running' });
    expect(readMarker(`${written}\ntext`)).toEqual({ ...marker, writer, state: 'running' });
    expect(written.indexOf('--', 4)).toBe(written.length - 3);
  });

  test('tells scenarios and keys apart, also where they run into each other', () => {
    const ids = [idOf('a', { ownKey: 'b' }), idOf('ab'), idOf('', { ownKey: 'ab' })];
    expect(new Set(ids.map(commentKey)).size).toBe(3);
  });
});
