import { findContenders } from './contenders.mjs';
import { judgeGoals } from './goals.mjs';
import { onTwoCores, tellRun } from './on-two-cores.mjs';
import { race } from './race.mjs';
import { describeRun, writeSection } from './speed-page.mjs';
import { goalTable, speedTable } from './tables.mjs';

const CONNECTIONS = 50;
/** For the clients that compile themselves while they run; none of it is in their figures. */
const WARMUP_SECONDS = 1;

/** Races Tailgate and other load generators. @returns the exit code */
export async function raceOthers({ alternations = 5, seconds, only, write }) {
  const found = findContenders();
  const chosen = only === undefined ? null : only.split(',');
  const contenders = found.contenders.filter(({ key }) => chosen?.includes(key.split('-')[0]) ?? true);
  if (contenders.length === 0) throw new Error(`--only: none of ${only} is here`);
  return onTwoCores(async ({ server, core, where }) => {
    const runs = new Map();
    for (let i = 0; i < alternations; i++) {
      for (const contender of contenders) {
        const load = { connections: CONNECTIONS, seconds, warmupSeconds: WARMUP_SECONDS };
        const run = await race(contender, { server, core, ...load });
        runs.set(run.key, [...(runs.get(run.key) ?? []), run]);
        tellRun(`${i + 1}/${alternations}`, contender, run);
      }
    }
    const goals = judgeGoals(runs);
    const tables = `${speedTable(contenders, runs)}\n\n${goalTable(goals)}`;
    console.log(`\n${tables}`);
    if (write) writeSection('throughput', describe({ alternations, seconds, where, found, tables }));
    return goals.every(({ met }) => met) ? 0 : 1;
  });
}

function describe({ alternations, seconds, where, found, tables }) {
  const away = found.missing.length > 0 ? ` Not on this machine: ${found.missing.join(', ')}.` : '';
  return `## Requests a second from one core

${describeRun('npm run bench:throughput -- --write')}

${CONNECTIONS} connections, ${seconds} s for each run, ${alternations} alternations; ${where}.${away} The realistic mix is that of examples/tailgate.yml: fifteen requests by weight, a bearer token, bodies with
parts that are never the same twice. wrk calls \`wrk.format\` for each request; autocannon has one round of the mix as its
\`requests\` and writes bodies by \`setupRequest\`. CPU time is that of the whole process, including its start, per request
that the server read: it hardly depends on what else the machine does.

The flow has four steps, each using what the one before returned (a POST whose response names the cart, a POST to it that is
checked, a GET that is checked, a DELETE). k6 does the same in a script; wrk only sends the four requests one after the other and
inspects no response. The 100 KiB response is JSON from which one string is captured and one row of a thousand checked, next to the
same without either: the difference is the cost of decoding and parsing that body, on the core that also sends.

${tables}`;
}
