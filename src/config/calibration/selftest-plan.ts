import { checkBudget } from '../gate/check-budget.ts';
import { modelOf } from '../load/whole-load.ts';
import type { Plan } from '../plan.ts';
import { checkConstant } from './check-constant.ts';

/** What a response's own time is lengthened by: twice the tolerance, which a gate that works finds. */
export const SELFTEST_SLOWDOWN = 0.2;
export const SELFTEST_TOLERANCE = 0.1;

/**
 * One session of a selftest: the same scenario and rounds, between two ways to the same target, with a gate of 10 % on
 * P99, and on throughput where the load is a closed model. No limits, no baseline: nothing else may decide it.
 *
 * @param target origin of the way that may be slowed
 * @param base origin of the other way
 * @throws ConfigurationError where the budget of rounds is too short for anything to fail, and for a load that changes
 * on its way
 */
export function planSelftest(plan: Plan, target: string, base: string): Plan {
  checkConstant(plan, 'selftest');
  const { basePath } = plan.target;
  const bounds = { limit: null, regression: SELFTEST_TOLERANCE };
  const whole = modelOf(plan.load) === 'closed' ? { p99: bounds, throughput: bounds } : { p99: bounds };
  // Both ways lead through this machine to one address: nothing stands between them.
  const interleaved = { ...plan.gate.interleaved, allowance: 0 };
  checkBudget({ whole, endpoints: {} }, interleaved, { file: plan.configFile, key: 'gate.rounds.budget' });
  return {
    ...plan,
    target: { ...plan.target, origin: target },
    base: { ...(basePath !== undefined && { basePath }), origin: base },
    baseline: null,
    gate: { ...plan.gate, whole, endpoints: {}, flows: {}, stages: {}, interleaved },
  };
}
