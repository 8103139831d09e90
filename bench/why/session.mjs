/** Sessions of one truth: base and head of the preview on one PostgreSQL, loaded by the bundle as users have it. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startPostgres } from '../servers/postgres.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Longest load of a session, both sides together. */
export const BUDGET_SECONDS = 50;
const SIDES = ['base', 'head'];

/**
 * @param {import('./truths.mjs').Truth} truth
 * @param {number} sessions
 * @param {(result: any) => void} see what each session left
 */
export async function runSessions({ base, head, gate = 'p99' }, sessions, see) {
  const folder = mkdtempSync(join(tmpdir(), 'tailgate-why-'));
  const password = randomBytes(12).toString('hex');
  const started = [];
  const postgres = await startPostgres(SIDES, ['shared_preload_libraries=pg_stat_statements']);
  try {
    for (const side of SIDES) await extend(postgres.urlOf(side));
    const urls = [];
    for (const [i, flags] of [base, head].entries()) {
      const preview = startPreview(flags, postgres.urlOf(SIDES[i]), password);
      started.push(preview);
      urls.push(await listening(preview));
    }
    writeFileSync(join(folder, 'tailgate.yml'), config(gate));
    for (let i = 0; i < sessions; i++) see(await runOnce(folder, urls, postgres, password));
  } finally {
    for (const preview of started) {
      const ended = once(preview, 'exit');
      preview.kill('SIGTERM');
      await ended;
    }
    await postgres.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function extend(connectionString) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query('create extension pg_stat_statements');
  await client.end();
}

function startPreview(flags, url, password) {
  return spawn(process.execPath, ['examples/preview/main.mjs', '--port', '0', '--delay', 'none', ...flags], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { ...process.env, DATABASE_URL: url, DEMO_PASSWORD: password },
  });
}

async function listening(preview) {
  const [line] = await once(createInterface(preview.stdout), 'line');
  return JSON.parse(line).listening;
}

/** The example's scenario against a base; a unit's number is drawn so that none is taken. */
function config(gate) {
  const [scenario = ''] = readFileSync(join(root, 'examples/tailgate.yml'), 'utf8').split('\nbaseline:');
  return `${scenario
    .replace('"T{{int 100 999}}"', '"T{{unique}}"')
    .replace(/^load: .*$/m, 'load: { connections: 10, duration: 1m, warmup: 1s }')}
probes:
  - prometheus:
      url: "{{target}}/metrics"
      every: 1s
      series:
        cpu: process_cpu_seconds_total
        memory: process_resident_memory_bytes
        garbage collection: nodejs_gc_duration_seconds_sum
        pool waiting: db_pool_waiting
  - postgres: { url: "{{env.TAILGATE_PG}}", statements: true, every: 1s, base: { url: "{{env.TAILGATE_PG_BASE}}" } }
gate:
  ${gate}: { regression: 10 % }
`;
}

async function runOnce(folder, [base, head], postgres, password) {
  const file = join(folder, 'result.json');
  rmSync(file, { force: true });
  const sides = ['--base-url', base, '--target-url', head, '--duration', `${BUDGET_SECONDS}s`];
  const words = ['run', '--config', join(folder, 'tailgate.yml'), ...sides];
  const child = spawn(process.execPath, ['dist/cli/index.js', ...words, '--json', file], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      TAILGATE_EMAIL: 'syndic@grandplace.be',
      TAILGATE_PASSWORD: password,
      TAILGATE_PG: postgres.urlOf('head'),
      TAILGATE_PG_BASE: postgres.urlOf('base'),
    },
  });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => said.push(data));
  await once(child, 'close');
  if (!existsSync(file)) throw new Error(`a session left no result:\n${Buffer.concat(said)}`);
  return JSON.parse(readFileSync(file, 'utf8'));
}
