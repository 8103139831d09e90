/**
 * What probes cost: one service is loaded in short rounds, without probes and with them in turn, in the order of coins,
 * and P99 is compared pair by pair. With them it is read each 2 s by its metrics, as a process, and, where PostgreSQL is on
 * this machine, its database as well; a round of 3 s is read three times, at its ends and between, more often than a
 * long load is.
 *
 *   npm run bench:probes                    35 pairs, about four minutes
 *   npm run bench:probes -- --pairs 10
 *   npm run bench:probes -- --write         the figures to docs/server-side.md
 *
 * Loopback only. Ends with 1 where P99 is more than 1 % higher with them, 2 where it was asked wrongly.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { hasPostgres, startPostgres } from '../servers/postgres.mjs';
import { stopChild } from '../servers/start.mjs';
import { describeRun } from '../throughput/speed-page.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const GOAL = 0.01;
const ROUND_MS = 3000;
const WARMUP_MS = 300;
const PAGE = join(root, 'docs/server-side.md');
const [BEGIN, END] = ['<!-- bench:probes -->', '<!-- /bench:probes -->'];

process.exitCode = await main();

async function main() {
  if (!existsSync(join(root, 'lib/engine/engine.js')))
    return explain('lib/ is missing; build it first: npm run build');
  try {
    const options = { pairs: { type: 'string', default: '35' }, write: { type: 'boolean', default: false } };
    const { values } = parseArgs({ options });
    const pairs = Number(values.pairs);
    if (!(Number.isInteger(pairs) && pairs >= 3 && pairs <= 500))
      throw new Error('--pairs takes a whole number from 3 to 500');
    return await bench(pairs, values.write);
  } catch (error) {
    return explain(error.stack);
  }
}

async function bench(pairs, write) {
  const service = fork(fileURLToPath(new URL('service.mjs', import.meta.url)), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const database = hasPostgres() ? await startPostgres(['bench']) : null;
  try {
    const [{ port }] = await once(service, 'message');
    const changes = await measure(pairs, `http://127.0.0.1:${port}`, database?.urlOf('bench') ?? null);
    const text = describe(changes, database !== null);
    console.log(text);
    if (write) writePage(text);
    return mean(changes) <= Math.log1p(GOAL) ? 0 : 1;
  } finally {
    await Promise.all([stopChild(service), database?.close()]);
  }
}

/** @returns the logarithm of P99 with probes over P99 without them, for each pair */
async function measure(pairs, origin, databaseUrl) {
  const [{ createEngine }, { TYPED_PROBES }, { figuresOf }] = await Promise.all(
    ['engine/engine.js', 'engine/probes/permission.js', 'evidence/figures.js'].map(
      (file) => import(join(root, 'lib', file)),
    ),
  );
  const engines = [];
  const open = async (probes) => {
    const engine = createEngine({
      workerFile: join(root, 'dist/worker/index.js'),
      version: 'bench',
      signal: new AbortController().signal,
      onProgress() {},
      onSecret() {},
      ...(probes && { probes: TYPED_PROBES }),
    });
    engines.push(engine);
    const plan = await planOf(origin, databaseUrl);
    await engine.prepare(plan);
    return async (sequence) => {
      const [stage] = plan.load.stages;
      const order = {
        side: 'target',
        sequence,
        stage: 0,
        stages: [stage],
        warmupMs: WARMUP_MS,
        seed: `bench/${sequence}`,
      };
      const [round] = await engine.measure(plan, order);
      if (probes && !(round.server?.[0]?.readings.length >= 2)) throw new Error('the probes were not read');
      return figuresOf([round.requests]).latencyMs.p99;
    };
  };
  const changes = [];
  try {
    const [without, probed] = [await open(false), await open(true)];
    for (let pair = -1; pair < pairs; pair++) {
      const isFirst = Math.random() < 0.5;
      const first = await (isFirst ? probed : without)(pair + 1);
      const second = await (isFirst ? without : probed)(pair + 1);
      // The first pair warms up.
      if (pair >= 0) changes.push(Math.log(isFirst ? first / second : second / first));
    }
    return changes;
  } finally {
    for (const engine of engines) await engine.close();
  }
}

async function planOf(origin, databaseUrl) {
  const { parseConfig } = await import(join(root, 'lib/config/parse-config.js'));
  const postgres = databaseUrl === null ? '' : `\n  - postgres: { url: "${databaseUrl}" }`;
  const text = `load: { connections: 4, duration: ${ROUND_MS}ms, warmup: 0s }
scenario: { requests: [ { name: read, get: /items } ] }
probes:
  - prometheus: { url: "{{target}}/metrics", series: { cpu: process_cpu_seconds_total, memory: process_resident_memory_bytes, requests: http_requests_total } }
  - process: {}${postgres}
gate: { p99: { max: 1 s } }
`;
  return parseConfig(text, 'bench.yml', { inputs: { door: 'terminal', targetUrl: origin }, env: {} });
}

function describe(changes, hasDatabase) {
  const { length } = changes;
  const centre = mean(changes);
  const deviation = Math.sqrt(changes.reduce((sum, one) => sum + (one - centre) ** 2, 0) / (length - 1));
  // Two-sided 90 % of Student's t, for 10 pairs and more within a tenth of the normal distribution's.
  const reach = (1.645 + 1.6 / (length - 1)) * (deviation / Math.sqrt(length));
  const percent = (log) => `${log < 0 ? '−' : '+'}${Math.abs(100 * Math.expm1(log)).toFixed(2)} %`;
  const read = `metrics, process${hasDatabase ? ', PostgreSQL' : ''}`;
  const said = centre <= Math.log1p(GOAL) ? 'met' : '**missed**';
  return `| Probes | Pairs of rounds | P99 with them, against without | 90 % interval | goal, at most | |
|---|--:|--:|--:|--:|---|
| ${read} | ${length} of ${ROUND_MS / 1000} s each | ${percent(centre)} | ${percent(centre - reach)} … ${percent(centre + reach)} | +1 % | ${said} |`;
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function writePage(text) {
  const before = readFileSync(PAGE, 'utf8');
  const [from, to] = [before.indexOf(BEGIN), before.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`docs/server-side.md has no place for it: it lacks ${BEGIN}`);
  const run = describeRun('npm run bench:probes -- --write');
  writeFileSync(PAGE, `${before.slice(0, from)}${BEGIN}\n${run}\n\n${text}\n${before.slice(to)}`);
}

function explain(message) {
  console.error(`bench:probes: ${message}`);
  return 2;
}
