/** Docker's socket: a real one, behind which somebody answers as the daemon does. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planProbe, sample, troublesOf } from './reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'tailgate-docker-'));
const socket = join(folder, 'docker.sock');
let server: Server;
let asked: string[];
/** As Engine API 1.47 gives them, cut down. */
const STATS = {
  read: '2026-11-30T12:00:00Z',
  pids_stats: { current: 12 },
  cpu_stats: {
    cpu_usage: { total_usage: 12_500_000_000, usage_in_usermode: 1 },
    system_cpu_usage: 9,
    online_cpus: 4,
  },
  precpu_stats: { cpu_usage: { total_usage: 0 } },
  memory_stats: { usage: 200_000_000, stats: { inactive_file: 50_000_000 }, limit: 536_870_912 },
};
const OTHER = { ...STATS, cpu_stats: { cpu_usage: { total_usage: 5_000_000_000 }, online_cpus: 4 } };
const ANSWERS: Readonly<Record<string, readonly [number, unknown]>> = {
  '/containers/backend/json': [200, { HostConfig: { NanoCpus: 1_500_000_000 } }],
  '/containers/backend/stats?stream=false&one-shot=true': [200, STATS],
  '/containers/db/json': [200, { HostConfig: { CpuQuota: 50_000, CpuPeriod: 100_000 } }],
  '/containers/db/stats?stream=false&one-shot=true': [200, OTHER],
  // As it answers for one that has ended.
  '/containers/ended/json': [200, { HostConfig: {} }],
  '/containers/ended/stats?stream=false&one-shot=true': [
    200,
    { cpu_stats: { cpu_usage: { total_usage: 0 } }, memory_stats: {} },
  ],
  '/containers/odd/json': [200, { HostConfig: null }],
  '/containers/odd/stats?stream=false&one-shot=true': [
    200,
    { cpu_stats: { cpu_usage: { total_usage: '12' } }, memory_stats: { usage: [1], stats: null, limit: {} } },
  ],
  '/containers/number/json': [200, 5],
  '/containers/number/stats?stream=false&one-shot=true': [200, 5],
  '/containers/broken/json': [200, {}],
  '/containers/broken/stats?stream=false&one-shot=true': [200, 'no JSON at all'],
};

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const [status, body] = ANSWERS[request.url ?? ''] ?? [404, { message: 'No such container: gone' }];
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
});
beforeEach(() => {
  asked = [];
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const docker = (containers: string, at = socket) =>
  planProbe(`docker: { socket: "${at}", containers: ${containers} }`);

test('each container has cores and memory, and what it may have of them', async () => {
  const { taken, limits, machine, troubles } = await sample(docker('[backend, db]'), 'http://h', 2);
  expect(taken[0]?.values).toEqual([12.5, 150_000_000, 5, 150_000_000]);
  expect([limits, machine, troubles]).toEqual([[1.5, 536_870_912, 0.5, 536_870_912], { cores: 4 }, []]);
  // What it may use is asked once.
  expect(asked.filter((path) => path.endsWith('/json'))).toHaveLength(2);
});

test('a container that is not there is said, and the others are read', async () => {
  const { taken, troubles } = await sample(docker('[backend, gone]'), 'http://h');
  expect(taken[0]?.values).toEqual([12.5, 150_000_000, null, null]);
  expect(troubles).toMatchObject([
    { code: 'no-process', series: 'gone cpu', detail: expect.stringContaining('No such container') },
    { code: 'no-process', series: 'gone memory' },
  ]);
});

test('one that is not running is said, and is no idle one', async () => {
  const { taken, troubles } = await sample(docker('[backend, ended]'), 'http://h');
  expect(taken[0]?.values).toEqual([12.5, 150_000_000, null, null]);
  expect(troubles).toMatchObject([
    { code: 'gone', series: 'ended cpu', detail: 'the container is not running' },
    { code: 'gone', series: 'ended memory' },
  ]);
});

test.each(['odd', 'number'])('figures that are none are never taken for some: %s', async (name) => {
  const { taken, troubles } = await sample(docker(`[backend, ${name}]`), 'http://h');
  expect(taken[0]?.values).toEqual([12.5, 150_000_000, null, null]);
  expect(troubles).toMatchObject([{ code: 'not-metrics', series: `${name} cpu` }, { code: 'not-metrics' }]);
});

test('an answer that is none is said', async () => {
  expect(troublesOf(await sample(docker('[broken]'), 'http://h'))).toEqual(['not-metrics 1']);
});

test('without a socket it is said', async () => {
  expect(troublesOf(await sample(docker('[backend]', join(folder, 'none.sock')), 'http://h', 2))).toEqual([
    'unreachable 2',
  ]);
});
