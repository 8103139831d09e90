import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BEFORE_FLOWS, takeEarlierBundles } from './earlier-bundles.mjs';
import { judgePairs, LEAST_RATIO } from './earlier-goals.mjs';
import { onTwoCores, tellRun } from './on-two-cores.mjs';
import { race } from './race.mjs';
import { LOGIN, realisticScenario, runConfig, TRIVIAL } from './run-config.mjs';
import { describeRun, writeSection } from './speed-page.mjs';
import { pairTable, speedTable } from './tables.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CONNECTIONS = 50;
const MIXES = [
  { key: 'realistic', name: 'realistic mix', scenario: realisticScenario() },
  { key: 'trivial', name: 'GET /', scenario: TRIVIAL },
];
/** A run that is a start, an end and ten requests: what it took is taken off what the long run took. */
const START = { connections: 1, rate: '10/s', seconds: 1, warmupSeconds: 0 };
const WARMUP_SECONDS = 1;
/** Inconclusive, as a start's ten requests are, and invalid: the generator was the bottleneck, as is wanted here. */
const EXIT_CODES = [3, 4];

/** Races today's terminal and that of an earlier commit. @returns the exit code */
export async function raceEarlier({ alternations = 20, seconds, ref, write }) {
  const folder = mkdtempSync(join(tmpdir(), 'tailgate-earlier-'));
  try {
    const commit = takeEarlierBundles(ref, folder);
    const versions = [
      { key: 'earlier', name: commit.hash.slice(0, 8), dist: join(folder, 'dist') },
      { key: 'today', name: 'today', dist: join(ROOT, 'dist') },
    ];
    console.log(`${versions[0].name} of ${commit.date}: ${commit.subject}\n`);
    const contenders = MIXES.flatMap((mix) => versions.map((version) => terminal(version, mix, folder)));
    return await onTwoCores(async ({ server, core, where }) => {
      const runs = await racePairs(contenders, { server, core, alternations, seconds });
      const rows = MIXES.flatMap(({ key, name }) =>
        judgePairs(runs.get(`earlier-${key}`), runs.get(`today-${key}`)).map((row) => ({
          mix: name,
          ...row,
        })),
      );
      const tables = `${speedTable(contenders, runs)}\n\n${pairTable(rows)}`;
      console.log(`\n${tables}`);
      if (write) writeSection('against', describe({ alternations, seconds, where, commit, tables }));
      return rows.every(({ met }) => met) ? 0 : 1;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * In every other pair the earlier one comes second, so that a machine that gets slower or faster favours neither.
 * @returns the runs by contender, in the order of the pairs
 */
async function racePairs(contenders, { server, core, alternations, seconds }) {
  const runs = new Map(contenders.map(({ key }) => [key, []]));
  for (let i = 0; i < alternations; i++) {
    for (const { key } of MIXES) {
      const pair = contenders.filter((contender) => contender.key.endsWith(`-${key}`));
      for (const contender of i % 2 === 0 ? pair : pair.toReversed()) {
        const load = { connections: CONNECTIONS, seconds, warmupSeconds: WARMUP_SECONDS };
        const start = await race(contender, { server, core, ...START });
        const whole = await race(contender, { server, core, ...load });
        const run = { ...whole, cpuUs: withoutStart(whole, start) };
        runs.get(contender.key).push(run);
        tellRun(`${i + 1}/${alternations}`, contender, run);
      }
    }
  }
  return runs;
}

/**
 * µs per request. The start is no part of a version's speed, is a tenth of such a short run, and takes longer with
 * each thing that a version knows.
 */
function withoutStart(whole, start) {
  if (whole.cpuSeconds === null) return null;
  return ((whole.cpuSeconds - start.cpuSeconds) * 1e6) / whole.requests;
}

/** A version as its users have it: by its command line, a file and the result that it writes. */
function terminal(version, mix, folder) {
  const config = join(folder, 'tailgate.yml');
  const result = join(folder, 'result.json');
  return {
    key: `${version.key}-${mix.key}`,
    name: `${mix.name}, ${version.name}`,
    command: ({ origin, connections, rate, seconds, warmupSeconds }) => {
      rmSync(result, { force: true });
      const load = { connections, rate, duration: `${seconds}s`, warmup: `${warmupSeconds}s` };
      writeFileSync(config, runConfig({ name: mix.key, scenario: mix.scenario, load }));
      const cli = join(version.dist, 'cli/index.js');
      return [process.execPath, [cli, 'run', '--target-url', origin, '--json', result]];
    },
    cwd: folder,
    env: LOGIN,
    exitCodes: EXIT_CODES,
    read: () => {
      const { requests, successes, responsesPerSecond } = JSON.parse(readFileSync(result, 'utf8')).metrics;
      return { perSecond: responsesPerSecond, errors: requests - successes };
    },
  };
}

function describe({ alternations, seconds, where, commit, tables }) {
  const isDefault = commit.hash === BEFORE_FLOWS;
  const command = `npm run bench:throughput -- --against ${isDefault ? '' : `${commit.hash} `}--write`;
  const which = isDefault ? ', the last one before flows came' : '';
  return `## A mix without flows, today and before

${describeRun(command)}

The \`dist/\` of today beside that of commit ${commit.hash.slice(0, 8)} of ${commit.date}${which}: both as
\`dist/cli/index.js run --json\`, with the same configuration file. ${CONNECTIONS} connections, ${seconds} s for each run, ${alternations} pairs for each mix,
every other one in reverse order; ${where}.
Requests per second are those of the result. CPU time is that of the whole process per request that the server read, without
that of a start of the same version that sends ten requests, which is measured anew for each run.

Each ratio is that of the two runs of a pair, above 1 if today is faster. The interval is that of the sign test for the median,
with a confidence of at least 95 %; the goal, at most 2 % slower, is met if the median is at least ${LEAST_RATIO}.

${tables}`;
}
