/**
 * `tailgate calibrate` and `tailgate selftest` through the bundle, against a service of a process of its own. What they
 * find is the machine's; a machine that does other things as well may leave them without an answer, never with a wrong one.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseConfig } from '../../src/config/parse-config.ts';
import { freePort } from '../engine/servers.ts';
import { type Ended, openShell, type Shell } from './process.ts';

const PATIENCE_MS = 300_000;
const SCENARIO = `name: noise
load: { connections: 12, duration: 2s, warmup: 500ms, timeout: 2s }
scenario: { requests: [ { name: list, weight: 4, get: /items }, { name: one, get: /items/1 } ] }
`;
const GATE = `gate:
  p99: { max: 900 ms, regression: 20 % }
  throughput: { regression: 20 % }
  errors: { regression: 1 pp }
  rounds: { measure: 1s, discard: 100ms, budget: 60s }
`;

let shell: Shell;
const services: ChildProcess[] = [];
beforeEach(async () => {
  shell = await openOwnShell();
});
afterEach(() => shell.remove());
afterAll(() => {
  for (const service of services) service.kill();
});

async function openOwnShell(): Promise<Shell> {
  const own = await openShell();
  await writeFile(join(own.folder, 'tailgate.yml'), SCENARIO + GATE);
  return own;
}

function startService(medianMs: number, seed: number, sigma = 0.35): Promise<string> {
  const file = join(import.meta.dirname, '../action/wavering-service.mjs');
  const child = fork(file, [medianMs, seed, 0, sigma].map(String), {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    execArgv: [],
  });
  services.push(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.stdout?.once('data', (port: Buffer) => resolve(`http://127.0.0.1:${Number(port)}`));
  });
}

async function fileOf(
  name: string,
  { folder }: Shell = shell,
): Promise<Record<string, never> & { yaml?: string; outcome?: string }> {
  return JSON.parse(await readFile(join(folder, name), 'utf8'));
}

/** The exit code, with what was said where it is none of those expected. */
function ending({ exitCode, out, err }: Ended, expected: readonly number[]): string {
  return expected.includes(exitCode ?? -1) ? 'as expected' : `${exitCode}\n${out}\n${err}`;
}

describe('calibrate', () => {
  let own: Shell;
  let url: string;
  /** To its end, cut short after nine blocks, and after one. Most of it is waiting, so two of them go side by side. */
  let whole: Ended;
  let enough: Ended;
  let early: Ended;
  beforeAll(async () => {
    own = await openOwnShell();
    url = await startService(25, 7);
    const words = ['calibrate', '--target-url', url];
    const other = await startService(25, 8);
    const cutShort = (sign: RegExp) =>
      own.tailgate(['calibrate', '--target-url', other, '--base-url', other, '--duration', '32s'], {
        interrupt: (err) => (sign.test(err) ? 'SIGINT' : null),
      });
    early = await cutShort(/^block 1\b/m);
    [whole, enough] = await Promise.all([
      own.tailgate([...words, '--duration', '27s', '--json', 'out/calibration.json']),
      cutShort(/^block 9:/m),
    ]);
  }, PATIENCE_MS);
  afterAll(() => own.remove());

  test('one address against itself: figures, and a gate that its own parser takes', async () => {
    // 4 where the machine could not even load it evenly.
    expect(ending(whole, [0, 3, 4])).toBe('as expected');
    const file = await fileOf('out/calibration.json', own);
    expect(file.format).toBe('tailgate-calibration/1');
    expect(whole.err).toMatch(/block \d+: single blocks differ by ±[\d,.]+ % in P99; \d+ s left/);
    if (whole.exitCode === 4) {
      expect(whole.out).toMatch(/^! NOT CALIBRATED {2}noise\n {2}The load generator was saturated/);
      return;
    }
    expect(whole.out).toMatch(/CALIBRATED.* {2}noise\n/);
    expect(whole.out).toContain(`${url} against itself`);
    expect(whole.out).toMatch(/^ {4}gate:$/m);
    const plan = parseConfig(SCENARIO + file.yaml, 'tailgate.yml', {
      inputs: { door: 'terminal', targetUrl: url, baseUrl: url },
      env: {},
    });
    expect(plan.gate.whole.p99?.limit).toBe(900);
    expect(plan.gate.live.measureMs).toBeGreaterThanOrEqual(1000);
  });

  test('ended by Ctrl-C: a recommendation from what there is, if that is enough', () => {
    expect(ending(enough, [0, 3, 4])).toBe('as expected');
    expect(enough.out).toMatch(/It was cut short|was saturated/);
    expect(early.exitCode).toBe(4);
    expect(early.out).toMatch(
      /^! NOT CALIBRATED .*\n {2}It was cut short after [12] blocks?, and a recommendation/,
    );
  });

  test('a target that is not there: no recommendation, and why', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const words = ['calibrate', '--target-url', url, '--target-timeout', '1s', '--json', 'c.json'];
    const ended = await shell.tailgate(words);
    expect(ended.exitCode).toBe(4);
    expect(ended.out).toMatch(/the connection was refused\s+\(ECONNREFUSED\)/);
    expect(await fileOf('c.json')).toMatchObject({
      outcome: 'invalid',
      reason: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test.each([
    [['--duration', '20s'], /--duration: 20 s hold 9 blocks of two rounds, .* write at least 27s/],
    [['--duration', '3h'], /--duration: 10800 s are out of range: write at most 2h/],
    [['--duration', '9'], /--duration: "9" has no unit/],
    [['--baseline', 'x.md'], /flags of this command: --config, --target-url/],
  ])('%j is refused before anything is asked', async (flags, message) => {
    const ended = await shell.tailgate(['calibrate', '--target-url', 'http://127.0.0.1:9', ...flags]);
    expect(ended.exitCode).toBe(2);
    expect(ended.err).toMatch(message);
  });
});

describe('selftest', () => {
  test(
    'a target that answers in 25 ms: the gate finds 20 % more, and nothing where nothing is',
    async () => {
      // With a lighter tail than others a session needs fewer blocks.
      const url = await startService(25, 9, 0.15);
      const prove = () => shell.tailgate(['selftest', '--target-url', url, '--json', 'selftest.json']);
      let ended = await prove();
      // The gate's own chance of a false fail is 1.5 %: once may be chance, twice is none.
      if (/Nothing was added, and the gate failed/.test(ended.out)) ended = await prove();
      expect(ending(ended, [0, 3, 4])).toBe('as expected');
      const file = await fileOf('selftest.json');
      expect(file.outcome).toBe({ 0: 'pass', 3: 'inconclusive', 4: 'invalid' }[ended.exitCode ?? -1]);
      expect(ended.out).toContain('SELFTEST');
      expect(ended.out).toMatch(/20 % added +fail/);
      expect(ended.err).toContain('session 1 of 2: 20 % added to every answer; it must fail');
      // Nobody knows the proxies' addresses.
      expect(ended.out.replaceAll(url, '')).not.toMatch(/127\.0\.0\.1/);
      if (ended.exitCode === 0) expect(ended.out).toMatch(/nothing added +pass +pass/);
    },
    PATIENCE_MS,
  );

  test('a target that is not there: invalid, told of the target and not of a proxy', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const ended = await shell.tailgate(['selftest', '--target-url', url, '--target-timeout', '1s']);
    expect(ended.exitCode).toBe(4);
    expect(ended.out).toContain(url);
    expect(ended.out).toContain('ECONNREFUSED');
  });

  test('Ctrl-C ends it, with its proxies', async () => {
    const url = await startService(25, 10);
    const ended = await shell.tailgate(['selftest', '--target-url', url], {
      interrupt: (err) => (/^block 1 of/m.test(err) ? 'SIGINT' : null),
    });
    expect(ended.exitCode).toBe(4);
    expect(ended.out).toMatch(/SELFTEST: INVALID[\s\S]*cancelled/);
  }, 60_000);

  test('a base makes no sense here, and a budget that is too short is told at once', async () => {
    const base = await shell.tailgate(['selftest', '--target-url', 'http://127.0.0.1:9', '--base-url', 'x']);
    expect(base.exitCode).toBe(2);
    expect(base.err).toContain('--base-url');
    await writeFile(
      join(shell.folder, 'tailgate.yml'),
      SCENARIO + GATE.replace('measure: 1s', 'measure: 5s'),
    );
    const short = await shell.tailgate(['selftest', '--target-url', 'http://127.0.0.1:9']);
    expect(short.exitCode).toBe(2);
    expect(short.err).toMatch(/gate\.rounds\.budget: 60 s hold 5 blocks/);
  });
});
