/** The terminal with somebody else's load generator: its results, and its command in turn. */
import { execFileSync } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Result } from '../../src/evidence/result/schema.ts';
import { testInFull, testPart } from '../part.ts';
import { command } from './in-process.ts';

const onPosix = process.platform === 'win32' ? test.skip : test;
const inFull = process.platform === 'win32' ? test.skip : testInFull;
const FIXTURES = join(import.meta.dirname, '../fixtures/generators');
const STUB = join(FIXTURES, 'stub-generator.mjs');

let folder: string;
interface Listening {
  readonly origin: string;
  readonly server: Server;
}

async function serve(): Promise<Listening> {
  const server = createServer((_, response) => response.end('ok'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

let target: Listening;
let base: Listening;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailgate-own-'));
  [target, base] = await Promise.all([serve(), serve()]);
});
afterEach(async () => {
  for (const { server } of [target, base]) {
    server.closeAllConnections();
    server.close();
  }
  await rm(folder, { recursive: true, force: true });
});

const write = (text: string, name = 'tailgate.yml') => writeFile(join(folder, name), text);
const resultOf = async (): Promise<Result> => JSON.parse(await readFile(join(folder, 'r.json'), 'utf8'));
const gate = (...words: string[]) => command(folder, ['gate', ...words, '--json', 'r.json']);
const LIMITS = 'name: own\ngate: { p99: { max: 50 ms }, errors: { max: 10 % } }\n';

describe('tailgate gate', () => {
  /** The same, of which nothing failed. */
  const sound = async (name: string) => {
    const run = JSON.parse(await readFile(join(FIXTURES, name), 'utf8'));
    const failed = run.metrics.http_req_failed.values ?? run.metrics.http_req_failed;
    Object.assign(failed, { fails: failed.fails + failed.passes, passes: 0, rate: 0, value: 0 });
    await write(JSON.stringify(run), name);
  };
  const copy = (name: string) => copyFile(join(FIXTURES, name), join(folder, name));

  test('limits on a result of k6, told by tool and load, and where nothing is known, nothing is said', async () => {
    await write(LIMITS);
    await sound('k6-handle-summary.json');
    const { exitCode, out } = await gate('k6-handle-summary.json');
    expect(out).toMatch(/PASS {2}own/);
    expect(exitCode).toBe(0);
    expect(out).toContain('tool      k6');
    expect(out).toContain('tailgate gate --config tailgate.yml k6-handle-summary.json');
    const result = await resultOf();
    expect(result).toMatchObject({
      verdict: 'pass',
      metrics: { requests: 600, errorRate: 0, latencyMs: { p99: expect.closeTo(31.3, 1) } },
      conditions: { tool: 'k6', mix: [] },
      endpoints: [],
    });
    expect(result.metrics?.latencyMs).toEqual(result.metrics?.latencyAllMs);
    expect(result.conditions.untold).toEqual(expect.arrayContaining(['mix', 'timeout', 'machine']));
  });

  test('a limit that is missed fails, with the comment beside it', async () => {
    await write(LIMITS.replace('50 ms', '20 ms'));
    await copy('oha.json');
    const { exitCode } = await gate('oha.json', '--markdown', 'c.md');
    expect(exitCode).toBe(1);
    const comment = await readFile(join(folder, 'c.md'), 'utf8');
    expect(comment).toContain('## ❌ Fail · Tailgate `own`');
    expect(comment).toContain('**Tool:** `oha`');
  });

  test('a stored result of the same tool, and another one is told', async () => {
    await write('name: own\nbaseline: k6-summary-export.json\ngate: { p99: { regression: 10 % } }\n');
    await sound('k6-summary-export.json');
    await sound('k6-handle-summary.json');
    await copy('locust.json');
    const same = await gate('k6-handle-summary.json');
    expect(same.exitCode).toBe(0);
    expect((await resultOf()).comparisons).toMatchObject([{ metric: 'p99', basis: 'all responses' }, {}, {}]);
    const other = await gate('locust.json');
    expect(other.out).toMatch(/another tool|tool/i);
  });

  test('its own result file is a baseline for the next ones', async () => {
    await write(LIMITS);
    await sound('k6-handle-summary.json');
    await gate('k6-handle-summary.json');
    await write('name: own\ngate: { p99: { regression: 10 % } }\n');
    const { exitCode, err } = await command(folder, [
      'gate',
      'k6-handle-summary.json',
      '--baseline',
      'r.json',
    ]);
    expect([exitCode, err.trim()]).toEqual([0, '']);
  });

  test('a scenario and a load in the file are not used, and that is said', async () => {
    await write(`${LIMITS}load: light\nscenario: { requests: [{ get: / }] }\n`);
    await copy('k6-handle-summary.json');
    const { out } = await gate('k6-handle-summary.json');
    expect(out.replace(/\s+/g, ' ')).toContain(
      'scenario is not used: another load generator generates the load.',
    );
  });

  test.each([
    ['no file', ['no.json'], 'there is no file no.json'],
    ['nothing', [], 'name at least one result'],
    ['a file that is none', ['tailgate.yml'], 'is no output of a load generator that is known'],
    ['two tools', ['k6-handle-summary.json', 'oha.json'], 'has a different load than k6-handle-summary.json'],
  ])('%s is a mistake that is named', async (_, words, why) => {
    await write(LIMITS);
    await copy('k6-handle-summary.json');
    await copy('oha.json');
    const { exitCode, err } = await command(folder, ['gate', ...words]);
    expect(err).toContain(why);
    expect(exitCode).toBe(2);
  });

  test('a bound of one request, flow or stage is none that a result of all of them can be held against', async () => {
    await copy('k6-handle-summary.json');
    for (const part of ['endpoints', 'flows', 'stages']) {
      await write(`name: own\ngate: { p99: { max: 1 s }, ${part}: { list: { p99: { max: 1 s } } } }\n`);
      const { exitCode, err } = await command(folder, ['gate', 'k6-handle-summary.json']);
      expect([exitCode, err]).toEqual([
        2,
        expect.stringMatching(
          `gate.${part}.list: can't be judged: of a result, the figures of all requests together`,
        ),
      ]);
    }
  });

  test('no request is no measurement', async () => {
    await write(LIMITS);
    const none = await readFile(join(FIXTURES, 'oha.json'), 'utf8');
    const run = JSON.parse(none);
    await write(JSON.stringify({ ...run, statusCodeDistribution: {}, errorDistribution: {} }), 'none.json');
    const { exitCode } = await gate('none.json');
    expect(exitCode).toBe(4);
    expect((await resultOf()).causes).toMatchObject([{ code: 'generator-result' }]);
  });

  test('it is recorded in the history as a run of our own, and compared with that', async () => {
    await write('name: own\nbaseline: history\ngate: { p99: { max: 1 s, regression: 10 % } }\n');
    await copy('k6-handle-summary.json');
    const { err } = await gate('k6-handle-summary.json', '--policy', 'nightly');
    expect(err).toContain('recorded in the folder .tailgate/history');
    const listed = await command(folder, ['history', 'list']);
    expect(listed.exitCode).toBe(0);
  });
});

describe('load.command', () => {
  const file = (how: string, more = '') => `name: own
load: { command: '"${process.execPath}" "${STUB}" {{out}} ${how}', reads: k6, deadline: 20s${more} }
gate: { p99: { max: 1 s, regression: 10 % }, throughput: { regression: 10 % }, errors: { max: 5 % } }
`;
  /** Without a base. */
  const alone = file('', ', runs: 4').replaceAll(
    /, regression: 10 %|throughput: \{ regression: 10 % \}, /g,
    '',
  );
  const run = (...words: string[]) =>
    command(folder, [
      'run',
      '--target-url',
      target.origin,
      '--base-url',
      base.origin,
      '--json',
      'r.json',
      ...words,
    ]);

  onPosix('an equal service passes; each side is told which it is, in the order of coins', async () => {
    const log = join(folder, 'log');
    await write(file(`--log "${log}"`));
    const { exitCode, err } = await run();
    expect(err).not.toContain('bug');
    expect(exitCode).toBe(0);
    const urls = (await readFile(log, 'utf8')).trim().split('\n');
    const { interleaved } = await resultOf();
    const order = urls.map((url) => (url === target.origin ? 'target' : 'base'));
    expect(new Set(urls)).toEqual(new Set([target.origin, base.origin]));
    for (let i = 0; i < order.length; i += 2) expect(new Set(order.slice(i, i + 2)).size).toBe(2);
    expect(interleaved).toMatchObject({ blocks: order.length / 2 });
  });

  onPosix('one that is a fifth slower fails', async () => {
    await write(file(`--slow "${target.origin}" --factor 1.2`));
    const { exitCode, out } = await run();
    expect(out).toMatch(/P99 rose by/);
    expect(exitCode).toBe(1);
  });

  onPosix('what its figures leave out is told for each side, once', async () => {
    await write(file('--dropped'));
    const { exitCode } = await run();
    expect(exitCode).toBe(0);
    const { notices, interleaved } = await resultOf();
    const others = (interleaved?.blocks ?? 0) - 1;
    const told = (side: string) =>
      expect.stringMatching(
        `^On the ${side}, k6 left (1 iteration|[2-9] iterations) out, because no virtual user was free: its latencies are too low \\(and alike in ${others} other runs\\)\\.$`,
      );
    expect(notices.filter((one) => one.includes('left'))).toEqual([told('target'), told('base')]);
  });

  onPosix('without a base it is run as often as asked, and held against its limits', async () => {
    await write(alone);
    const { exitCode } = await command(folder, ['run', '--target-url', target.origin, '--json', 'r.json']);
    expect(exitCode).toBe(0);
    expect(await resultOf()).toMatchObject({ measured: { rounds: 4 }, sent: { target: 16_000 } });
  });

  const quoted: [string][] = [['"json={{out}}"'], ['"{{out}}"'], ["'{{out}}'"], ['json={{out}}']];
  (process.platform === 'win32' ? test.skip.each(quoted) : testPart(quoted))(
    'the file may stand within quotes, with more of them: %s',
    async (out) => {
      await write(alone.replace('{{out}}', out.replaceAll("'", "''")));
      const { exitCode } = await command(folder, ['run', '--target-url', target.origin]);
      expect(exitCode).toBe(0);
    },
  );

  onPosix('Locust ends with 1 where a request failed, and the way out is named', async () => {
    await write(file('--exit 1').replace('reads: k6', 'reads: locust'));
    const { exitCode, out } = await run();
    expect(exitCode).toBe(4);
    expect(out.replace(/\s+/g, ' ')).toContain(
      'with --exit-code-on-error 0 failed requests are left to the gate',
    );
  });

  onPosix.each([
    ['an exit code', '--exit 3', 'exit code 3. Its last lines: it went wrong'],
    ['garbage', '--garbage', "load generator's result can't be judged"],
    ['no request', '--none', "load generator's result contains no requests"],
    [
      'no percentile that is compared, as of k6 without its flag for them,',
      '--no-p99',
      'contains no P99, which gate compares; it has no P99: write percentiles that are gated by --summary-trend-stats',
    ],
    ['another tool', '--oha', 'is of oha, and load.reads says k6'],
  ])('%s makes it invalid, and says why', async (_, how, why) => {
    await write(file(how));
    const { exitCode, out } = await run();
    expect(out.replace(/\s+/g, ' ')).toContain(why);
    expect(exitCode).toBe(4);
    expect((await resultOf()).causes).toMatchObject([{ code: 'generator-result' }]);
  });

  test.each([
    ['no {{out}}', 'load: { command: k6 run x.js, reads: k6 }', 'does not say where its result goes'],
    ['whose result', 'load: { command: "k6 {{out}}" }', 'load.reads: is missing'],
    [
      'connections',
      'load: { command: "k6 {{out}}", reads: k6, connections: 5 }',
      "load.connections: can't be combined with command",
    ],
    [
      'a warm-up',
      'load: { command: "k6 {{out}}", reads: k6, warmup: 5s }',
      'load.warmup: has no effect with command',
    ],
    [
      'no command',
      'load: { connections: 5, duration: 5s, reads: k6 }',
      'load.reads: has no effect without command',
    ],
    ['too few blocks', 'load: { command: "k6 {{out}}", reads: k6, blocks: 6 }', '6 blocks are too few'],
  ])('%s: a mistake that is named', async (_, load, why) => {
    await write(`name: own\n${load}\ngate: { p99: { regression: 10 % } }\n`);
    const { exitCode, err } = await run();
    expect(err).toContain(why);
    expect(exitCode).toBe(2);
  });

  test.each(['--profile', '--duration', '--max-requests'])('%s is said in vain', async (flag) => {
    await write(
      'name: own\nload: { command: "k6 {{out}}", reads: k6 }\ngate: { p99: { regression: 10 % } }\n',
    );
    const value = { '--profile': 'light', '--duration': '30s', '--max-requests': '500' }[flag] ?? '';
    const { exitCode, err } = await run(flag, value);
    expect([exitCode, err]).toEqual([2, expect.stringContaining(`${flag}: has no effect with load.command`)]);
  });
});

/** Where the tool is installed: here, in PATH or where Go and Rust put theirs. */
function findTool(name: string): string | null {
  const places = [
    ...(process.env.PATH ?? '').split(delimiter),
    join(homedir(), 'go/bin'),
    join(homedir(), '.cargo/bin'),
  ];
  for (const place of places) {
    try {
      execFileSync(join(place, name), ['--version'], { stdio: 'ignore' });
      return join(place, name);
    } catch {}
  }
  return null;
}

describe('with the generators themselves', () => {
  const SCRIPT = `import http from 'k6/http';
export const options = { vus: 4, duration: '1s' };
export default () => { http.get(__ENV.TAILGATE_TARGET_URL); };
`;
  const TOOLS = {
    k6: (bin: string) =>
      `"${bin}" run --quiet --no-usage-report --summary-trend-stats "avg,med,max,p(95),p(99)" --summary-export {{out}} load.js`,
    oha: (bin: string) =>
      `"${bin}" --no-tui -z 1s -c 4 --output-format json -o {{out}} "$TAILGATE_TARGET_URL"`,
  } as const;

  for (const [name, commandOf] of Object.entries(TOOLS)) {
    const bin = findTool(name);
    if (bin === null) {
      test.skip(`${name} is not installed here: the fixtures and the stub stand for it`, () => {});
      continue;
    }
    inFull(
      `${name} is started on both sides, and what it says is judged`,
      async () => {
        await write(SCRIPT, 'load.js');
        const words = commandOf(bin).replaceAll("'", "''");
        await write(
          `name: own\nload: { command: '${words}', reads: ${name}, blocks: 8 }\ngate: { p99: { max: 5 s, regression: 400 % }, errors: { max: 5 % } }\n`,
        );
        const [first, cwd] = [process.cwd(), folder];
        process.chdir(cwd);
        const { exitCode, out, err } = await command(folder, [
          'run',
          '--target-url',
          target.origin,
          '--base-url',
          base.origin,
          '--json',
          'r.json',
        ]).finally(() => process.chdir(first));
        expect(`${out}${err}`).not.toContain('Invalid');
        expect([0, 1, 3]).toContain(exitCode);
        const result = await resultOf();
        expect(result.causes.map(({ code }) => code)).not.toContain('generator-result');
        expect(result.metrics?.requests).toBeGreaterThan(0);
        expect(result.interleaved?.blocks).toBeGreaterThanOrEqual(1);
        expect(result.conditions.tool).toBe(name);
      },
      120_000,
    );
  }
});
