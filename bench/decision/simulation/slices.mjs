/**
 * The same weather as rounds of 3 s meet, in slices: two pairs of 500 ms make a block. What a slice sees of a stall is a
 * larger share of fewer requests.
 */
import { declareGates } from '../../../lib/judgement/interleaved/declared-gates.js';
import { errorsGate } from '../../../lib/judgement/statistics/errors-gate.js';
import { interleavedGate } from '../../../lib/judgement/statistics/interleaved-gate.js';
import { countStalls } from '../../../lib/judgement/statistics/sign-test.js';
import { stallEvidence } from '../../../lib/judgement/statistics/stall-guard.js';
import { wholeGate } from '../../../lib/judgement/statistics/whole-gate.js';
import { PLAN } from '../rules/tailgate.mjs';
import { randomStream } from './random.mjs';
import {
  DRIFT_TIMES_SECONDS,
  EFFECTS,
  MEASURE_SECONDS,
  RATE,
  REGIMES,
  ROUND_SECONDS,
  SERVICE,
  STALL,
} from './regimes.mjs';

const SLICE_SECONDS = 0.5;
/** With its lead-in and the wait for its last response. */
const SLOT_SECONDS = 0.57;
const PAIRS = 2;
const BUDGET_SECONDS = 315;
export const SLICED_BLOCKS = Math.floor(BUDGET_SECONDS / (2 * PAIRS * SLOT_SECONDS));
const SLICED_BLOCK_SECONDS = 2 * PAIRS * SLOT_SECONDS;
/** A stall lasts as long as in a round, and so meets a larger share of the slice's requests. */
const SLOW_SHARE = (STALL.slowShare * MEASURE_SECONDS) / SLICE_SECONDS;
const FEWEST_SECONDS = 30;
const ALLOWANCE = 0.02;

/** @returns counts, and sums of seconds and their squares, by effect: `{ '0.1': { fail, pass, inconclusive, seconds, squares } }` */
export function simulateSlices({ sliced: regime, chunk, sessions }) {
  const random = randomStream(0x511ce, regime, chunk);
  const counts = {};
  for (let i = 0; i < sessions; i++) {
    const blocks = drawBlocks(REGIMES[regime], random);
    for (const effect of EFFECTS) {
      const { outcome, blocks: taken } = judge(blocks, 1 + effect);
      counts[effect] ??= { fail: 0, pass: 0, inconclusive: 0, seconds: 0, squares: 0 };
      counts[effect][outcome] += 1;
      const seconds = taken * SLICED_BLOCK_SECONDS;
      counts[effect].seconds += seconds;
      counts[effect].squares += seconds ** 2;
    }
  }
  return counts;
}

/** Blocks of both sides: the slices' own ln P99 and stalls, the block's sampling error, rate, requests and errors. */
function drawBlocks({ driftSd, stalledShare }, { unit, normal, poisson }) {
  const sd = driftSd / Math.sqrt(DRIFT_TIMES_SECONDS.length);
  const kept = DRIFT_TIMES_SECONDS.map((seconds) => Math.exp(-SLOT_SECONDS / seconds));
  const drifts = kept.map(() => sd * normal());
  const stallChance = (stalledShare * SLOT_SECONDS) / ROUND_SECONDS;
  return Array.from({ length: SLICED_BLOCKS }, () => {
    const sides = { target: [], base: [] };
    for (let pair = 0; pair < PAIRS; pair++) {
      const order = unit() < 0.5 ? ['target', 'base'] : ['base', 'target'];
      for (const side of order) {
        for (const [i, keep] of kept.entries())
          drifts[i] = keep * drifts[i] + Math.sqrt(1 - keep * keep) * sd * normal();
        const drift = drifts.reduce((sum, one) => sum + one, 0);
        sides[side].push({ drift, stalled: unit() < stallChance });
      }
    }
    return { target: sideOf(sides.target, normal, poisson), base: sideOf(sides.base, normal, poisson) };
  });
}

function sideOf(slices, normal, poisson) {
  const drift = slices.reduce((sum, one) => sum + one.drift, 0) / slices.length;
  const stalls = slices.filter(({ stalled }) => stalled).length;
  const logRate =
    Math.log(SERVICE.responsesPerSecond) -
    RATE.driftShare * drift +
    RATE.sd * Math.sqrt(MEASURE_SECONDS / (PAIRS * SLICE_SECONDS)) * normal() +
    (stalls / slices.length) * Math.log(STALL.rateFactor);
  const answers = Math.exp(logRate) * PAIRS * SLICE_SECONDS;
  const errors = poisson(answers * (stalls > 0 ? STALL.errorShare : SERVICE.errorShare));
  return {
    slices: slices.map(({ drift: own, stalled }) => ({ logP99: Math.log(SERVICE.p99Ms) + own, stalled })),
    sampling: SERVICE.tailScale * Math.sqrt(99 / answers) * normal(),
    logRate,
    requests: Math.round(answers) + errors,
    errors,
  };
}

/** ln P99 of slices taken together: where the mean of their shares of slower requests comes down to 1 %. */
function mergedLogP99(slices) {
  const lift = Math.log(STALL.p99Factor);
  const shareAbove = (x) => {
    let sum = 0;
    for (const { logP99, stalled } of slices) {
      const usual = 0.01 * Math.exp((logP99 - x) / SERVICE.tailScale);
      sum += stalled ? Math.min(SLOW_SHARE, usual * Math.exp(lift / SERVICE.tailScale)) + usual : usual;
    }
    return sum / slices.length;
  };
  const all = slices.map(({ logP99 }) => logP99);
  let [low, high] = [Math.min(...all) - lift, Math.max(...all) + lift + 1];
  while (high - low > 1e-4) {
    const middle = (low + high) / 2;
    if (shareAbove(middle) > 0.01) low = middle;
    else high = middle;
  }
  return high;
}

function judge(blocks, factor) {
  const gates = declareGates(PLAN, SLICED_BLOCKS, ALLOWANCE, true);
  const of = (metric) => gates.find((gate) => gate.metric === metric);
  const { rule, stallAlpha } = of('p99');
  const tailOf = ({ slices, sampling }) => mergedLogP99(slices) + sampling;
  const series = blocks.map((block) => {
    block.known ??= tailOf(block.target) - tailOf(block.base);
    return block.known + Math.log(factor);
  });
  const whole = (until) =>
    mergedLogP99(until.flatMap(({ target }) => target.slices)) -
    mergedLogP99(until.flatMap(({ base }) => base.slices)) +
    Math.log(factor);
  const p99 = interleavedGate(series, rule, {
    mayPass: (block) =>
      2 * PAIRS * SLICE_SECONDS * block >= FEWEST_SECONDS && whole(blocks.slice(0, block)) < rule.tolerance,
    alsoFails: (block, seen) =>
      stallEvidence(countStalls(seen.map((one) => one - rule.allowance))) >= 1 / stallAlpha &&
      whole(blocks.slice(0, block)) >= rule.tolerance,
  });
  const throughput = interleavedGate(
    blocks.map(({ target, base }) => base.logRate - target.logRate),
    of('throughput').rule,
  );
  const errors = errorsGate(
    blocks.map(({ target, base }) => ({
      target: { hits: target.errors, n: target.requests },
      base: { hits: base.errors, n: base.requests },
    })),
    of('errors').rule,
  );
  const { decision, block } = wholeGate([p99, throughput, errors].map((state) => ({ state })));
  const outcome = { failed: 'fail', passed: 'pass', undecided: 'inconclusive' }[decision];
  return { outcome, blocks: block ?? SLICED_BLOCKS };
}
