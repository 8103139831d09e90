/**
 * Differences whose sizes are not exchangeable: what the sequential plan keeps, and what it doesn't. Each sign is a coin's, so
 * that nothing is there to be found.
 */
import { interleavedGate } from '../../../lib/judgement/statistics/interleaved-gate.js';
import { ruleOf } from '../rules/tailgate.mjs';
import { randomStream } from './random.mjs';
import { BLOCKS } from './regimes.mjs';

/** Standard deviation of a block's log difference, on average over the session. */
export const MEAN_SD = 0.15;

export const ORDERS = [
  { key: 'steady', name: 'the same noise from first to last', sizes: (normal) => draw(normal, () => 1) },
  {
    key: 'growing',
    name: 'noise grows ninefold, evenly',
    sizes: (normal) => draw(normal, (at) => 0.2 + 1.6 * at),
  },
  {
    key: 'sorted',
    name: 'each difference larger than all before (the worst order)',
    sizes: (normal) => draw(normal, () => 1).sort((a, b) => a - b),
  },
];

/** @returns counts of `alone`: the bound of α alone crossed 0; `gate`: the product's gate on P99 failed, allowance 2 % */
export function simulateOrder({ order, chunk, sessions }) {
  const { unit, normal } = randomStream(0x6a0, order, chunk);
  // Nothing passes and no estimate is too small: what is left is the level of the looks.
  const bare = { ...ruleOf('p99', 0), tolerance: Number.NEGATIVE_INFINITY, floor: Number.NEGATIVE_INFINITY };
  const counts = { alone: 0, gate: 0 };
  for (let i = 0; i < sessions; i++) {
    const series = ORDERS[order].sizes(normal).map((size) => (unit() < 0.5 ? size : -size));
    if (interleavedGate(series, bare).decision === 'failed') counts.alone += 1;
    if (interleavedGate(series, ruleOf('p99', 0.02)).decision === 'failed') counts.gate += 1;
  }
  return counts;
}

/** @param scale of the block at 0 … 1 of the session */
function draw(normal, scale) {
  return Array.from({ length: BLOCKS }, (_, block) =>
    Math.abs(MEAN_SD * scale(block / (BLOCKS - 1)) * normal()),
  );
}
