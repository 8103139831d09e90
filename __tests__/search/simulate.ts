import { runStep, searchSimulated, seeded } from '../../bench/breakpoint/search-simulated.mjs';
import { type SeenLoad, type Service, SimulatedService } from '../../bench/breakpoint/simulated-service.mjs';
import type { BreakpointSearch } from '../../src/config/plan.ts';
import { findCapacity } from '../../src/search/found.ts';
import { limitsIn, type StepLimits } from '../../src/search/limits.ts';
import { nextStep } from '../../src/search/next-step.ts';
import { seeStep } from '../../src/search/see-step.ts';
import type { SearchStep } from '../../src/search/step.ts';
import { StepWatch } from '../../src/search/step-watch.ts';

export const FUNCTIONS = { nextStep, findCapacity, seeStep, limitsIn, StepWatch };

export const RATES: BreakpointSearch = { of: 'rate', from: 50, most: 2000, budgetMs: 230_000 };
export const CONNECTIONS: BreakpointSearch = { of: 'connections', from: 1, most: 400, budgetMs: 230_000 };

/** @param p99Ms null: none is declared */
export function limits(p99Ms: number | null, errors = 0.01): StepLimits {
  return {
    latencies: p99Ms === null ? [] : [{ metric: 'p99', limitMs: p99Ms, allowed: 0.01 }],
    errors: { metric: 'errors', share: errors },
  };
}

export function search(plan: BreakpointSearch, of: StepLimits, service: Service, seed: number) {
  return searchSimulated(FUNCTIONS, plan, of, service, seeded(seed));
}

export function oneStep(of: StepLimits, service: Service, step: SearchStep, seed: number) {
  return runStep(FUNCTIONS, RATES, of, new SimulatedService(service, seeded(seed)), step);
}

export function capacityOf({ slots, serviceMs }: Service): number {
  return (1000 * slots) / serviceMs;
}

/**
 * For how long a step went on once more of it than the limits allow had been beyond them, by the service's own log: in
 * ms, 0 where that never was.
 */
export function beyondMs(
  { sent, endMs, plannedMs }: SeenLoad,
  { latencies, errors }: StepLimits,
  perSecond: number,
): number {
  const planned = (perSecond * plannedMs) / 1000;
  const instants = latencies.flatMap(({ limitMs, allowed }) => {
    const late = sent.map(({ dueMs, endMs: end }) => (end - dueMs > limitMs ? dueMs + limitMs : null));
    return nth(late, allowed * planned);
  });
  const failed = sent.map(({ endMs: end, ok }) => (ok ? null : end));
  return Math.max(0, ...[...instants, ...nth(failed, errors.share * planned)].map((at) => endMs - at));
}

/** When one more than that many had happened. */
function nth(instants: readonly (number | null)[], many: number): number[] {
  const known = instants.filter((at) => at !== null).sort((a, b) => a - b);
  return known.slice(Math.floor(many), Math.floor(many) + 1);
}
