// Two runs of the preview on a real PostgreSQL that differ in one thing, the size of the pool, with probes of the service
// and of the database, and their comparison:
//
//   npm run build && PATH=$PATH:/usr/lib/postgresql/15/bin node bench/comparison/index.mjs
//
// writes examples/comparison.md, and examples/comparison.fr.md in French. The load and the service share the machine.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { hasPostgres, startPostgres } from '../servers/postgres.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = 'dist/cli/index.js';
const POOLS = [1, 4];
const COMMAND = 'node bench/comparison/index.mjs';
/** Five times the report's connections, so that a pool is something to wait for. */
const LOAD = '{ connections: 50, duration: 30s, warmup: 5s }';

if (!hasPostgres()) {
  console.error('comparison: there is no PostgreSQL on the PATH (initdb, postgres)');
  process.exit(2);
}
const password = randomBytes(12).toString('hex');
const folder = mkdtempSync(join(tmpdir(), 'tailgate-comparison-'));
const postgres = await startPostgres(POOLS.map(nameOf));
try {
  for (const pool of POOLS) await measure(pool);
  const files = POOLS.map((pool) => join(folder, `${nameOf(pool)}.json`));
  const names = POOLS.map((pool) => `pool of ${pool}`).join(', ');
  for (const [language, file] of [
    ['en', 'examples/comparison.md'],
    ['fr', 'examples/comparison.fr.md'],
  ]) {
    const written = join(folder, language);
    await run(['compare', ...files, '--names', names, '--language', language, '--markdown', written]);
    writeFileSync(join(root, file), `${readFileSync(written, 'utf8')}\n<!-- Written by: ${COMMAND} -->\n`);
    console.log(`wrote ${file}`);
  }
} finally {
  await postgres.close();
  rmSync(folder, { recursive: true, force: true });
}

function nameOf(pool) {
  return `pool_${pool}`;
}

async function measure(pool) {
  const config = join(folder, `${nameOf(pool)}.yml`);
  writeFileSync(config, configOf(pool));
  const flags = ['--port', '0', '--pool', String(pool), '--delay', 'none'];
  const preview = spawn(process.execPath, ['examples/preview/main.mjs', ...flags], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { ...process.env, DATABASE_URL: postgres.urlOf(nameOf(pool)), DEMO_PASSWORD: password },
  });
  try {
    const [line] = await once(createInterface(preview.stdout), 'line');
    const url = JSON.parse(line).listening;
    const words = ['--config', config, '--target-url', url, '--json', join(folder, `${nameOf(pool)}.json`)];
    await run(['run', ...words], { TAILGATE_PG: postgres.urlOf(nameOf(pool)) });
  } finally {
    const ended = once(preview, 'exit');
    preview.kill('SIGTERM');
    await ended;
  }
}

/** The example's scenario, with limits in place of its baseline; no number is taken before, or the faster would fail more. */
function configOf(pool) {
  const [scenario = ''] = readFileSync(join(root, 'examples/tailgate.yml'), 'utf8').split('\nbaseline:');
  const unique = scenario.replace('"T{{int 100 999}}"', '"T{{unique}}"');
  return `${unique.replace(/^load: .*$/m, `load: ${LOAD}`)}
probes:
  - process: {}
  - postgres: { url: "{{env.TAILGATE_PG}}" }
environment:
  database: PostgreSQL on the same machine
  pool: ${pool}
gate:
  p99: { max: 300 ms }
  throughput: { min: 100 /s }
  errors: { max: 1 % }
`;
}

/** A verdict that is no pass is a result as well; a mistake is none. */
async function run(words, secrets = {}) {
  const child = spawn(process.execPath, [cli, ...words], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, TAILGATE_EMAIL: 'syndic@grandplace.be', TAILGATE_PASSWORD: password, ...secrets },
  });
  const [code] = await once(child, 'exit');
  if (code !== 0 && code !== 1) throw new Error(`tailgate ${words[0]} ended with ${code}`);
}
