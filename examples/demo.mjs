/**
 * The whole way on one machine: a preview on a fresh database, the realistic scenario against it for 20 s, compared
 * with the report. Ends with the exit code of `tailgate run`: 0 pass, 1 fail. Writes demo-out/: report.html, which is the
 * run as a page, comment.md and result.json.
 *
 *   node examples/demo.mjs                 as it should be
 *   node examples/demo.mjs --slow          the preview takes twice as long for each response
 *   node examples/demo.mjs --as-reported   two requests lack a field, as in the report's own runs
 *   node examples/demo.mjs --collisions    identifiers are drawn from too few numbers: some are taken
 *   node examples/demo.mjs --lost-answers  one answer in seven to a request that writes never arrives
 *   node examples/demo.mjs --profile spike       another shape of load, a minute of it, with limits of its own
 *   node examples/demo.mjs --profile breakpoint
 *   node examples/demo.mjs --flows         users of their own, who walk through flows; and what the preview counted of that
 *   node examples/demo.mjs --why           base and head side by side, the head without an index: what moved is named.
 *                                          On PostgreSQL where it is installed, else, or with --embedded, on PGlite
 *
 * --collisions and --lost-answers with --retry send again what failed, and with --keys give each request an Idempotency-Key: what the
 * report recommends against its collisions. docs/retries.md tells what comes of it; docs/load-shapes.md of the shapes.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { PROFILES, varyProfile, varyScenario } from './variants.mjs';
import { openSides, WHY_DURATION, whyConfig } from './why-demo.mjs';

const DURATION = '20s';
const OUT = 'demo-out';
const START_DEADLINE_MS = 60_000;
const STOP_DEADLINE_MS = 5_000;
/** Accounts for the users of --flows, as many as its file has rows. */
const ACCOUNTS = 20;
/** Of the answers to requests that write. */
const LOST = 0.15;
const root = fileURLToPath(new URL('..', import.meta.url));
const cli = 'dist/cli/index.js';

/** Every child that is still running; none may outlive the demo. */
const running = new Set();
let interrupted = false;

process.exitCode = await main(readFlags());

async function main(flags) {
  if (!existsSync(`${root}${cli}`)) return explain(`${cli} is missing; build it first: npm run build`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => interrupt(signal));
  const password = randomBytes(12).toString('hex');
  let sides = null;
  try {
    const { embedded = false } = flags;
    const start = async (own, databaseUrl) => startPreview(own, password, databaseUrl);
    sides = flags.why ? await openSides({ embedded, startPreview: start }) : null;
    const code = await (sides ? runWhy(sides, password) : runAlone(flags, password));
    const written = ['report.html', 'comment.md', 'result.json'].filter((file) =>
      existsSync(`${root}${OUT}/${file}`),
    );
    if (written.length > 0) console.log(`\nWritten: ${written.map((file) => `${OUT}/${file}`).join(', ')}`);
    return code;
  } catch (error) {
    return interrupted ? 130 : explain(error.message, 70);
  } finally {
    await Promise.all([...running].map(stop));
    await sides?.close();
  }
}

async function runAlone(flags, password) {
  console.log('Starting the preview with its embedded database …');
  const { listening } = await startPreview(previewFlags(flags), password);
  console.log(`The preview listens on ${listening}\n`);
  const duration = flags.profile ? PROFILES[flags.profile].duration : DURATION;
  const code = await runScenario(listening, writeConfig(flags), { password, duration });
  if (flags.flows) console.log(`\n${await tellTruth(listening)}`);
  return code;
}

async function runWhy({ urls, databases }, password) {
  console.log(`The base listens on ${urls.base}, the head, which lacks an index, on ${urls.head}\n`);
  const sides = {
    flags: ['--base-url', urls.base],
    env: { TAILGATE_PG: databases.head, TAILGATE_PG_BASE: databases.base },
  };
  return runScenario(urls.head, writeConfig({ why: true }), { password, duration: WHY_DURATION, ...sides });
}

function readFlags() {
  const names = [
    'slow',
    'as-reported',
    'collisions',
    'lost-answers',
    'flows',
    'retry',
    'keys',
    'why',
    'embedded',
  ];
  try {
    const booleans = Object.fromEntries(names.map((name) => [name, { type: 'boolean' }]));
    const flags = parseArgs({ options: { ...booleans, profile: { type: 'string' } } }).values;
    const scenarios = ['as-reported', 'collisions', 'lost-answers', 'flows'].filter((name) => flags[name]);
    if (scenarios.length > 1) throw new Error(`--${scenarios[0]} and --${scenarios[1]} are two scenarios`);
    if ((flags.retry || flags.keys) && !isVariant(flags))
      throw new Error('--retry and --keys need --collisions or --lost-answers');
    checkProfile(flags.profile, scenarios);
    checkWhy(flags);
    return flags;
  } catch (error) {
    const variants = '[--collisions | --lost-answers] [--retry] [--keys]';
    const profiles = `[--slow] --profile ${Object.keys(PROFILES).join('|')}`;
    explain(
      `${error.message}\nUsage: npm run demo -- [--slow] [--as-reported | --flows], or ${variants}, or ${profiles}, or --why [--embedded]`,
    );
    process.exit(2);
  }
}

function checkProfile(profile, [scenario]) {
  if (profile === undefined) return;
  if (!Object.hasOwn(PROFILES, profile))
    throw new Error(`--profile takes ${Object.keys(PROFILES).join(' or ')} here, and not ${profile}`);
  if (scenario !== undefined) throw new Error(`--profile and --${scenario} are two scenarios`);
}

function checkWhy({ why, embedded, ...others }) {
  if (embedded && !why) throw new Error('--embedded needs --why');
  const [other] = Object.keys(others);
  if (why && other !== undefined) throw new Error(`--why and --${other} are two scenarios`);
}

function isVariant(flags) {
  return Boolean(flags.collisions || flags['lost-answers']);
}

function previewFlags(flags) {
  return [
    ...(flags.slow ? ['--slow', '2'] : []),
    ...(flags['lost-answers'] ? ['--lose-answers', String(LOST)] : []),
    ...(flags.flows ? ['--accounts', String(ACCOUNTS), '--truth'] : []),
  ];
}

/** @returns {string} path of the tailgate.yml that is run; a variant's is written beside its results */
function writeConfig(flags) {
  rmSync(`${root}${OUT}`, { recursive: true, force: true });
  mkdirSync(`${root}${OUT}`);
  const { profile, why } = flags;
  if (flags.flows) return 'examples/flows/tailgate.yml';
  if (!isVariant(flags) && !profile && !why)
    return `examples/${flags['as-reported'] ? 'as-reported.yml' : 'tailgate.yml'}`;
  const file = `${OUT}/tailgate.yml`;
  if (why) {
    writeFileSync(`${root}${file}`, whyConfig(root));
    return file;
  }
  const text = readFileSync(`${root}examples/tailgate.yml`, 'utf8');
  writeFileSync(`${root}${file}`, profile ? varyProfile(text, profile) : varyScenario(text, flags));
  return file;
}

/** @returns {Promise<{ listening: string, database?: string }>} its URL, once it listens, and its database's where that was asked for */
function startPreview(flags, password, databaseUrl = '') {
  // Over an IPC channel it notices the end of this process, even one that left no time to stop it.
  const child = start(['examples/preview/main.mjs', '--port', '0', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    // A fresh database is meant, whatever else this shell points to.
    env: { ...process.env, DATABASE_URL: databaseUrl, DEMO_PASSWORD: password },
  });
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(
      () => reject(new Error(`the preview did not listen within ${START_DEADLINE_MS / 1000} s`)),
      START_DEADLINE_MS,
    );
    createInterface(child.stdout).on('line', (line) => resolve(JSON.parse(line)));
    child.once('exit', (code) => reject(new Error(`the preview ended with code ${code} before it listened`)));
    child.once('exit', () => clearTimeout(deadline));
    child.stdout.once('data', () => clearTimeout(deadline));
  });
}

/** @returns {Promise<number>} exit code of the run */
function runScenario(url, config, { password, duration, flags = [], env = {} }) {
  const files = [
    '--json',
    `${OUT}/result.json`,
    '--markdown',
    `${OUT}/comment.md`,
    '--html',
    `${OUT}/report.html`,
  ];
  const what = ['--config', config, '--target-url', url, '--duration', duration, ...flags];
  const child = start([cli, 'run', ...what, ...files], {
    stdio: 'inherit',
    env: { ...process.env, TAILGATE_EMAIL: 'syndic@grandplace.be', TAILGATE_PASSWORD: password, ...env },
  });
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code ?? (interrupted ? 130 : 70)));
  });
}

/** What the preview itself knows of the load, beside which the figures above can be held. */
async function tellTruth(url) {
  const { answers, breaches, rows, stock } = await (await fetch(`${url}/truth`)).json();
  const orders = answers['POST /api/v1/orders']?.['201'] ?? 0;
  const taken = stock.reduce((sum, { initial, available }) => sum + initial - available, 0);
  const others = Object.values(breaches).reduce((sum, count) => sum + count, 0);
  const left = rows.carts + rows.orders + rows.documents + rows.notes;
  return `The preview's own count, the warm-up included: ${orders} orders were answered 201, and its stock is ${taken} lower; ${others} requests asked for
what is another account's; ${left} carts, orders, documents and notes are left after the clean-up.`;
}

/** Detached, so that Ctrl-C reaches this process alone: the run is told first, the preview stays until it has ended. */
function start(args, options) {
  const child = spawn(process.execPath, args, { cwd: root, detached: true, windowsHide: true, ...options });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

function interrupt(signal) {
  interrupted = true;
  // The child started last is the run, if there is one yet.
  [...running].at(-1)?.kill(signal);
}

function stop(child) {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
    child.once('exit', () => {
      clearTimeout(deadline);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

function explain(message, code = 2) {
  console.error(`demo: ${message}`);
  return code;
}
