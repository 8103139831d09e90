/**
 * Requests a second that one core makes: Tailgate beside wrk, autocannon, and hey, oha and k6 where they are.
 *
 *   npm run bench:throughput                            5 alternations of all of them, about 8 minutes
 *   npm run bench:throughput -- --alternations 9
 *   npm run bench:throughput -- --seconds 3             seconds of load for each run
 *   npm run bench:throughput -- --only tailgate,wrk     these tools
 *   npm run bench:throughput -- --write                 the tables to docs/speed.md too
 *
 * They take turns, so that whatever else the machine does meets all of them. The generator has one core, the server
 * another. Load goes to this machine's loopback only. Ends with 1 where a goal is missed, 2 where it was asked wrongly.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

const CONNECTIONS = 50;
/** For the clients that compile themselves while they run; none of it is in their figures. */
const WARMUP_SECONDS = 1;
const BUILT = ['lib/engine/engine.js', 'dist/worker/index.js'];

process.exitCode = await main();

async function main() {
  const missingFile = BUILT.find((file) => !existsSync(new URL(`../../${file}`, import.meta.url)));
  if (missingFile) return explain(`${missingFile} is missing; build it first: npm run build`);
  try {
    const { values } = parseArgs({
      options: {
        alternations: { type: 'string', default: '5' },
        seconds: { type: 'string', default: '5' },
        only: { type: 'string', default: '' },
        write: { type: 'boolean', default: false },
      },
    });
    const alternations = wholeNumber(values.alternations, '--alternations', 1, 50);
    const seconds = wholeNumber(values.seconds, '--seconds', 1, 60);
    return await bench({ alternations, seconds, only: values.only, write: values.write });
  } catch (error) {
    return explain(error.message);
  }
}

async function bench({ alternations, seconds, only, write }) {
  // Only now: these read lib/.
  const { findContenders } = await import('./contenders.mjs');
  const { startFastServer } = await import('./fast-server.mjs');
  const { pinnableCores } = await import('./pinned.mjs');
  const { race } = await import('./race.mjs');
  const found = findContenders();
  const chosen = only === '' ? null : only.split(',');
  const contenders = found.contenders.filter(({ key }) => chosen?.includes(key.split('-')[0]) ?? true);
  if (contenders.length === 0) throw new Error(`--only: none of ${only} is here`);
  const cores = pinnableCores();
  const [generatorCore, serverCore] = cores.length >= 2 ? cores : [null, null];
  if (generatorCore === null) console.log('Nothing is pinned: that takes Linux, taskset and two cores.\n');

  const server = await startFastServer(serverCore);
  const runs = new Map();
  try {
    for (let i = 0; i < alternations; i++) {
      for (const contender of contenders) {
        const load = { connections: CONNECTIONS, seconds, warmupSeconds: WARMUP_SECONDS };
        const run = await race(contender, { server, core: generatorCore, ...load });
        runs.set(run.key, [...(runs.get(run.key) ?? []), run]);
        const cpu = run.cpuUs === null ? '' : `  ${run.cpuUs.toFixed(1)} µs`;
        console.log(
          `${i + 1}/${alternations}  ${contender.name.padEnd(26)} ${Math.round(run.perSecond)} req/s${cpu}`,
        );
      }
    }
  } finally {
    await server.stop();
  }
  return tell({
    contenders,
    runs,
    server,
    found,
    alternations,
    seconds,
    write,
    pinned: generatorCore !== null,
  });
}

async function tell({ contenders, runs, server, found, alternations, seconds, write, pinned }) {
  const { judgeGoals } = await import('./goals.mjs');
  const { goalTable, speedTable } = await import('./tables.mjs');
  const { describeRun, writeSection } = await import('./speed-page.mjs');
  const goals = judgeGoals(runs);
  const tables = `${speedTable(contenders, runs)}\n\n${goalTable(goals)}`;
  console.log(`\n${tables}`);
  if (write) {
    const away = found.missing.length > 0 ? ` Not on this machine: ${found.missing.join(', ')}.` : '';
    writeSection(
      'throughput',
      `## Requests a second from one core

${describeRun('npm run bench:throughput -- --write')}

${CONNECTIONS} connections, ${seconds} s for each run, ${alternations} alternations; the server is ${server.name}${
        pinned ? ', on a core of its own, and each generator has the other core' : ', nothing pinned'
      }.${away} The realistic mix is that of examples/tailgate.yml: fifteen requests by weight, a bearer token, bodies with
parts that are never the same twice. wrk calls \`wrk.format\` for each request; autocannon has one round of the mix as its
\`requests\` and writes bodies by \`setupRequest\`. CPU time is that of the whole process, including its start, per request
that the server read: it hardly depends on what else the machine does.

The flow has four steps, each using what the one before returned (a POST whose response names the cart, a POST to it that is
checked, a GET that is checked, a DELETE). k6 does the same in a script; wrk only sends the four requests one after the other and
inspects no response. The 100 KiB response is JSON from which one string is captured and one row of a thousand checked, next to the
same without either: the difference is the cost of decoding and parsing that body, on the core that also sends.

${tables}`,
    );
  }
  return goals.every(({ met }) => met) ? 0 : 1;
}

function wholeNumber(text, flag, least, most) {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new Error(`${flag} takes a whole number from ${least} to ${most}`);
}

function explain(message) {
  console.error(`bench:throughput: ${message}`);
  return 2;
}
