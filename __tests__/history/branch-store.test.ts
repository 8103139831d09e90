/** The data branch against a real bare repository behind GitHub's API. */

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connect } from '../../src/action/github/client.ts';
import { createBranchStore } from '../../src/action/github/history/branch-store.ts';
import { explainHistoryFailure } from '../../src/action/github/history/explain.ts';
import { pathOfRecord, writeRecordText } from '../../src/evidence/history/record-text.ts';
import { openFolderStore } from '../../src/store/history/folder-store.ts';
import { quantilesOf } from '../evidence/quantiles.ts';
import { type Fault, type LocalGitHub, type Operation, type Options, startGitHub } from '../github/server.ts';
import { testInFull, testPart } from '../part.ts';
import { makeNight, SUITE } from './make-nights.ts';

const BRANCH = 'tailgate-history';
/** Each of git’s steps is a process, and the machine may be busy. */
const PATIENCE_MS = 60_000;

let github: LocalGitHub;

async function start(options: Options = {}): Promise<void> {
  github = await startGitHub('octo/service', 7, options);
}

afterEach(() => github.close());

const signal = new AbortController().signal;
const open = ({ token = 'workflow-token', branch = BRANCH, timeoutMs = 10_000 } = {}) =>
  createBranchStore(
    connect({ token, apiUrl: github.apiUrl, signal, timeoutMs, patienceMs: 3000 }),
    { owner: 'octo', repo: 'service', branch },
    signal,
  );
const filesOf = (branch = BRANCH) => github.git.list(branch);
const why = async (act: Promise<unknown>): Promise<string> => {
  const error = await act.then(
    () => {
      throw new Error('nothing was refused');
    },
    (refused: unknown) => refused,
  );
  return explainHistoryFailure(error, 'This run was not recorded', 'contents: write');
};
const nights = (count: number) => Array.from({ length: count }, (_, i) => makeNight(i + 1));

describe('recording', () => {
  beforeEach(() => start());

  test(
    'the first record makes a branch of its own, without the code',
    async () => {
      const night = makeNight(1);
      await open().append(night);
      expect(await filesOf()).toEqual([pathOfRecord(night)]);
      expect(await github.git.read(BRANCH, pathOfRecord(night))).toBe(writeRecordText(night));
      expect(await github.git.run(['rev-list', '--count', BRANCH])).toBe('1');
      expect(await github.git.list('main')).toEqual(['README.md']);
    },
    PATIENCE_MS,
  );

  testInFull(
    'later ones add a commit each, and its message quotes nobody',
    async () => {
      for (const night of nights(3)) await open().append({ ...night, name: '@everyone <!-- -->' });
      expect(await filesOf()).toEqual(nights(3).map(pathOfRecord));
      expect(await github.git.run(['log', '--format=%s', BRANCH])).toBe(
        [103, 102, 101].map((id) => `Record nightly run ${id}-1 of ${SUITE}: pass`).join('\n'),
      );
    },
    PATIENCE_MS,
  );

  test(
    'once, however often it is called',
    async () => {
      for (let time = 0; time < 3; time++) await open().append(makeNight(1));
      expect(await github.git.run(['rev-list', '--count', BRANCH])).toBe('1');
    },
    PATIENCE_MS,
  );

  test(
    'another record in its place is kept, and told from its own',
    async () => {
      const [one] = nights(1);
      if (!one) throw new Error('there is a night');
      const other = { ...one, whole: { ...one.whole, latencyMs: quantilesOf(7) } };
      expect(await open().append(one)).toBe(true);
      expect(await open().append(one)).toBe(true);
      expect(await open().append(other)).toBe(false);
      expect((await open().read(SUITE)).records).toEqual([one]);
    },
    PATIENCE_MS,
  );

  test(
    'a damaged file in its place is replaced',
    async () => {
      const [one] = nights(1);
      if (!one) throw new Error('there is a night');
      await github.git.commit(BRANCH, { [pathOfRecord(one)]: '{"format":' });
      expect(await open().append(one)).toBe(true);
      expect((await open().read(SUITE)).records).toEqual([one]);
    },
    PATIENCE_MS,
  );

  testInFull(
    'eight writers at once lose none',
    async () => {
      await Promise.all(nights(8).map((night) => open().append(night)));
      expect(await filesOf()).toEqual(nights(8).map(pathOfRecord));
      expect(await github.git.run(['rev-list', '--count', '--first-parent', BRANCH])).toBe('8');
      expect(await github.git.run(['fsck', '--strict'])).not.toMatch(/error|missing/);
    },
    PATIENCE_MS,
  );

  test(
    'other files of the branch are left alone',
    async () => {
      await github.git.commit(BRANCH, {
        '.gitattributes': '* -diff',
        LICENSE: 'CC0',
        'README.md': 'Ours',
        'v1/other-00000000/2025-10/1-1.json': '{}',
        'v2/other-00000000/2027-10/1-1.json': '{}',
      });
      await open().append(makeNight(1));
      expect(await filesOf()).toHaveLength(6);
      expect(await github.git.read(BRANCH, 'README.md')).toBe('Ours');
    },
    PATIENCE_MS,
  );

  test(
    'a branch with slashes in its name',
    async () => {
      await open({ branch: 'data/tailgate' }).append(makeNight(1));
      expect(await filesOf('data/tailgate')).toHaveLength(1);
      expect((await open({ branch: 'data/tailgate' }).read(SUITE)).records).toHaveLength(1);
    },
    PATIENCE_MS,
  );

  test(
    'a checkout of the branch is a folder that the terminal reads',
    async () => {
      for (const night of nights(3)) await open().append(night);
      const folder = await mkdtemp(join(tmpdir(), 'tailgate-checkout-'));
      try {
        await promisify(execFile)('git', ['clone', '--quiet', '--branch', BRANCH, github.git.path, folder]);
        const { records, skipped } = await openFolderStore(folder, 'the checkout').read(SUITE);
        expect(records).toEqual(nights(3));
        expect(skipped).toEqual([]);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    PATIENCE_MS,
  );
});

describe('what goes wrong on the way', () => {
  beforeEach(async () => {
    await start();
    await open().append(makeNight(1));
  }, PATIENCE_MS);

  const writes = ['git/create-tree', 'git/create-commit', 'git/update-ref'] as const;

  testPart(
    writes.flatMap((operation): [Operation, string, Fault][] => [
      [operation, 'broken off before it took effect', { drop: 'before' }],
      [operation, 'broken off after it took effect', { drop: 'after' }],
      [operation, 'answered 502', { status: 502 }],
      [operation, 'answered by half a response', { truncate: true }],
      [operation, 'timed out after it took effect', { answerAfterMs: 900 }],
      [operation, 'in conflict', { status: 409, message: 'Reference is being updated' }],
    ]),
    ([operation]) => operation,
    ([, what]) => what,
  )(
    '%s %s: recorded once',
    async (operation, _, fault) => {
      github.fail(operation, fault);
      // A busy machine's git may take as long where nothing is to come too late.
      await open('answerAfterMs' in fault ? { timeoutMs: 600 } : {}).append(makeNight(2));
      expect(await filesOf()).toEqual(nights(2).map(pathOfRecord));
      expect(await github.git.run(['rev-list', '--count', BRANCH])).toBe('2');
    },
    PATIENCE_MS,
  );

  testPart<[Operation]>([['git/get-ref'], ['git/get-commit'], ['repos/get-content']])(
    '%s answered 500 once: read again',
    async (operation) => {
      github.fail(operation, { status: 500 });
      await open().append(makeNight(2));
      expect(await filesOf()).toHaveLength(2);
    },
    PATIENCE_MS,
  );

  testInFull(
    'another run comes first: both are kept',
    async () => {
      github.fail('git/update-ref', { meanwhile: () => open().append(makeNight(3)) });
      await open().append(makeNight(2));
      expect(await filesOf()).toEqual(nights(3).map(pathOfRecord));
    },
    PATIENCE_MS,
  );

  test(
    'the branch is removed meanwhile: a new one is begun',
    async () => {
      const remove = () => github.git.run(['update-ref', '-d', `refs/heads/${BRANCH}`]);
      github.fail('git/update-ref', { meanwhile: remove });
      await open().append(makeNight(2));
      expect(await filesOf()).toEqual([pathOfRecord(makeNight(2))]);
    },
    PATIENCE_MS,
  );

  testInFull(
    'the branch is made meanwhile: both are kept',
    async () => {
      github.fail('git/create-ref', { meanwhile: () => open({ branch: 'other' }).append(makeNight(3)) });
      await open({ branch: 'other' }).append(makeNight(2));
      expect(await filesOf('other')).toHaveLength(2);
    },
    PATIENCE_MS,
  );

  test(
    'a commit that can’t be found yet is asked for again',
    async () => {
      github.fail('git/get-commit', { status: 404, message: 'Not Found' });
      await open().append(makeNight(2));
      expect(await filesOf()).toHaveLength(2);
    },
    PATIENCE_MS,
  );
});

describe('what is refused', () => {
  beforeEach(() => start());

  test(
    'a token that may only read: the permission is named, and nothing is tried twice',
    async () => {
      github.grant('reader', { mayWrite: false });
      const told = await why(open({ token: 'reader' }).append(makeNight(1)));
      expect(told).toContain('permissions:\n  contents: write');
      expect(told).toContain('The verdict, the summary and the outputs are not affected.');
      expect(github.asked.filter((operation) => operation === 'git/create-tree')).toHaveLength(1);
    },
    PATIENCE_MS,
  );

  testPart<[Operation, Fault, RegExp]>(
    [
      [
        'git/update-ref',
        { status: 422, message: 'Repository rule violations found' },
        /a rule or a protection/,
      ],
      ['git/update-ref', { status: 403, message: 'Cannot update this protected ref.' }, /history-branch/],
      ['git/update-ref', { status: 422, message: 'Object does not fit' }, /GitHub answered 422 \(Object/],
      ['git/get-ref', { status: 401, message: 'Bad credentials' }, /does not accept the token/],
      [
        'git/create-tree',
        {
          status: 403,
          message: 'You have exceeded a secondary rate limit',
          headers: { 'retry-after': '60' },
        },
        /rate limit is used up/,
      ],
      [
        'git/create-tree',
        { status: 429, message: 'Slow down', headers: { 'retry-after': '60' } },
        /rate limit/,
      ],
    ],
    ([operation]) => operation,
  )(
    '%s: %j',
    async (operation, fault, words) => {
      await open().append(makeNight(1));
      github.failAlways(operation, fault);
      expect(await why(open().append(makeNight(2)))).toMatch(words);
      expect(await filesOf()).toHaveLength(1);
    },
    PATIENCE_MS,
  );

  testPart<[Readonly<Record<string, string>>, RegExp]>([
    [
      { 'package.json': '{}' },
      /it contains other things \(“package.json”\).*history-branch, such as tailgate-history\./,
    ],
    [{ 'src/v1/index.ts': '' }, /\(“src”\)/],
    [{ 'v1/openapi.yml': '', 'server/main.go': '' }, /\(“server”\)/],
  ])(
    'a branch with %j: nothing is written, nor tried again',
    async (files, words) => {
      await github.git.commit('develop', files);
      expect(await why(open({ branch: 'develop' }).append(makeNight(1)))).toMatch(words);
      expect(await filesOf('develop')).toEqual(Object.keys(files).sort());
      expect(github.asked.filter((operation) => operation === 'git/get-ref')).toHaveLength(1);
      expect(github.asked).not.toContain('git/create-tree');
    },
    PATIENCE_MS,
  );

  test(
    'an empty repository takes no branch',
    async () => {
      await github.close();
      await start({ empty: true });
      expect(await why(open().append(makeNight(1)))).toMatch(/no commit yet.*Push a first commit/);
    },
    PATIENCE_MS,
  );
});

describe('reading', () => {
  beforeEach(() => start());

  test(
    'without a branch, and without the suite, there is nothing',
    async () => {
      expect(await open().read(SUITE)).toEqual({ records: [], skipped: [] });
      await open().append(makeNight(1));
      expect(await open().read('other-00000000')).toEqual({ records: [], skipped: [] });
    },
    PATIENCE_MS,
  );

  test(
    'oldest first; a broken, foreign or oversized file loses only itself',
    async () => {
      const files = nights(3).map((night) => [pathOfRecord(night), writeRecordText(night)] as const);
      const folder = `v1/${SUITE}/2025-10`;
      await github.git.commit(BRANCH, {
        ...Object.fromEntries(files.reverse()),
        [`${folder}/900-1.json`]: '{"format":',
        [`${folder}/901-1.json`]: writeRecordText({ ...makeNight(9), release: 'x'.repeat(70_000) }),
        [`${folder}/902-1.json`]: JSON.stringify({ format: 'tailgate-history/2' }),
        [`${folder}/notes.txt`]: 'hello',
      });
      const { records, skipped } = await open().read(SUITE);
      expect(records).toEqual(nights(3));
      expect([...skipped].sort()).toEqual([
        expect.stringMatching(/900-1\.json is left out of the history: it is no valid JSON/),
        expect.stringMatching(/901-1\.json .* more than any record/),
        expect.stringMatching(/902-1\.json .* use a newer one/),
      ]);
    },
    PATIENCE_MS,
  );

  test(
    'fifty files come with one request, and the newest 400 unless older ones are asked for',
    async () => {
      // So many nights back that none of them is to come.
      const many = Array.from({ length: 402 }, (_, i) =>
        makeNight(i + 1, { at: new Date(Date.UTC(2025, 0, i + 1, 3)).toISOString() }),
      );
      await github.git.commit(
        BRANCH,
        Object.fromEntries(many.map((night) => [pathOfRecord(night), writeRecordText(night)])),
      );
      const before = github.asked.length;
      const { records, unread } = await open().read(SUITE);
      expect(unread).toBe(2);
      expect(records.map(({ run }) => run.id)).toEqual(many.slice(2).map(({ run }) => run.id));
      const asked = github.asked.slice(before);
      expect(asked.filter((operation) => operation === 'graphql')).toHaveLength(8);
      expect(asked.length).toBeLessThan(15);
      const all = await open().read(SUITE, (seen) => seen.length > 400);
      expect(all).toEqual({ records: many, skipped: [] });
    },
    PATIENCE_MS,
  );

  test(
    'where GraphQL gives no response, the files are asked for one by one',
    async () => {
      for (const night of nights(3)) await open().append(night);
      github.failAlways('graphql', { status: 404, message: 'Not Found' });
      expect((await open().read(SUITE)).records).toEqual(nights(3));
      expect(github.asked).toContain('git/get-blob');
    },
    PATIENCE_MS,
  );

  test(
    'a refusal is thrown, not taken for an empty history',
    async () => {
      await open().append(makeNight(1));
      github.failAlways('git/get-tree', { status: 403, message: 'Resource not accessible by integration' });
      await expect(open().read(SUITE)).rejects.toThrow('not accessible');
    },
    PATIENCE_MS,
  );
});

testInFull(
  'pruning keeps the newest and every release, in one commit',
  async () => {
    await start();
    const all = nights(6).map((night, i) => (i === 1 ? { ...night, release: 'v1.0.0' } : night));
    for (const night of all) await open().append(night);
    expect(await open().prune(SUITE, 2)).toBe(3);
    expect(await filesOf()).toEqual([all[1], all[4], all[5]].map((night) => night && pathOfRecord(night)));
    expect(await open().prune(SUITE, 2)).toBe(0);
    expect(await github.git.run(['rev-list', '--count', BRANCH])).toBe('7');
  },
  PATIENCE_MS,
);
