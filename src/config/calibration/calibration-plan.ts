import { ConfigurationError } from '../configuration-error.ts';
import type { Gate, MetricBounds, Plan } from '../plan.ts';

/** Fewer say too little about the spread to recommend anything. */
export const FEWEST_CALIBRATION_BLOCKS = 12;
/** What is enough where a run was cut short: the live gate itself decides nothing before. */
export const FEWEST_BLOCKS_CUT_SHORT = 8;

/** What is looked at where the file declares no regression yet: what the gate would be asked for first. */
const USUAL = { p99: 0.1, throughput: 0.1, errors: 0.005 } as const;

/**
 * The same rounds as a comparison with a base, for as long as is said, with the same code on both sides: of the target
 * itself where there is no base.
 *
 * @throws ConfigurationError where the time holds too few blocks
 */
export function planCalibration(plan: Plan, durationMs: number): Plan {
  const { measureMs, discardMs } = plan.gate.live;
  const blockMs = 2 * (measureMs + discardMs);
  const blocks = Math.floor(durationMs / blockMs);
  if (blocks < FEWEST_CALIBRATION_BLOCKS) {
    const least = Math.ceil((FEWEST_CALIBRATION_BLOCKS * blockMs) / 1000);
    throw new ConfigurationError(
      `${durationMs / 1000} s hold ${blocks} blocks of two rounds, and a calibration takes at least ${FEWEST_CALIBRATION_BLOCKS}: write at least ${least}s`,
      { key: '--duration' },
    );
  }
  return {
    ...plan,
    base: plan.base ?? { origin: plan.target.origin },
    baseline: null,
    gate: {
      ...plan.gate,
      ...(declaresRegression(plan.gate) ? {} : { whole: withUsual(plan) }),
      live: { ...plan.gate.live, budgetMs: durationMs },
    },
  };
}

/** Whether the gate compares anything at all. */
export function declaresRegression({ whole, endpoints }: Pick<Gate, 'whole' | 'endpoints'>): boolean {
  return [whole, ...Object.values(endpoints)].some((bounds) =>
    Object.values(bounds).some(({ regression }) => regression !== null),
  );
}

/** In an open model the rate is given, so that throughput can't regress. */
function withUsual({ gate: { whole }, load }: Plan): MetricBounds {
  const metrics =
    load.arrivals === null ? (['p99', 'throughput', 'errors'] as const) : (['p99', 'errors'] as const);
  const usual = metrics.map((metric) => [
    metric,
    { limit: whole[metric]?.limit ?? null, regression: USUAL[metric] },
  ]);
  return { ...whole, ...Object.fromEntries(usual) };
}
