/** Debian's Prometheus, node exporter and postgres exporter: what they really give. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasPostgres, type Postgres, startPostgres } from '../../../bench/servers/postgres.mjs';
import { testInFull } from '../../part.ts';
import { freePort } from '../servers.ts';
import { planProbe, sample } from './reading.ts';

const isThere = (program: string) => spawnSync(program, ['--version']).status === 0;
const [NODE, PROMETHEUS, POSTGRES] = [
  'prometheus-node-exporter',
  'prometheus',
  'prometheus-postgres-exporter',
];
const test1 = (...programs: readonly string[]) => {
  const missing = programs.filter((program) => !isThere(program));
  const act = missing.length === 0 ? testInFull : test.skip;
  return (name: string, run: () => Promise<void>) =>
    act(
      missing.length === 0 ? name : `skipped, since ${missing.join(' and ')} can’t be had here: ${name}`,
      run,
      60_000,
    );
};

const started: ChildProcess[] = [];
const folder = mkdtempSync(join(tmpdir(), 'tailgate-exporters-'));
let database: Postgres | undefined;
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL');
  await database?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function startProgram(
  program: string,
  words: readonly string[],
  origin: string,
  env: Record<string, string> = {},
) {
  started.push(spawn(program, words, { stdio: 'ignore', env: { ...process.env, ...env }, cwd: folder }));
  for (let tries = 0; tries < 200; tries++) {
    const isUp = await fetch(`${origin}/metrics`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await sleep(100);
  }
  throw new Error(`${program} did not begin to answer`);
}

async function startNodeExporter(): Promise<string> {
  const listen = `127.0.0.1:${await freePort()}`;
  await startProgram(NODE, [`--web.listen-address=${listen}`], `http://${listen}`);
  return `http://${listen}`;
}

test1(NODE)('node exporter: load, memory and processor time of this machine', async () => {
  const origin = await startNodeExporter();
  const probe = planProbe(
    `prometheus: { url: "{{target}}/metrics", series: { load: node_load1, memory: node_memory_MemAvailable_bytes, idle: 'sum(node_cpu_seconds_total{mode="idle"})', user: 'node_cpu_seconds_total{mode="user"}' } }`,
  );
  expect(probe.series.map(({ unit }) => unit)).toEqual(['number', 'bytes', 'cores', 'cores']);
  const { taken, troubles } = await sample(probe, origin);
  const [load, memory, idle] = taken[0]?.values ?? [];
  expect(load).toBeGreaterThanOrEqual(0);
  expect(memory).toBeGreaterThan(2 ** 20);
  expect(idle).toBeGreaterThan(0);
  // A processor each, unless this machine has only one.
  expect(troubles.every(({ code }) => code === 'many-series')).toBe(true);
});

test1(NODE, PROMETHEUS)('Prometheus: what it has scraped, by a query', async () => {
  const [scraped, port] = [await startNodeExporter(), await freePort()];
  writeFileSync(
    join(folder, 'prometheus.yml'),
    `global: { scrape_interval: 1s }\nscrape_configs: [ { job_name: node, static_configs: [ { targets: ['${new URL(scraped).host}'] } ] } ]\n`,
  );
  const origin = `http://127.0.0.1:${port}`;
  await startProgram(
    PROMETHEUS,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'tsdb')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    origin,
  );
  const probe = planProbe(
    `prometheus: { query-api: "{{target}}", series: { load: node_load1, busy: 'sum(rate(node_cpu_seconds_total{mode!="idle"}[10s]))', each: node_cpu_seconds_total, wrong: 'rate(' } }`,
  );
  let sampled = await sample(probe, origin);
  for (let tries = 0; tries < 200 && sampled.taken[0]?.values[1] == null; tries++) {
    await sleep(100);
    sampled = await sample(probe, origin);
  }
  const [load, busy, each, wrong] = sampled.taken[0]?.values ?? [];
  expect(load).toBeGreaterThanOrEqual(0);
  expect(busy).toBeGreaterThan(0);
  expect([each, wrong]).toEqual([null, null]);
  expect(sampled.troubles).toMatchObject([
    { code: 'many-series', series: 'each' },
    { code: 'refused', series: 'wrong', detail: expect.stringContaining('parse error') },
  ]);
});

const exporter = hasPostgres() ? test1(POSTGRES) : test1('PostgreSQL');
exporter('postgres exporter: connections by state', async () => {
  database = await startPostgres(['app']);
  const listen = `127.0.0.1:${await freePort()}`;
  await startProgram(POSTGRES, [`--web.listen-address=${listen}`], `http://${listen}`, {
    DATA_SOURCE_NAME: `${database.urlOf('app')}?sslmode=disable`,
  });
  const probe = planProbe(
    `prometheus: { url: "{{target}}/metrics", series: { connections: 'sum(pg_stat_activity_count{datname="app"})', most: pg_settings_max_connections } }`,
  );
  const { taken, troubles } = await sample(probe, `http://${listen}`);
  expect([troubles, taken[0]?.values.map((value) => (value ?? 0) > 0)]).toEqual([[], [true, true]]);
});
