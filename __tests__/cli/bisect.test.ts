/** `tailgate bisect` in real git repositories, whose commits are a tiny service; one of them takes twice as long. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { testInFull } from '../part.ts';
import { repeatWhile } from '../saturation.ts';
import { command } from './in-process.ts';
import { openShell, type Shell } from './process.ts';

const onPosix = process.platform === 'win32' ? test.skip : test;
const inFull = process.platform === 'win32' ? test.skip : testInFull;
const run = promisify(execFile);
const PATIENCE_MS = 600_000;

/** As many connections as let a round of a second have some two hundred responses: of fewer, a P50 takes more blocks. */
const CONFIG = `
name: bisected
target: { ready: /health }
load: { connections: 12, duration: 20s, warmup: 200ms, timeout: 5s }
scenario: { requests: [ { name: items, get: /items } ] }
gate:
  p50: { regression: 50 % }
  rounds: { measure: 1s, discard: 0s, budget: 60s }
`;

/**
 * What a response takes, and what one that is slower takes. A generator may read responses later by half of their P99
 * before nothing is judged: where they take this long, that of a busy machine is seldom taken for late.
 */
const USUAL_MS = 60;
const SLOW_MS = 2 * USUAL_MS;

/** A session that the machine has spoilt says so, and is held anew. */
const unlessSpoilt = <T>(judge: () => Promise<T>, said: (ended: T) => string): Promise<T> =>
  repeatWhile(judge, (ended) => said(ended).includes('The load generator was late'), 3);

/** Its port is told as the command wants it; each start leaves a line in a file beside the repository. */
const serverOf = (ms: number) => `
const { appendFileSync } = require('node:fs');
require('node:http')
  .createServer((_, response) => setTimeout(() => response.end('{}'), ${ms}))
  .listen(Number(process.argv[2] ?? process.env.PORT), '127.0.0.1');
if (process.env.TAILGATE_STARTS) appendFileSync(process.env.TAILGATE_STARTS, process.pid + '\\n');
`;
const START = 'node server.js {{port}}';

let shell: Shell;
let home: string;
beforeEach(async () => {
  shell = await openShell();
  home = await mkdtemp(join(tmpdir(), 'tailgate-git-home-'));
  await git('init', '--quiet', '--initial-branch=main');
});
afterEach(async () => {
  await shell.remove();
  await rm(home, { recursive: true, force: true });
});

const gitEnv = () => ({
  PATH: process.env.PATH ?? '',
  HOME: home,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Nobody',
  GIT_AUTHOR_EMAIL: 'nobody@example.com',
  GIT_COMMITTER_NAME: 'Nobody',
  GIT_COMMITTER_EMAIL: 'nobody@example.com',
});
async function gitIn(folder: string, ...words: readonly string[]): Promise<string> {
  const { stdout } = await run('git', ['-C', folder, ...words], { env: gitEnv() });
  return stdout.trim();
}
const git = (...words: readonly string[]) => gitIn(shell.folder, ...words);
const write = (file: string, text: string) => writeFile(join(shell.folder, file), text);
async function commit(title: string, server: string): Promise<string> {
  await write('server.js', server);
  await write('notes.txt', title);
  await git('add', '.');
  await git('commit', '--quiet', '-m', title);
  return git('rev-parse', 'HEAD');
}
const bisect = (...words: string[]) => shell.tailgate(['bisect', ...words], { env: { HOME: home } });

/** What lies beside the repository as long as a search goes on. */
const copies = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('tailgate-bisect-'));

/** Of a process; nothing where there is none, and Z where nobody has asked yet how it ended. */
const stateOf = (pid: number): Promise<string> =>
  run('ps', ['-o', 'stat=', '-p', String(pid)]).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );

describe('the search', () => {
  const find = async (server: (i: number) => string) => {
    await write('tailgate.yml', CONFIG);
    await write('.gitignore', 'tailgate.yml\n');
    const commits: string[] = [];
    for (let i = 0; i <= 8; i++) commits.push(await commit(`Change ${i}`, server(i)));
    // What the user has under way is no matter of the search, and stays.
    await git('checkout', '--quiet', '-b', 'under-way', commits[3] ?? '');
    await write('server.js', 'not even JavaScript {{{');
    const before = [await git('status', '--porcelain'), await git('rev-parse', 'HEAD')];
    const words = [commits[0] ?? '', 'main', '--start', START, '--json', join(home, 'found.json')];
    const ended = await unlessSpoilt(
      () => bisect(...words),
      ({ err }) => err,
    );
    expect([await git('status', '--porcelain'), await git('rev-parse', 'HEAD')]).toEqual(before);
    expect((await git('worktree', 'list')).split('\n')).toHaveLength(1);
    return { ...ended, commits };
  };

  inFull(
    'of eight commits it finds the one that takes twice as long, past one that does not start',
    async () => {
      const { exitCode, out, err, commits } = await find((i) =>
        i === 4 ? 'process.exit(3)' : serverOf(i >= 6 ? SLOW_MS : USUAL_MS),
      );
      // With what each comparison said, where it does not.
      expect(`${err}${out}`).toContain(`${commits[6]} is the first bad commit, after `);
      expect(out).toContain('Change 6');
      expect(exitCode).toBe(0);
      expect(err).toMatch(/^1: \w{9} Change 8 is started and compared; 8 may be the one\.$/m);
      expect(err).toMatch(/^1: \w{9} is bad: P50 /m);
      expect(err).toMatch(/is not to be judged: the command that starts it ended \(exit code 3\)/);
      const found = JSON.parse(await readFile(join(home, 'found.json'), 'utf8'));
      expect(found).toMatchObject({
        format: 'tailgate-bisect/1',
        good: commits[0],
        bad: commits[8],
        end: 'found',
        candidates: [{ sha: commits[6], title: 'Change 6' }],
      });
      expect(found.sessions[0]).toEqual({
        sha: commits[8],
        title: 'Change 8',
        verdict: 'bad',
        reason: expect.stringContaining('P50'),
      });
    },
    PATIENCE_MS,
  );

  inFull(
    'where the last commit is no slower, there is nothing to find',
    async () => {
      const { exitCode, out, err } = await find(() => serverOf(USUAL_MS));
      expect(`${err}${out}`).toMatch(/^There is nothing to find: \w{9} Change 8 is no worse/m);
      expect(exitCode).toBe(1);
    },
    PATIENCE_MS,
  );
});

describe('a step of git bisect run', () => {
  inFull(
    'a slower checkout is bad: 1; the good commit and what it started are gone afterwards',
    async () => {
      await write('tailgate.yml', CONFIG);
      const good = await commit('Good', serverOf(USUAL_MS));
      await commit('Slow', serverOf(SLOW_MS));
      const starts = join(home, 'starts');
      const before = await copies();
      const { exitCode, out } = await unlessSpoilt(
        async () => {
          await rm(starts, { force: true });
          return bisect(good, '--start', `TAILGATE_STARTS='${starts}' ${START}`);
        },
        (ended) => ended.out,
      );
      expect(out).toMatch(/^bad: P50 /);
      expect(exitCode).toBe(1);
      const { stdout } = await run('cat', [starts]);
      const pids = stdout.trim().split('\n').map(Number);
      expect(pids).toHaveLength(2);
      for (const pid of pids) expect(await stateOf(pid)).toMatch(/^(Z|$)/);
      expect((await copies()).filter((name) => !before.includes(name))).toEqual([]);
      expect((await git('worktree', 'list')).split('\n')).toHaveLength(1);
    },
    PATIENCE_MS,
  );

  onPosix(
    'a checkout that does not start is skipped: 125, with what it said, but for what its environment keeps secret',
    async () => {
      await write('tailgate.yml', CONFIG);
      const good = await commit('Good', serverOf(USUAL_MS));
      const says = "console.error('no such module', process.env.PAYMENT_TOKEN); process.exit(1)";
      await commit('Broken', says);
      const { exitCode, out } = await shell.tailgate(['bisect', good, '--start', START], {
        env: { HOME: home, PAYMENT_TOKEN: 'opaque-and-long' },
      });
      expect(out).toMatch(
        /^unusable: the command that starts it ended \(exit code 1\), with no such module \*\*\*/,
      );
      expect(exitCode).toBe(125);
    },
    PATIENCE_MS,
  );

  onPosix(
    'what could not be removed from a session is told',
    async () => {
      const beside =
        'setup: [ { post: /seed, expect: 201 } ], cleanup: [ { delete: /seed, expect: 204 } ], requests:';
      await write('tailgate.yml', CONFIG.replace('requests:', beside));
      const good = await commit('Good', serverOf(USUAL_MS));
      await commit('Same', serverOf(USUAL_MS + 1));
      const { exitCode, err } = await bisect(good, '--start', START);
      expect(err).toMatch(
        /^tailgate: The clean-up after the load failed, .*: DELETE \/seed was answered 200\.$/m,
      );
      expect(exitCode).toBe(125);
    },
    PATIENCE_MS,
  );

  onPosix(
    'a good commit that does not start ends the search: 128',
    async () => {
      await write('tailgate.yml', CONFIG);
      const good = await commit('Broken', 'process.exit(7)');
      await commit('Good', serverOf(USUAL_MS));
      const { exitCode, err } = await bisect(good, '--start', START);
      expect(err).toContain('--start: of the good commit the command that starts it ended (exit code 7)');
      expect(exitCode).toBe(128);
    },
    PATIENCE_MS,
  );

  inFull(
    'git itself finds the commit with it',
    async () => {
      await write('tailgate.yml', CONFIG);
      await write('.gitignore', 'tailgate.yml\n');
      const commits: string[] = [];
      for (let i = 0; i <= 4; i++)
        commits.push(await commit(`Change ${i}`, serverOf(i >= 3 ? SLOW_MS : USUAL_MS)));
      const bundle = join(import.meta.dirname, '../../dist/cli/index.js');
      const step = [process.execPath, bundle, 'bisect', commits[0] ?? '', '--start', START];
      const told = await unlessSpoilt(
        async () => {
          await git('bisect', 'reset');
          await git('bisect', 'start', commits[4] ?? '', commits[0] ?? '');
          // It fails where commits had to be skipped, and says so.
          return git('bisect', 'run', ...step).catch(({ stdout }: { stdout: string }) => stdout);
        },
        (said) => said,
      );
      expect(told).toContain(`${commits[3]} is the first bad commit`);
    },
    PATIENCE_MS,
  );
});

describe('mistakes end it with 128, which git takes for no verdict', () => {
  // One of two commits for all of them, since none changes anything.
  let repository: string;
  beforeAll(async () => {
    repository = await mkdtemp(join(tmpdir(), 'tailgate-mistakes-'));
    await gitIn(repository, 'init', '--quiet', '--initial-branch=main');
    await writeFile(join(repository, 'tailgate.yml'), CONFIG);
    for (const title of ['One', 'Two']) {
      await writeFile(join(repository, 'notes.txt'), title);
      await gitIn(repository, 'add', '.');
      await gitIn(repository, 'commit', '--quiet', '-m', title);
    }
  });
  afterAll(() => rm(repository, { recursive: true, force: true }));
  const words = (...more: string[]) => command(repository, ['bisect', ...more], { HOME: home });

  test.each([
    [['HEAD~1', 'HEAD'], '--start: is required'],
    [['HEAD~1', 'HEAD', '--start', ' '], '--start: " " is not a command'],
    [
      ['HEAD~1', 'HEAD', '--start', START, '--target-url', 'http://127.0.0.1:1'],
      '--target-url: is for a running environment',
    ],
    [['--start', START], 'needs a good commit'],
    [['HEAD~1', '--start', START, '--json', 'found.json'], '--json: is for a search'],
    [['HEAD~1', 'HEAD', '--start', START, '--json', '.'], '--json: "." is a folder'],
    [['HEAD', 'HEAD~1', '--start', START], 'does not come after'],
    [['HEAD', 'HEAD', '--start', START], 'does not come after'],
    [['v9', 'HEAD', '--start', START], 'there is no commit "v9" here'],
    [['--output=/tmp/x', 'HEAD', '--start', START], "Unknown option '--output'"],
    [['HEAD~1', 'HEAD', '--start', START, '--config', 'none.yml'], 'there is no file none.yml'],
    [[], 'there is nothing to judge'],
  ])('%j', async (given, says) => {
    const { exitCode, err } = await words(...given);
    expect(err).toContain(says);
    expect(exitCode).toBe(128);
  });

  test('a folder without a repository', async () => {
    const folder = join(home, 'elsewhere');
    await mkdir(folder);
    await writeFile(join(folder, 'tailgate.yml'), CONFIG);
    const { exitCode, err } = await command(folder, ['bisect', 'a', 'b', '--start', START], { HOME: home });
    expect(err).toContain('this folder is not in a git repository');
    expect(exitCode).toBe(128);
  });
});
