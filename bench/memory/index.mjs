/**
 * Memory of a whole run (main thread, worker thread and all), sampled each second from the system: a run of five minutes
 * at full speed, and a soak at 10,000 requests a second, both with the fifteen requests of examples/tailgate.yml.
 *
 *   npm run bench:memory                             5 minutes at full speed, 2 minutes of soak
 *   npm run bench:memory -- --minutes 5 --soak-minutes 30
 *   npm run bench:memory -- --soak-minutes 0         full speed only
 *   npm run bench:memory -- --write                  the table to docs/speed.md too
 *
 * A soak shorter than thirty minutes is projected to thirty by what it grew in its second half. Linux only. Load goes to
 * this machine's loopback only. Ends with 1 where a goal is missed, 2 where it was asked wrongly.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeRun, writeSection } from '../throughput/speed-page.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const BUILT = ['lib/config/parse-config.js', 'dist/cli/index.js', 'dist/worker/index.js'];
const CONNECTIONS = 50;
const SOAK_PER_SECOND = 10_000;
const SOAK_MINUTES = 30;

process.exitCode = await main();

async function main() {
  const missingFile = BUILT.find((file) => !existsSync(root + file));
  if (missingFile) return explain(`${missingFile} is missing; build it first: npm run build`);
  if (!existsSync('/proc/self/status')) return explain('it reads /proc, which only Linux has');
  try {
    const { values } = parseArgs({
      options: {
        minutes: { type: 'string', default: '5' },
        'soak-minutes': { type: 'string', default: '2' },
        write: { type: 'boolean', default: false },
      },
    });
    const minutes = numberOf(values.minutes, '--minutes');
    const soakMinutes = numberOf(values['soak-minutes'], '--soak-minutes');
    return await bench({ minutes, soakMinutes, write: values.write });
  } catch (error) {
    return explain(error.message);
  }
}

async function bench({ minutes, soakMinutes, write }) {
  // Only now: these read lib/.
  const { startFastServer } = await import('../throughput/fast-server.mjs');
  const { pinnableCores } = await import('../throughput/pinned.mjs');
  const { sampleRun } = await import('./sample-run.mjs');
  const { describeFullSpeed, describeSoak } = await import('./findings.mjs');
  const cores = pinnableCores();
  const [core, serverCore] = cores.length >= 2 ? cores : [null, null];
  const server = await startFastServer(serverCore);
  const findings = [];
  try {
    const run = { root, origin: server.origin, core };
    if (minutes > 0) {
      const load = { connections: CONNECTIONS, duration: `${Math.round(minutes * 60)}s`, warmup: '0s' };
      findings.push(...describeFullSpeed(await sampleRun({ ...run, load }), minutes));
    }
    if (soakMinutes > 0) {
      const load = {
        connections: CONNECTIONS,
        rate: `${SOAK_PER_SECOND}/s`,
        duration: `${Math.round(soakMinutes * 60)}s`,
        warmup: '0s',
      };
      findings.push(...describeSoak(await sampleRun({ ...run, load }), soakMinutes, SOAK_MINUTES));
    }
  } finally {
    await server.stop();
  }
  const table = [
    '| What | figure | goal | |',
    '|---|--:|--:|---|',
    ...findings.map(
      ({ what, figure, goal, met }) => `| ${what} | ${figure} | ${goal ?? ''} | ${said(met)} |`,
    ),
  ].join('\n');
  console.log(`\n${table}`);
  if (write) {
    writeSection(
      'memory',
      `## Memory

${describeRun('npm run bench:memory -- --write')}

The whole command-line process (resident set size, as the kernel reports it), ${CONNECTIONS} connections against ${server.name}, fifteen request
names. Growth is the difference between the medians of ten seconds of samples at either end.

${table}`,
    );
  }
  return findings.every(({ met }) => met !== false) ? 0 : 1;
}

function said(met) {
  if (met === undefined) return '';
  return met ? 'met' : '**missed**';
}

function numberOf(text, flag) {
  const number = Number(text);
  if (number >= 0 && number <= 60) return number;
  throw new Error(`${flag} takes a number of minutes from 0 to 60`);
}

function explain(message) {
  console.error(`bench:memory: ${message}`);
  return 2;
}
