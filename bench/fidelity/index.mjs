/**
 * How far from the truth Tailgate and other load tools are, server by server.
 *
 *   npm run bench:fidelity                          every row, about a quarter of an hour
 *   npm run bench:fidelity -- --rows tls,nginx      these rows (see rows.mjs)
 *   npm run bench:fidelity -- --seconds 3           seconds of load for each row and tool
 *   npm run bench:fidelity -- --repeats 3           each of them three times, in turn; the middle one counts
 *   npm run bench:fidelity -- --write               the tables to docs/fidelity.md too
 *
 * Load goes to this machine's loopback only. Ends with 1 where a row misses its goal, 2 where it was asked for wrongly.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeCertificates } from '../servers/certificates.mjs';
import { findNginx } from '../servers/nginx.mjs';
import { judgeRow } from './goal.mjs';
import { ROWS } from './rows.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const BUILT = ['lib/engine/engine.js', 'dist/worker/index.js'];
const LONGEST_SECONDS = 8;
/** All rows and tools together, with what starting and stopping take each time. */
const BUDGET_SECONDS = 14 * 60;
const OVERHEAD_SECONDS = 2.5;

process.exitCode = await main();

async function main() {
  const missingFile = BUILT.find((file) => !existsSync(root + file));
  if (missingFile) return explain(`${missingFile} is missing; build it first: npm run build`);
  let flags;
  let rows;
  try {
    flags = parseArgs({
      options: {
        rows: { type: 'string' },
        seconds: { type: 'string' },
        repeats: { type: 'string', default: '1' },
        write: { type: 'boolean' },
      },
    }).values;
    rows = chooseRows(flags.rows);
  } catch (error) {
    return explain(error.message);
  }
  // Only now: the tools read lib/.
  const { findTools } = await import('./tools/find-tools.mjs');
  const found = findTools();
  const repeats = Number(flags.repeats);
  if (!Number.isInteger(repeats) || repeats < 1 || repeats > 15) {
    return explain('--repeats takes a whole number from 1 to 15');
  }
  const seconds = Number(flags.seconds ?? secondsFor(rows.length * found.tools.length * repeats));
  if (!(seconds >= 1 && seconds <= 120)) return explain('--seconds takes a number from 1 to 120');
  return bench(rows, found, { seconds: Math.round(seconds), repeats, write: flags.write === true });
}

async function bench(rows, found, { seconds, repeats, write }) {
  const { stopPrograms } = await import('./tools/run-program.mjs');
  const certificates = rows.some(({ load }) => load.tls) ? makeCertificates() : null;
  const nginx = rows.some(({ load }) => load.nginx) ? findNginx() : null;
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
    stopPrograms();
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, interrupt);
  const measured = [];
  try {
    for (const row of rows) {
      if (interrupted) return 130;
      measured.push(
        await measure(row, found.tools, { seconds, repeats, certificates, nginx }, () => interrupted),
      );
    }
  } catch (error) {
    if (!interrupted) throw error;
  } finally {
    stopPrograms();
    certificates?.remove();
  }
  if (interrupted) return 130;
  return tell(measured, found, { seconds, repeats, nginx, write });
}

async function measure(row, tools, means, isInterrupted) {
  const { measureRow } = await import('./measure-row.mjs');
  if (row.load.nginx && means.nginx === null) return skip(row, 'this machine has no nginx');
  if (row.load.tls && means.certificates === null) return skip(row, 'this machine has no openssl');
  const onRun = (tool, run) => console.error(sayProgress(row, tool, run));
  // The others have no stages.
  const able = row.load.stages ? tools.filter(({ name }) => name === 'Tailgate') : tools;
  const results = await measureRow(row, able, means, { onRun, isInterrupted });
  return { row, results, goal: isInterrupted() ? undefined : judgeRow(results) };
}

function skip(row, skipped) {
  console.error(`${row.key}: skipped, ${skipped}`);
  return { row, skipped };
}

async function tell(measured, found, { write, ...run }) {
  const { detailTable, faultTable, stageTable, summaryTable } = await import('./tables.mjs');
  const { writePage } = await import('./page.mjs');
  console.log(
    [
      '',
      summaryTable(measured, found.tools),
      stageTable(measured),
      detailTable(measured),
      faultTable(measured),
    ].join('\n\n'),
  );
  const missed = measured.filter(({ goal }) => goal && !goal.met);
  for (const { row, goal } of missed) console.log(`\nMissed: ${row.title}: ${goal.misses.join('; ')}`);
  if (found.missing.length > 0) console.log(`\nNot on this machine: ${found.missing.join(', ')}`);
  if (write) {
    const command = ['npm run bench:fidelity', ...process.argv.slice(2)]
      .join(' ')
      .replace('fidelity ', 'fidelity -- ');
    const date = new Date().toISOString().slice(0, 10);
    writeFileSync(`${root}docs/fidelity.md`, writePage(measured, { ...found, ...run, command, date }));
    console.log('\nWritten: docs/fidelity.md');
  }
  return missed.length > 0 ? 1 : 0;
}

function chooseRows(names) {
  if (names === undefined) return ROWS;
  return names.split(',').map((name) => {
    const row = ROWS.find(({ key }) => key === name.trim());
    if (!row) throw new Error(`no row "${name}"; there are: ${ROWS.map(({ key }) => key).join(', ')}`);
    return row;
  });
}

function secondsFor(runs) {
  return Math.max(3, Math.min(LONGEST_SECONDS, Math.floor(BUDGET_SECONDS / runs - OVERHEAD_SECONDS)));
}

function sayProgress(row, tool, { seen, truth, failure }) {
  if (seen === null) return `${row.key}: ${tool.name} failed: ${failure}`;
  const p99 = `P99 ${seen.p99Ms?.toFixed(2)} ms, true ${truth.p99Ms?.toFixed(2)} ms`;
  return `${row.key}: ${tool.name} ${p99}; ${truth.read - seen.counted} of ${truth.read} unaccounted for`;
}

function explain(message) {
  console.error(message);
  return 2;
}
