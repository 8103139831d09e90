// src/judgement/statistics/plans.ts: the levels of common budgets, so that a run needn't wait for them. Run after a
// build (it reads lib/), and only when computePlan or the list below changes: the plans are a table, not an input.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { computePlan } from '../lib/judgement/statistics/spending-plan.js';

const BUDGETS = [10, 12, 15, 20, 25, 30, 35, 40, 45];
/** β, α of a P99 gate, α of a throughput or an error gate, and halves of the last for two of them. */
const TOTALS = [0.05, 0.01, 0.005, 0.0025];

const rows = BUDGETS.flatMap((nmax) =>
  TOTALS.map((total) => {
    const levels = computePlan(nmax, total).filter((level) => level > 0);
    return `  '${nmax}/${total}': [${levels.map((level) => Number(level.toPrecision(10))).join(', ')}],`;
  }),
);
const file = new URL('../src/judgement/statistics/plans.ts', import.meta.url).pathname;
writeFileSync(
  file,
  `/**
 * Written by scripts/write-plans.mjs from computePlan. Budget in blocks / total error → levels of the interim analyses; the last
 * level belongs to the last block, and blocks before the first level have none.
 */
export const PLANS: Readonly<Record<string, readonly number[]>> = {
${rows.join('\n')}
};
`,
);
execFileSync(new URL('../node_modules/.bin/biome', import.meta.url).pathname, ['format', '--write', file], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
