/** The history from a terminal: recording and comparing as a process, listing also in this one. */
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { HistoryRecord } from '../../src/evidence/history/record.ts';
import { pathOfRecord, readRecordText, writeRecordText } from '../../src/evidence/history/record-text.ts';
import { suiteOf } from '../../src/store/history/suite.ts';
import { type Service, startService } from '../action/service.ts';
import { makeNights, makeStage, type RecordShape } from '../evidence/make-history.ts';
import { idOf } from '../measurement-id.ts';
import { drawn, testInFull } from '../part.ts';
import { repeatSaturated } from '../saturation.ts';
import { command } from './in-process.ts';
import { type Ended, openShell, type Shell } from './process.ts';

const CONNECTIONS = drawn(16, 8);
const CONFIG = `
name: smoke
load: { connections: ${CONNECTIONS}, duration: 2s, warmup: 200ms, timeout: 2s }
scenario: { requests: [ { name: list, weight: 3, get: /items }, { name: one, get: /items/1 } ] }
baseline: history
gate: { p99: { regression: 50 % }, errors: { max: 50 %, regression: 5 pp } }
`;
const SUITE = suiteOf(idOf('smoke'));
const PATIENCE_MS = 120_000;

let shell: Shell;
let service: Service;

beforeEach(async () => {
  shell = await openShell();
  service = await startService();
  await writeFile(join(shell.folder, 'tailgate.yml'), CONFIG);
});
afterEach(async () => {
  await service.close();
  await shell.remove();
});

function run(...words: string[]): Promise<Ended> {
  return repeatSaturated(
    async (nth) => {
      if (nth > 1) await forgetInvalid(words.at(words.indexOf('--history') + 1 || words.length));
      return shell.run(['--target-url', service.url, ...words]);
    },
    ({ causes }) => causes,
  );
}

const history = (...words: string[]) => command(shell.folder, ['history', ...words]);

/** Nights of this scenario, as if they had been recorded here. */
async function plant(count: number, of: (night: number) => RecordShape, folder = '.tailgate/history') {
  const conditions: RecordShape['conditions'] = {
    stages: [makeStage({ connections: CONNECTIONS, durationSeconds: 2 })],
    timeoutSeconds: 2,
    mix: [
      { name: 'list', method: 'GET', path: '/items', share: 0.75 },
      { name: 'one', method: 'GET', path: '/items/1', share: 0.25 },
    ],
  };
  const nights = makeNights(count, (night) => ({ suite: SUITE, name: 'smoke', conditions, ...of(night) }));
  for (const record of nights) await plantText(pathOfRecord(record), writeRecordText(record), folder);
  return nights;
}

async function plantText(path: string, text: string, folder = '.tailgate/history'): Promise<void> {
  await mkdir(dirname(join(shell.folder, folder, path)), { recursive: true });
  await writeFile(join(shell.folder, folder, path), text);
}

/** The records that are there, without what is broken. */
async function recorded(folder = '.tailgate/history'): Promise<HistoryRecord[]> {
  const files = await readdir(join(shell.folder, folder, 'v1', SUITE), { recursive: true }).catch(() => []);
  const read = await Promise.all(
    files
      .filter((name) => name.endsWith('.json'))
      .map(async (name) => {
        const path = `v1/${SUITE}/${name}`;
        return readRecordText(path, await readFile(join(shell.folder, folder, path), 'utf8'));
      }),
  );
  return read.flatMap((one) => ('record' in one ? [one.record] : []));
}

async function forgetInvalid(folder = '.tailgate/history'): Promise<void> {
  const all = await recorded(folder);
  for (const record of all.filter(({ verdict }) => verdict === 'invalid'))
    await rm(join(shell.folder, folder, pathOfRecord(record)));
}

describe('tailgate run', () => {
  testInFull(
    'records a night, and a first night is inconclusive, saying how many more are needed',
    async () => {
      const { exitCode, out, err } = await run('--policy', 'nightly');
      expect(exitCode).toBe(3);
      expect(out).toContain('has no comparable run of it');
      expect(out).toContain('Record 12 more runs');
      expect(err).toContain('tailgate: recorded in the folder .tailgate/history\n');
      const [record, ...others] = await recorded();
      expect(others).toEqual([]);
      expect(record).toMatchObject({
        suite: SUITE,
        name: 'smoke',
        event: 'terminal',
        policy: 'nightly',
        verdict: 'inconclusive',
        excluded: null,
        release: null,
      });
      expect(record?.whole.requests).toBeGreaterThan(200);
    },
    PATIENCE_MS,
  );

  test(
    'is judged by the nights before it: within passes, far slower fails, and both are recorded',
    async () => {
      await plant(13, () => ({ p99Ms: 5000 }));
      const good = await run('--policy', 'nightly');
      expect(good.out).toMatch(/^✔ PASS/);
      expect(good.out).toContain('13 comparable runs since 2025-10-01');
      expect(good.exitCode).toBe(0);
      expect(await recorded()).toHaveLength(14);

      await plant(13, () => ({ p99Ms: 0.5 }), 'fast');
      const bad = await run('--policy', 'release', '--release', 'v1.0.0', '--history', 'fast');
      expect(bad.exitCode).toBe(1);
      expect(bad.out).toMatch(/P99 rose by [\d,]+ %/);
      expect(bad.out).toContain('--history fast');
      expect(bad.err).toContain('recorded in the folder fast');
      expect(bad.out.replaceAll(/\s+/g, ' ')).toContain(
        'No passing release has been recorded yet: this one is compared with the whole history.',
      );
      const release = (await recorded('fast')).find((record) => record.policy === 'release');
      expect(release).toMatchObject({ release: 'v1.0.0', verdict: 'fail' });
    },
    PATIENCE_MS,
  );

  testInFull(
    'is compared with the history as it was at a release; a pull request’s run is not recorded',
    async () => {
      await plant(26, (night) => ({
        p99Ms: night < 13 ? 0.5 : 5000,
        release: night === 12 ? 'v1.0.0' : null,
      }));
      const now = await run();
      expect(now.exitCode).toBe(0);
      const then = await run('--baseline', 'history@v1.0.0');
      expect(then.exitCode).toBe(1);
      expect(then.out).toContain('history@v1.0.0');
      expect(now.err + then.err).not.toContain('recorded');
      expect(await recorded()).toHaveLength(26);
    },
    PATIENCE_MS,
  );

  testInFull(
    'a comment-key has a history of its own: it is recorded there, and compared with it alone',
    async () => {
      const keyed = suiteOf(idOf('smoke', { ownKey: 'node 20' }));
      await plant(13, () => ({ p99Ms: 0.5 }));
      await plant(13, () => ({ p99Ms: 5000, suite: keyed }));
      const { exitCode, out } = await run('--policy', 'nightly', '--comment-key', 'node 20');
      expect(out).toMatch(/^✔ PASS/);
      expect(exitCode).toBe(0);
      expect(await recorded()).toHaveLength(13);
      const listed = await history('list', '--suite', 'smoke', '--comment-key', 'node 20', '--json');
      const { suite, records } = JSON.parse(listed.out);
      expect([suite, records.length]).toEqual([keyed, 14]);
      const other = await history('list', '--comment-key', '', '--json');
      expect(JSON.parse(other.out).suite).toBe(SUITE);
    },
    PATIENCE_MS,
  );

  test(
    'a run of another duration is recorded, and never compared with',
    async () => {
      const { err } = await run('--policy', 'nightly', '--duration', '1s');
      expect(err).toContain(
        'recorded in the folder .tailgate/history, but not used for comparison: its duration was set by hand',
      );
      expect((await recorded())[0]?.excluded).toBe('its duration was set by hand');
    },
    PATIENCE_MS,
  );

  testInFull(
    'a record that can’t be stored is told, and the verdict stays',
    async () => {
      await writeFile(join(shell.folder, 'tailgate.yml'), CONFIG.replace('baseline: history', ''));
      await mkdir(join(shell.folder, 'taken'));
      await writeFile(join(shell.folder, 'taken/v1'), 'a file');
      const { exitCode, out, err } = await run('--policy', 'nightly', '--history', 'taken');
      expect(exitCode).toBe(0);
      expect(out).toMatch(/^✔ PASS/);
      expect(err).toMatch(
        /tailgate: The record in the folder taken could not be written: .*v1 is not a folder/,
      );
    },
    PATIENCE_MS,
  );

  testInFull(
    'leaves the folder alone where neither baseline nor policy asks for it',
    async () => {
      await writeFile(join(shell.folder, 'tailgate.yml'), CONFIG.replace('baseline: history', ''));
      expect((await run()).exitCode).toBe(0);
      expect(await readdir(shell.folder)).toEqual(['tailgate.yml']);
    },
    PATIENCE_MS,
  );

  testInFull(
    'what is broken in the folder is told, and the rest counts',
    async () => {
      await plant(13, () => ({ p99Ms: 5000 }));
      await plantText(`v1/${SUITE}/2025-10/77-1.json`, '{"format":');
      const { exitCode, out } = await run();
      expect(exitCode).toBe(0);
      expect(out.replaceAll(/\s+/g, ' ')).toContain(
        '77-1.json is left out of the history: it is no valid JSON',
      );
    },
    PATIENCE_MS,
  );

  test.each([
    [['--policy', 'weekly'], '--policy: "weekly" is not allowed: use pull-request, nightly or release'],
    [['--release', 'v1'], '--release: marks a release: add --policy release'],
    [['--policy', 'release'], '--release: the policy release needs a tag: add --release TAG'],
    [
      ['--baseline', 'history@v9'],
      'history@v9 names no run that is recorded in the folder .tailgate/history; it',
    ],
    [['--comment-key', 'a--b'], '--comment-key: "a--b" is not allowed: use at most 60 letters'],
    [['--baseline', 'history:v9'], '--baseline: "history:v9" is not a history to compare with'],
  ])(
    '%p: 2, before any request',
    async (words, says) => {
      const { exitCode, err } = await command(shell.folder, ['run', '--target-url', service.url, ...words]);
      expect(err).toContain(says);
      expect(exitCode).toBe(2);
      expect(service.asked).toEqual([]);
    },
    PATIENCE_MS,
  );
});

describe('tailgate history', () => {
  test(
    'list, show and prune',
    async () => {
      await plant(20, (night) => ({
        p99Ms: night < 8 ? 60 : 90,
        ...(night === 3 && { excluded: 'it was cancelled' }),
        ...(night === 5 && { release: 'v1.0.0' }),
      }));
      const suites = await history('list');
      expect([suites.exitCode, suites.err]).toEqual([0, '']);
      expect(await shell.tailgate(['history', 'list'])).toEqual({ ...suites, signal: null });
      expect(suites.out).toContain(`${SUITE}`);

      const listed = await history('list', '--suite', 'smoke');
      expect(listed.out).toContain('20 runs, 19 of them comparable, 1 not used for comparison');
      expect(listed.out).toContain('◄ P99 +50.0 %');
      const records = JSON.parse((await history('list', '--suite', SUITE, '--json')).out);
      expect(records.records).toHaveLength(20);

      const shown = await history('show');
      expect(shown.out).toMatch(/P99\n {2}[▁▂]+│[▆▇█]+\n {2}2025-10-09 {2}\+50\.0 % to 89\.9 ms in 12 runs/);
      const { figures } = JSON.parse((await history('show', '--json')).out);
      expect(figures[0]).toMatchObject({ metric: 'p99', use: 'gates', untilGates: 0, runs: 12 });

      const pruned = await history('prune', '--keep', '5');
      expect(pruned.out).toBe(`${SUITE} in the folder .tailgate/history: 14 of 20 runs removed\n`);
      expect((await recorded()).map(({ release }) => release)).toContain('v1.0.0');
      expect(await recorded()).toHaveLength(6);
    },
    PATIENCE_MS,
  );

  test(
    'mistakes: 2, with a way out',
    async () => {
      const says = async (...words: string[]) => {
        const { exitCode, err } = await history(...words);
        expect(exitCode).toBe(2);
        expect(err).not.toContain('bug');
        return err;
      };
      expect(await says('shout')).toContain(
        '"shout" is not something that history can do: use list, show, page or prune',
      );
      expect(await says()).toBe('tailgate: history: write list, show, page or prune\n');
      expect(await says('list', '--history', 'nope')).toContain('--history: there is no such folder: "nope"');
      expect(await says('show')).toContain('--history: the folder .tailgate/history holds no run');
      await plant(2, () => ({}));
      await plant(2, () => ({ suite: 'other-11111111', name: 'other' }));
      expect(await says('show')).toContain(
        `--suite: name one of the suites in the folder .tailgate/history; there are other-11111111, ${SUITE}`,
      );
      expect(await says('show', '--suite', 'none')).toContain(
        'holds no suite "none"; there are other-11111111',
      );
      expect(await says('show', '--comment-key', 'eu')).toContain(
        '--comment-key: the folder .tailgate/history holds no run of the comment-key "eu"; there are other-',
      );
      expect(await says('prune', '--suite', 'smoke')).toContain('--keep: is missing: write how many');
      expect(await says('prune', '--suite', 'smoke', '--keep', 'all')).toContain(
        '--keep: "all" does not fit: write a whole number from 0 to 999999999',
      );
      expect(await says('list', '--keep', '3')).toContain('--keep: only works with history prune');
    },
    PATIENCE_MS,
  );

  test(
    'a folder that may not be read is the user’s to mend',
    async () => {
      await plant(1, () => ({}));
      const locked = join(shell.folder, '.tailgate/history/v1');
      await chmod(locked, 0o000);
      const { exitCode, err } = await history('list');
      await chmod(locked, 0o755);
      // Nothing is locked for an administrator.
      if (process.getuid?.() === 0) expect(exitCode).toBe(0);
      else {
        expect(exitCode).toBe(2);
        expect(err).toContain("can't be read (EACCES)");
      }
    },
    PATIENCE_MS,
  );

  test(
    'a file is not a history',
    async () => {
      const { exitCode, err } = await command(shell.folder, ['baseline', 'history']);
      expect(exitCode).toBe(2);
      expect(err).toContain('`tailgate history list` and `show` show the recorded runs');
    },
    PATIENCE_MS,
  );
});
