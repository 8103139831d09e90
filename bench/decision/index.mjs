/**
 * How often Tailgate's rules and other tools' fail simulated sessions, without a change and with one.
 *
 *   npm run bench:decision                       10,000 sessions of each regime, some three minutes on two cores
 *   npm run bench:decision -- --sessions 1000    fewer: standard errors grow as the square root shrinks
 *   npm run bench:decision -- --write            the tables to docs/decision.md too
 *
 * The same number of sessions gives the same figures on every machine. Ends with 1 where a goal is missed, 2 where it was
 * asked for wrongly.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { commandOf, writeSection } from './page.mjs';

/** Standard errors are at most 0.5 percentage points then. */
const SESSIONS = 10_000;
const MOST_SESSIONS = 200_000;

process.exitCode = await main();

async function main() {
  const built = fileURLToPath(new URL('../../lib/judgement/statistics/whole-gate.js', import.meta.url));
  if (!existsSync(built)) return explain('lib/ is missing; build it first: npm run build');
  let flags;
  try {
    flags = parseArgs({ options: { sessions: { type: 'string' }, write: { type: 'boolean' } } }).values;
  } catch (error) {
    return explain(error.message);
  }
  const sessions = Number(flags.sessions ?? SESSIONS);
  if (!(Number.isInteger(sessions) && sessions >= 1 && sessions <= MOST_SESSIONS))
    return explain(`--sessions takes a whole number from 1 to ${MOST_SESSIONS}`);
  return bench(sessions, flags.write === true);
}

async function bench(sessions, write) {
  // Only now: they read lib/.
  const { runSimulation } = await import('./simulation/run.mjs');
  const { judgeGoals } = await import('./simulation/goals.mjs');
  const { simulationSection } = await import('./simulation/section.mjs');
  const started = performance.now();
  const results = await runSimulation(sessions, (text) => console.error(text));
  const goals = judgeGoals(results);
  const section = simulationSection(results, goals);
  console.log(`\n${section}\n\nTook ${Math.round((performance.now() - started) / 1000)} s.`);
  if (write) {
    writeSection('simulated', section, commandOf('bench:decision'));
    console.log('Written: docs/decision.md');
  }
  return goals.every(({ met }) => met) ? 0 : 1;
}

function explain(message) {
  console.error(message);
  return 2;
}
