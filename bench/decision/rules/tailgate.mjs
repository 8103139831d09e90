/** Tailgate's own rules: the code of the product, fed with the rounds of a simulated session. */
import { declareGates } from '../../../lib/judgement/interleaved/declared-gates.js';
import { judgeRatio } from '../../../lib/judgement/regressions/ratio.js';
import { logStandardError } from '../../../lib/judgement/statistics/batch-means.js';
import { errorsGate } from '../../../lib/judgement/statistics/errors-gate.js';
import { interleavedGate } from '../../../lib/judgement/statistics/interleaved-gate.js';
import { latencySlowdown, throughputSlowdown } from '../../../lib/judgement/statistics/slowdown.js';
import { wholeGate } from '../../../lib/judgement/statistics/whole-gate.js';
import { BLOCKS } from '../simulation/regimes.mjs';
import { mergeLogP99 } from '../simulation/session.mjs';

/** The gate of the README: 10 %, 10 % and 0.5 pp, on the whole; nothing else is declared. */
export const PLAN = {
  gate: {
    whole: {
      p99: { limit: null, regression: 0.1 },
      throughput: { limit: null, regression: 0.1 },
      errors: { limit: null, regression: 0.005 },
    },
    endpoints: {},
    stages: {},
  },
  load: { stages: [{ name: null }] },
  scenario: { requests: [] },
};

const STORED_TOLERANCE = 0.1;
/** Of tailgate.yml where nobody says otherwise. */
export const ASSUMED_SPREAD = 0.1;

/** @param allowance of the environment, relative: 0.02 or 0; errors have none */
export function ruleOf(metric, allowance, plan = PLAN, blocks = BLOCKS) {
  return declareGates(plan, blocks, allowance, false).find((gate) => gate.metric === metric).rule;
}

/** The blocks of a session: which slot is whose, by a coin for each block. */
export function tossBlocks({ unit }) {
  return Array.from({ length: BLOCKS }, (_, block) =>
    unit() < 0.5 ? { target: 2 * block, base: 2 * block + 1 } : { target: 2 * block + 1, base: 2 * block },
  );
}

/** How the gate of the error rate stands after all blocks; no change that is simulated touches it. */
export function standErrors({ errors, requests }, blocks, rule = ruleOf('errors', 0)) {
  const count = (slot) => ({ hits: errors[slot], n: requests[slot] });
  return errorsGate(
    blocks.map(({ base, target }) => ({ base: count(base), target: count(target) })),
    rule,
  );
}

/** @param factor by which the target's P99 is higher than the base's would be */
export function standP99({ logP99 }, blocks, factor, allowance, rule = ruleOf('p99', allowance)) {
  const series = blocks.map(({ base, target }) =>
    latencySlowdown(Math.exp(logP99[base]), Math.exp(logP99[target]) * factor),
  );
  return interleavedGate(series, rule);
}

/** @param factor by which the target's throughput is lower */
export function standThroughput(
  { logRate },
  blocks,
  factor,
  allowance,
  rule = ruleOf('throughput', allowance),
) {
  const series = blocks.map(({ base, target }) =>
    throughputSlowdown(Math.exp(logRate[base]), Math.exp(logRate[target]) / factor),
  );
  return interleavedGate(series, rule);
}

/** @returns {{ outcome: 'fail' | 'pass' | 'inconclusive', blocks: number }} */
export function conclude(standings) {
  const { decision, block } = wholeGate(standings.map((state) => ({ state })));
  const outcome = { failed: 'fail', passed: 'pass', undecided: 'inconclusive' }[decision];
  return { outcome, blocks: block ?? BLOCKS };
}

/** The rule against one stored number: today's run against that of an earlier session. */
export function judgeStored(today, earlier, { factor, rounds, spread }) {
  const standardError = ({ logP99 }) => logStandardError(Array.from(logP99.slice(0, rounds), Math.exp));
  const { finding } = judgeRatio({
    metric: 'p99',
    now: Math.exp(mergeLogP99(today, 0, rounds)) * factor,
    before: Math.exp(mergeLogP99(earlier, 0, rounds)),
    standardErrorNow: standardError(today),
    standardErrorBefore: standardError(earlier),
    spread,
    tolerance: STORED_TOLERANCE,
  });
  return finding === 'regressed';
}
