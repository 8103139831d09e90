/**
 * Sessions of a load of several stages beside a base: whole passes by turns, a coin for each pair. What is judged is the
 * P99 of one stage, or of a whole pass, in the weather that the rounds of the other simulations meet.
 */
import { judgeLogs } from '../../../lib/judgement/passes/change.js';
import { studentQuantile } from '../../../lib/judgement/statistics/quantiles.js';
import { randomStream } from './random.mjs';
import { DRIFT_TIMES_SECONDS, MEASURE_SECONDS, REGIMES, SERVICE, STALL } from './regimes.mjs';
import { mergeLogP99 } from './session.mjs';

/** A pass with its warm-up, and the stage that is looked at. */
export const PASS_SECONDS = 180;
const GAP_SECONDS = 2;
export const SCOPES = [
  { name: 'a stage of 30 s', seconds: 30 },
  { name: 'the whole pass', seconds: PASS_SECONDS },
];

export const PASSES = [2, 3, 4, 6];
export const PASS_EFFECTS = [0, 0.1, 0.2, 0.3, 0.5];

/** Besides the usual ones: a service that answers in one of two ways from pass to pass, as by where its memory lies. */
export const PASS_REGIMES = [
  ...REGIMES,
  { name: 'two modes, 15 % apart', driftSd: 0.03, stalledShare: 0.01, modes: Math.log(1.15) },
  { name: 'two modes, 35 % apart', driftSd: 0.03, stalledShare: 0.01, modes: Math.log(1.35) },
];

const RULE = { tolerance: 0.1, level: 0.99, allowance: 0, spread: 0.1 };

/** The rule of the product, and what it would be without the spread that is assumed. */
export const PASS_RULES = {
  own: (logs) => judgeLogs('p99', logs, RULE).finding === 'regressed',
  student: ({ target, base }) => {
    const n = target.length;
    const mean = (values) => values.reduce((sum, one) => sum + one, 0) / n;
    const squares = (values) => values.reduce((sum, one) => sum + (one - mean(values)) ** 2, 0);
    const difference = mean(target) - mean(base);
    const error = Math.sqrt(((squares(target) + squares(base)) / (2 * n - 2)) * (2 / n));
    return (
      difference >= Math.log1p(RULE.tolerance) && difference > studentQuantile(RULE.level, 2 * n - 2) * error
    );
  },
};

/** @returns counts of fails by rule and effect: `{ own: { '0.2': 17 }, student: … }` */
export function simulatePasses({ regime, scope, passes, chunk, sessions }) {
  const random = randomStream(0x9a55e5 + passes, 16 * regime + scope, chunk);
  const counts = {};
  for (let i = 0; i < sessions; i++) {
    const logs = drawSession(PASS_REGIMES[regime], SCOPES[scope].seconds, passes, random);
    for (const effect of PASS_EFFECTS) {
      const target = logs.target.map((one) => one + Math.log1p(effect));
      for (const [rule, fails] of Object.entries(PASS_RULES)) {
        counts[rule] ??= {};
        counts[rule][effect] ??= 0;
        if (fails({ ...logs, target })) counts[rule][effect] += 1;
      }
    }
  }
  return counts;
}

/** ln P99 of each pass of both sides, and what their batches tell of its error on average. */
function drawSession({ driftSd, stalledShare, modes = 0 }, seconds, passes, { unit, normal }) {
  const sd = driftSd / Math.sqrt(DRIFT_TIMES_SECONDS.length);
  const drifts = DRIFT_TIMES_SECONDS.map(() => sd * normal());
  const wait = (time) => {
    for (const [i, correlation] of DRIFT_TIMES_SECONDS.entries()) {
      const keep = Math.exp(-time / correlation);
      drifts[i] = keep * drifts[i] + Math.sqrt(1 - keep * keep) * sd * normal();
    }
  };
  const slots = Math.round(seconds / MEASURE_SECONDS);
  const sampling = SERVICE.tailScale * Math.sqrt(99 / (SERVICE.responsesPerSecond * MEASURE_SECONDS));
  const logs = { target: [], base: [], within: sampling ** 2 / slots };
  for (let pair = 0; pair < passes; pair++) {
    for (const side of unit() < 0.5 ? ['target', 'base'] : ['base', 'target']) {
      const logP99 = new Float64Array(slots);
      const stalled = [];
      for (let slot = 0; slot < slots; slot++) {
        wait(MEASURE_SECONDS);
        stalled.push(unit() < stalledShare);
        const drift = drifts.reduce((sum, one) => sum + one, 0);
        logP99[slot] = drift + (stalled[slot] ? Math.log(STALL.p99Factor) : 0) + sampling * normal();
      }
      const pass = { logP99, stalled, slowShare: STALL.slowShare, merged: new Map() };
      logs[side].push(mergeLogP99(pass, 0, slots) + (unit() < 0.5 ? modes : 0));
      wait(PASS_SECONDS - seconds + GAP_SECONDS);
    }
  }
  return logs;
}
