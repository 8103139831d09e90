// Your own generator in turn: k6 as it comes, started by load.command on two services of this machine, so many sessions
// of which both are equal and so many of which the target takes 20 % longer.
//
//   npm run build && npm run bench:command -- [--sessions 25] [--seconds 3] [--cli dist/cli/index.js] [--dry]
//
// writes the table of docs/generators.md. Load, services and Tailgate share the machine; a session takes 1 to 3 minutes.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    sessions: { type: 'string', default: '25' },
    seconds: { type: 'string', default: '3' },
    cli: { type: 'string', default: 'dist/cli/index.js' },
    dry: { type: 'boolean', default: false },
  },
});
const root = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = join(root, 'docs/generators.md');
const PATH = [process.env.PATH, join(homedir(), 'go/bin')].join(delimiter);
const SERVICE_MS = 20;
const CELLS = [
  { name: 'no change', slower: 1, right: 'pass' },
  { name: '+20 %', slower: 1.2, right: 'fail' },
];
const SCRIPT = `import http from 'k6/http';
export const options = { vus: 10, duration: '${values.seconds}s' };
export default () => { http.get(__ENV.TAILGATE_TARGET_URL); };
`;
const CONFIG = `name: own
load:
  command: k6 run --quiet --no-usage-report --summary-trend-stats "avg,med,max,p(95),p(99)" --summary-export {{out}} load.js
  reads: k6
gate: { p99: { regression: 10 % }, throughput: { regression: 10 % }, errors: { regression: 0.5 pp } }
`;

const version = versionOfK6();
const rows = [];
for (const cell of CELLS) {
  const outcomes = [];
  for (let i = 0; i < Number(values.sessions); i++) {
    const session = await runSession(cell);
    outcomes.push(session);
    console.log(
      `${cell.name} ${i + 1}: ${session.outcome} after ${session.blocks} blocks, P99 ${session.change}`,
    );
  }
  rows.push({ ...cell, outcomes });
}
const table = tableOf(rows);
console.log(table);
if (!values.dry) writeTable(table);

/** Both services, and one run of Tailgate on them. */
async function runSession({ slower }) {
  const folder = mkdtempSync(join(tmpdir(), 'tailgate-own-'));
  const services = [];
  try {
    for (const ms of [SERVICE_MS * slower, SERVICE_MS]) services.push(await startService(ms));
    writeFileSync(join(folder, 'load.js'), SCRIPT);
    writeFileSync(join(folder, 'tailgate.yml'), CONFIG);
    const [target, base] = services;
    const flags = ['run', '--target-url', target.url, '--base-url', base.url, '--json', 'result.json'];
    const child = spawn(process.execPath, [join(root, values.cli), ...flags], {
      cwd: folder,
      env: { ...process.env, PATH },
      stdio: 'ignore',
    });
    await once(child, 'exit');
    const { verdict, interleaved, comparisons } = JSON.parse(
      readFileSync(join(folder, 'result.json'), 'utf8'),
    );
    const change = comparisons.find(({ metric }) => metric === 'p99')?.change ?? null;
    return {
      outcome: verdict,
      blocks: interleaved?.blocks ?? 0,
      change: change === null ? '–' : `${(100 * change).toFixed(1)} %`,
    };
  } finally {
    for (const { child } of services) child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A process of its own: three quarters of the time are fixed, and a quarter is exponential. */
async function startService(ms) {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('service.mjs', import.meta.url)), String(ms)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, url: `http://127.0.0.1:${line}` };
}

function tableOf(rows) {
  const lines = rows.map(({ name, right, outcomes }) => {
    const count = (outcome) => outcomes.filter((one) => one.outcome === outcome).length;
    const blocks = outcomes.map((one) => one.blocks).sort((a, b) => a - b);
    const median = blocks[blocks.length >> 1] ?? 0;
    return `| ${name} | ${outcomes.length} | ${count('pass')} | ${count('fail')} | ${count('inconclusive')} | ${count('invalid')} | ${median} | ${right} |`;
  });
  const machine = `${availableParallelism()} × ${cpus()[0]?.model.trim()}, Node ${process.version}`;
  return [
    '| Target against base | Sessions | Pass | Fail | Inconclusive | Invalid | Blocks (median) | Right |',
    '|---|--:|--:|--:|--:|--:|--:|---|',
    ...lines,
    '',
    `${version}, 10 virtual users, ${values.seconds} s a run, at most 20 blocks, a service of ${SERVICE_MS} ms (a quarter of it exponential) on the same machine: ${machine}. Tolerances of 10 %. Written by: npm run bench:command -- --sessions ${values.sessions} --seconds ${values.seconds}`,
  ].join('\n');
}

function writeTable(table) {
  const page = readFileSync(PAGE, 'utf8');
  const [begin, end] = ['<!-- command: begin -->', '<!-- command: end -->'];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${PAGE} has no place for the table`);
  writeFileSync(PAGE, `${page.slice(0, from + begin.length)}\n${table}\n${page.slice(to)}`);
}

function versionOfK6() {
  try {
    const text = execFileSync('k6', ['version'], { env: { ...process.env, PATH }, encoding: 'utf8' });
    return /^k6 v?([\d.]+)/.exec(text)?.[0] ?? 'k6';
  } catch {
    console.error('command: there is no k6 on the PATH');
    process.exit(2);
  }
}
