import type { MetricBounds, Plan } from '../plan.ts';
import type { Policy } from '../policy.ts';

/**
 * The plan as the policy asks for it. A release whose regressions have nothing to be held against is held against the
 * last release, and so against the history.
 */
export function withBaselineOf(policy: Policy, plan: Plan): Plan {
  const { whole, endpoints, flows = {} } = plan.gate;
  const asksForOne = [whole, ...Object.values(endpoints), ...Object.values(flows)].some(declaresRegression);
  if (policy !== 'release' || plan.baseline || plan.base || !asksForOne) return plan;
  return { ...plan, baseline: { kind: 'history', ref: null, written: 'history' } };
}

function declaresRegression(bounds: MetricBounds): boolean {
  return Object.values(bounds).some(({ regression }) => regression !== null);
}
