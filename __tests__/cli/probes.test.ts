/** The server's side, from tailgate.yml to the verdict: a service whose metrics say what the test wants. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Result } from '../../src/evidence/result/schema.ts';
import { freePort } from '../engine/servers.ts';
import { drawn, testInFull, testPart } from '../part.ts';
import { command } from './in-process.ts';
import { openShell, type Shell } from './process.ts';

interface Service {
  readonly origin: string;
  /** What the next page of metrics says. */
  metrics: (page: number) => string;
  pages: number;
  close(): void;
}

async function startService(): Promise<Service> {
  const server: Server = createServer((request, response) => {
    if (request.url === '/metrics') response.end(service.metrics(service.pages++));
    // Slow enough for two connections not to fill the machine.
    else setTimeout(() => response.end('ok'), 10);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const service: Service = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    metrics: () => '',
    pages: 0,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return service;
}

let shell: Shell;
let target: Service;
let base: Service;
beforeEach(async () => {
  shell = await openShell();
  [target, base] = [await startService(), await startService()];
});
afterEach(async () => {
  target.close();
  base.close();
  await shell.remove();
});

const SERIES =
  '{ url: "{{target}}/metrics", every: 1s, series: { memory: mem_bytes, cpu: process_cpu_seconds_total } }';
const config = (gate: string, probes = `[ { prometheus: ${SERIES} } ]`, load = 'duration: 4s, warmup: 0s') =>
  `load: { connections: 2, ${load} }
scenario: { requests: [ { name: read, get: /items } ] }
probes: ${probes}
gate: { p50: { max: 2 s }, ${gate} }
`;

async function run(text: string, ...words: string[]) {
  await writeFile(join(shell.folder, 'tailgate.yml'), text);
  const files = ['--json', 'result.json', '--markdown', 'comment.md'];
  const at = words.includes('--target-url') ? [] : ['--target-url', target.origin];
  const ended = await command(shell.folder, ['run', ...at, ...files, ...words]);
  if (ended.exitCode === 2) throw new Error(ended.err);
  const read = (name: string) => readFile(join(shell.folder, name), 'utf8');
  return {
    ...ended,
    result: JSON.parse(await read('result.json')) as Result,
    comment: await read('comment.md'),
  };
}

const MIB = 2 ** 20;
/** Half a core, if it is read each second. */
const page = (memoryMib: number, cpuSeconds: number) =>
  `mem_bytes ${memoryMib * MIB}\nprocess_cpu_seconds_total ${cpuSeconds}\n`;

test('is read and told everywhere; a probe that fails is said, and fails nothing', async () => {
  const start = performance.now();
  target.metrics = () => page(100, 10 + 0.5 * ((performance.now() - start) / 1000));
  const dead = `http://127.0.0.1:${await freePort()}/metrics`;
  const { exitCode, out, comment, result } = await run(
    config(
      'server: { memory: { max: 300 MiB }, cpu-per-request: { max: 1 s } }',
      `[ { prometheus: ${SERIES} }, { prometheus: { url: "${dead}", every: 1s, series: { lost: lost } } } ]`,
    ),
  );
  expect([exitCode, result.causes]).toEqual([0, []]);
  const [memory, cpu] = result.server?.series ?? [];
  expect(memory).toMatchObject({
    key: 'memory',
    unit: 'bytes',
    min: 100 * MIB,
    mean: 100 * MIB,
    max: 100 * MIB,
    last: 100 * MIB,
  });
  expect(memory?.samples.length).toBeGreaterThanOrEqual(3);
  // By the wall clock, however busy this machine is.
  expect(cpu?.mean).toBeCloseTo(0.5, 1);
  const requests = result.metrics?.requests ?? 0;
  expect(result.server?.perThousandRequests?.cpuSeconds).toBeCloseTo(
    (1000 * (cpu?.mean ?? 0) * (result.measured?.seconds ?? 0)) / requests,
    6,
  );
  expect(result.server?.problems).toMatchObject([
    { probe: 'prometheus', place: 'probes[1].prometheus', code: 'unreachable' },
  ]);
  expect(result.server?.gates?.map(({ series, finding }) => [series, finding])).toEqual([
    ['memory', 'within'],
    ['cpu-per-request', 'within'],
  ]);
  for (const text of [out, comment]) {
    expect(text).toMatch(/100.MiB/);
    expect(text).toMatch(/≤.300.MiB/);
    expect(text.replaceAll(/&#\d+;/g, '.')).toMatch(/could not be reached/);
  }
}, 30_000);

testInFull(
  'what stays beyond its limit fails, and says since when',
  async () => {
    target.metrics = () => page(400, 1);
    const { exitCode, result, out } = await run(config('server: { memory: { max: 300 MiB } }'));
    expect(exitCode).toBe(1);
    expect(result.causes).toMatchObject([
      { code: 'server-over-limit', series: 'memory', bound: 'max', figure: 400 * MIB },
    ]);
    expect(out).toContain('The server’s memory reached 400 MiB, above its limit (at most 300 MiB)');
  },
  30_000,
);

// The rule is in judgement/server, and its readings in engine/probes.
testInFull(
  'one reading beyond it is told, and fails nothing',
  async () => {
    // The first page is looked at before the load.
    target.metrics = (number) => page(number === 2 ? 400 : 100, 1);
    const { exitCode, result } = await run(config('server: { memory: { max: 300 MiB } }'));
    expect([exitCode, result.causes]).toEqual([0, []]);
    expect(result.warnings).toContainEqual(
      expect.objectContaining({ code: 'server-peak', series: 'memory', figure: 400 * MIB }),
    );
  },
  30_000,
);

testPart([
  ['nobody there', null, 'unreachable'],
  ['a page without it', 'other 1\n', 'no-series'],
  ['a page of HTML', '<html></html>', 'not-metrics'],
])(
  'a bound on what could not be read is inconclusive: %s',
  async (_, text, trouble) => {
    if (text !== null) target.metrics = () => text;
    const port = await freePort();
    const url = text === null ? `http://127.0.0.1:${port}/` : '{{target}}/metrics';
    const { exitCode, result } = await run(
      config(
        'server: { memory: { max: 300 MiB } }',
        `[ { prometheus: { url: "${url}", every: 1s, series: { memory: mem_bytes } } } ]`,
        'duration: 2s, warmup: 0s',
      ),
    );
    expect(exitCode).toBe(3);
    expect(result.causes).toMatchObject([
      { code: 'server-no-readings', series: 'memory', readings: 0, trouble },
    ]);
  },
  30_000,
);

testInFull(
  'a counter that begins anew is said, and its rate goes on',
  async () => {
    target.metrics = (number) => page(100, number < 4 ? 1000 + number : number - 3.5);
    const { exitCode, result } = await run(config('server: { cpu: { max: 20 } }'));
    expect(exitCode).toBe(0);
    expect(result.warnings).toContainEqual(
      expect.objectContaining({ code: 'probe-failed', trouble: 'counter-reset', series: 'cpu', count: 1 }),
    );
    expect(result.server?.series[1]?.max).toBeLessThan(10);
  },
  30_000,
);

/** Takes 2 ms of a processor for each request, and says what it took in all, by its own account. */
const BURNING = `
const burn = () => { const from = process.cpuUsage(); for (;;) { const { user, system } = process.cpuUsage(from); if (user + system >= 2000) return; } };
let requests = 0;
require('node:http').createServer((request, response) => {
  if (request.url === '/took') { const { user, system } = process.cpuUsage(); return response.end(JSON.stringify({ seconds: (user + system) / 1e6, requests })); }
  requests += 1; burn(); response.end('ok');
}).listen(0, '127.0.0.1', function () { console.log(this.address().port); });
`;

(process.platform === 'linux' ? test : test.skip)(
  'what a request takes is what the service says that it took',
  async () => {
    const service = spawn(process.execPath, ['-e', BURNING], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [port] = await once(createInterface({ input: service.stdout }), 'line');
      const url = `http://127.0.0.1:${port}`;
      const took = async () =>
        (await (await fetch(`${url}/took`)).json()) as { seconds: number; requests: number };
      const before = await took();
      const text = config(
        'server: { cpu-per-request: { max: 1 ms } }',
        '[ { process: { every: 1s } } ]',
        `duration: ${drawn(6, 4)}s, warmup: 0s`,
      );
      const { exitCode, result } = await run(text, '--target-url', url);
      const after = await took();
      const each = (after.seconds - before.seconds) / (after.requests - before.requests);
      expect(each).toBeGreaterThan(0.002);
      const read = (result.server?.perThousandRequests?.cpuSeconds ?? 0) / 1000;
      expect(Math.abs(read / each - 1)).toBeLessThan(0.1);
      expect([exitCode, result.causes]).toMatchObject([
        1,
        [{ code: 'server-over-limit', series: 'cpu-per-request' }],
      ]);
    } finally {
      service.kill('SIGKILL');
    }
  },
  30_000,
);

testInFull(
  'replicas that answer in turn are told, and no rate of theirs fails anything',
  async () => {
    // Two processes that take next to nothing; read as one they would have taken seconds each second.
    target.metrics = (number) => page(100, (number % 2 === 0 ? 1000 : 10) + number / 100);
    const { exitCode, result, out } = await run(
      config('server: { cpu: { max: 1 } }', undefined, 'duration: 9s, warmup: 0s'),
    );
    expect(exitCode).toBe(3);
    expect(result.causes).toMatchObject([{ code: 'server-no-readings', trouble: 'several-processes' }]);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('several processes answered alternately');
  },
  30_000,
);

testInFull(
  'a result that has it is compared with',
  async () => {
    target.metrics = () => page(100, 1);
    await run(config('server: { memory: { max: 1 GiB } }'));
    await writeFile(join(shell.folder, 'before.json'), await readFile(join(shell.folder, 'result.json')));
    target.metrics = () => page(180, 1);
    const compared = config('server: { memory: { regression: 20 % } }').replace(
      /^/,
      'baseline: before.json\n',
    );
    const { exitCode, result, out } = await run(compared);
    expect(exitCode).toBe(1);
    expect(result.causes).toMatchObject([
      {
        code: 'server-regressed',
        series: 'memory',
        against: 'baseline',
        before: 100 * MIB,
        figure: 180 * MIB,
        change: expect.closeTo(0.8, 3),
      },
    ]);
    expect(out).toContain('rose by 80 % against the baseline (100 MiB → 180 MiB)');
  },
  30_000,
);

testInFull.each([
  ['in rounds', 'rounds: { measure: 1s, discard: 0s, budget: 30s }'],
  ['in slices', 'rounds: { budget: 60s }'],
])(
  'a base is read while it is loaded itself, and compared with: %s',
  async (how, rounds) => {
    target.metrics = () => page(150, 1);
    base.metrics = () => page(100, 1);
    const server = 'server: { memory: { max: 140 MiB, regression: 20 % } }';
    const { exitCode, result, comment } = await run(
      config(`errors: { regression: 5 pp }, ${rounds}, ${server}`),
      '--base-url',
      base.origin,
    );
    expect(result.causes).toMatchObject([
      { code: 'server-over-limit', series: 'memory', figure: 150 * MIB },
      { code: 'server-regressed', series: 'memory', against: 'base', before: 100 * MIB, figure: 150 * MIB },
    ]);
    expect(exitCode).toBe(1);
    expect(/^(?:TB|BT)( |$)/.test(result.interleaved?.order ?? '')).toBe(how === 'in rounds');
    expect(result.interleaved?.server?.series[0]).toMatchObject({ key: 'memory', mean: 100 * MIB });
    expect(comment).toContain('Change against the base');
  },
  90_000,
);

testInFull(
  'stages have figures of their own',
  async () => {
    target.metrics = (number) => page(100 + number, number / 10);
    const stages =
      'stages: [ { name: calm, connections: 1, duration: 2s }, { name: busy, connections: 3, duration: 2s } ], warmup: 0s';
    const { exitCode, out, comment, result } = await run(
      config(
        'server: { memory: { max: 1 GiB } }, stages: { busy: { server: { memory: { max: 90 MiB } } } }',
      ).replace('connections: 2, duration: 4s, warmup: 0s', stages),
    );
    const [calm, busy] = (result.stages ?? []).map(({ server }) => server?.series[0]);
    expect(calm?.max ?? 0).toBeLessThan(busy?.max ?? 0);
    expect(busy?.min ?? 0).toBeGreaterThan(calm?.min ?? 0);
    expect([exitCode, result.causes]).toMatchObject([
      1,
      [{ code: 'server-over-limit', series: 'memory', stage: 'busy' }],
    ]);
    for (const text of [out, comment]) expect(text).toContain('memory in the stage busy');
  },
  30_000,
);

test('what could be a mistake is told before any request', async () => {
  await writeFile(join(shell.folder, 'tailgate.yml'), config('server: { memry: { max: 1 MiB } }'));
  const { exitCode, err } = await command(shell.folder, ['run', '--target-url', target.origin]);
  expect([exitCode, target.pages]).toEqual([2, 0]);
  expect(err).toContain(
    'no series has this name, did you mean "memory"?; series are: memory, cpu, cpu-per-request',
  );
});
