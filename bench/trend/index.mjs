/**
 * How often a trend is told of a soak that has none, and how often one that is there is found: simulated.
 *
 *   npm run bench:trend                    300 soaks of each kind, some minutes
 *   npm run bench:trend -- --soaks 50      fewer
 *   npm run bench:trend -- --seed other    other soaks: what was tuned on some must hold on others
 *   npm run bench:trend -- --write         the tables to docs/load-shapes.md too
 *
 * kinds.mjs says which soaks are tried, soaks.mjs how they are drawn. The same number and the same seed give the same
 * figures on every machine. Ends with 1 where a goal is missed, 2 where it was asked wrongly. Real soaks against a real
 * server: `npm run bench:trend:live`.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CREEPING, LEAKS, LENGTHS, OTHERS, STABLE } from './kinds.mjs';
import { measureCreep, measureLeak, measureStable } from './measure.mjs';
import { writeParts } from './page.mjs';
import { judgeGoals, renderCreeping, renderGoals, renderLeaks, renderStable } from './tables.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HALF_AN_HOUR = 1800;
const LEAK_SECONDS = 600;
const LEAK_LEVEL = 0.995;

async function main() {
  if (!existsSync(`${ROOT}lib/judgement/trends/judge-trends.js`))
    return explain('lib/ is missing; build it first: npm run build');
  let flags;
  try {
    flags = parseArgs({
      options: { soaks: { type: 'string' }, seed: { type: 'string' }, write: { type: 'boolean' } },
    }).values;
  } catch (error) {
    return explain(error.message);
  }
  const count = Number(flags.soaks ?? 300);
  if (!(Number.isInteger(count) && count >= 1 && count <= 10_000))
    return explain('--soaks takes a whole number from 1 to 10000');
  if (flags.write && flags.seed !== undefined) return explain('--write goes without --seed');
  const { findTrends: look } = await import('../../lib/judgement/trends/judge-trends.js');
  const { timeTrend: trend } = await import('../../lib/judgement/statistics/time-trend.js');
  const { windowMsOf } = await import('../../lib/config/load/trend-stage.js');
  const { Histogram } = await import('../../lib/evidence/histogram.js');
  const { seededRandom } = await import('../../lib/engine/random.js');
  const unitOf = (seed) => seededRandom(`${seed}${flags.seed ?? ''}`).unit;
  const tools = { look, trend, windowMsOf, Histogram, unitOf };

  const stable = LENGTHS.flatMap((seconds) =>
    STABLE.map((kind) => measureStable(tools, count, kind, seconds)),
  );
  const creeping = CREEPING.map((kind) => measureCreep(tools, count, kind, HALF_AN_HOUR));
  const others = OTHERS.map((kind) => measureCreep(tools, count, kind, HALF_AN_HOUR));
  const leaks = LEAKS.map((leak) => measureLeak(tools, count, leak, LEAK_SECONDS, LEAK_LEVEL));
  const goals = judgeGoals(stable, creeping, others, leaks);
  const parts = {
    'trend-goals': renderGoals(goals),
    'trend-stable': renderStable(stable),
    'trend-creeping': renderCreeping([...creeping, ...others]),
    'trend-leaks': renderLeaks(leaks),
  };
  for (const text of Object.values(parts)) console.log(`${text}\n`);
  const failed = flags.write ? writeParts(parts) : 0;
  return failed || (goals.every(({ met }) => met) ? 0 : 1);
}

function explain(message) {
  console.error(message);
  return 2;
}

process.exitCode = await main();
