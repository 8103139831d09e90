/**
 * How often nights are suspected of a drift that isn't there, how soon one that is there is told, and how often a run is
 * failed by its history: simulated, beside the design of before and, where Python has it, Apache Otava.
 *
 *   npm run bench:drift                      200 histories of each kind, some minutes
 *   npm run bench:drift -- --histories 50    fewer
 *   npm run bench:drift -- --seed other      other nights: what was tuned on some must hold on others
 *   npm run bench:drift -- --python DIR/bin/python   a Python that has apache-otava
 *   npm run bench:drift -- --write           the tables to docs/nightly.md too
 *
 * kinds.mjs says which nights are tried, nights.mjs how they are drawn. After every night from the 8th on, it is asked
 * what the issue would be about. The same number of histories and the same seed give the same figures on every machine.
 * Ends with 1 where a goal is missed, 2 where it was asked wrongly.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { judgeGoals } from './goals.mjs';
import { GATED, INDEPENDENT, SHAPES } from './kinds.mjs';
import { keyOf, measure, measureGate } from './measure.mjs';
import { record } from './nights.mjs';
import { startOtava } from './otava.mjs';
import { renderGate, renderGoals, renderIndependent, renderShapes } from './tables.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = `${ROOT}docs/nightly.md`;
/** Each of a gate's histories is asked seventeen times. */
const GATE_SHARE = 0.5;

async function main() {
  if (!existsSync(`${ROOT}lib/judgement/drift/watch.js`))
    return explain('lib/ is missing; build it first: npm run build');
  let flags;
  try {
    flags = parseArgs({
      options: {
        histories: { type: 'string' },
        seed: { type: 'string' },
        python: { type: 'string' },
        write: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    return explain(error.message);
  }
  const count = Number(flags.histories ?? 200);
  if (!(Number.isInteger(count) && count >= 1 && count <= 10_000))
    return explain('--histories takes a whole number from 1 to 10000');
  if (flags.write && flags.seed !== undefined) return explain('--write goes without --seed');
  const { watch } = await import('../../lib/judgement/drift/watch.js');
  const { seededRandom } = await import('../../lib/engine/random.js');
  const { seriesOf } = await import('../../lib/evidence/history/series.js');
  // A record that is no longer one would make a history without figures, in which nothing ever drifts.
  if (seriesOf([record(1, 100, 'any')], 'p99', null)[0]?.value !== 100)
    throw new Error('the records have no P99');

  const unitOf = (seed) => seededRandom(`${seed}${flags.seed ?? ''}`).unit;
  const tell = (nights) => watch(nights, [], keyOf).worse;
  const measured = (kinds) => kinds.map((kind) => measure(tell, unitOf, count, kind));
  // In a process of its own, beside the rest.
  const finishOtava = await startOtava(flags.python ?? 'python3', unitOf, count, SHAPES);
  const independent = measured(INDEPENDENT);
  const shapes = measured(SHAPES);
  const judge = await judgeByHistory();
  const gated = GATED.map((kind) => measureGate(judge, unitOf, Math.ceil(count * GATE_SHARE), kind));
  const otava = await finishOtava();
  const goals = judgeGoals(independent, shapes);

  const parts = {
    drift: renderIndependent(independent),
    'drift-shapes': renderShapes(shapes, otava),
    'drift-gate': renderGate(gated),
    'drift-goals': renderGoals(goals),
  };
  for (const text of Object.values(parts)) console.log(`${text}\n`);
  if (flags.write && !write(parts)) return 2;
  return goals.every(({ met }) => met) ? 0 : 1;
}

/** A run's P99 against its history, as the gate does it, with a tolerance of 10 %. */
async function judgeByHistory() {
  const { recordsOfMachine } = await import('../../lib/evidence/history/machine.js');
  const { seriesOf } = await import('../../lib/evidence/history/series.js');
  const { judgeSpeed } = await import('../../lib/judgement/regressions/history/change.js');
  const { findRegime } = await import('../../lib/judgement/regressions/history/regimes.js');
  const { GATES_FROM } = await import('../../lib/judgement/statistics/history-limit.js');
  return (before, run, slower) => {
    const { records } = recordsOfMachine(before, run.conditions.machine);
    const { points } = findRegime('p99', seriesOf(records, 'p99', null));
    if (points.length < GATES_FROM) return 'too-few';
    const now = run.whole.latencyMs.p99 * slower;
    return judgeSpeed({ metric: 'p99', now, points, ownSpread: 0, tolerance: 0.1 }).finding;
  };
}

/** @returns whether each has its place there; nothing is written where one has none */
function write(parts) {
  let page = readFileSync(PAGE, 'utf8');
  for (const [name, text] of Object.entries(parts)) {
    const marks = new RegExp(`<!-- ${name} -->[\\s\\S]*<!-- /${name} -->`);
    if (!marks.test(page)) {
      explain(`docs/nightly.md has no place for ${name}`);
      return false;
    }
    page = page.replace(marks, () => `<!-- ${name} -->\n${text}\n<!-- /${name} -->`);
  }
  writeFileSync(PAGE, page);
  console.log('Written: docs/nightly.md');
  return true;
}

function explain(message) {
  console.error(message);
  return 2;
}

process.exitCode = await main();
