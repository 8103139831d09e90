import { ConfigurationError } from '../configuration-error.ts';
import { modelOf } from '../load/whole-load.ts';
import { canRegress, HEADLINE_METRICS, METRICS } from '../metrics.ts';
import type { Gate, MetricBounds, Plan } from '../plan.ts';
import type { Location } from '../target/location.ts';
import { checkConstant } from './check-constant.ts';

/** Fewer say too little about the spread to recommend anything. */
const FEWEST_CALIBRATION_BLOCKS = 12;
/** What is enough where a run was cut short: the interleaved gate itself decides nothing before. */
export const FEWEST_BLOCKS_CUT_SHORT = 8;

/**
 * The same rounds as a comparison with a base, for as long as is said, with the same code on both sides: of the target
 * itself where there is no base.
 *
 * @throws ConfigurationError where the time holds too few blocks, and for a load that changes on its way
 */
export function planCalibration(plan: Plan, durationMs: number): Plan {
  checkConstant(plan, 'calibrate');
  const { measureMs, discardMs } = plan.gate.interleaved;
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
    base: plan.base ?? sameAs(plan.target),
    baseline: null,
    gate: {
      ...plan.gate,
      ...(declaresRegression(plan.gate) ? {} : { whole: withUsual(plan) }),
      interleaved: { ...plan.gate.interleaved, budgetMs: durationMs },
    },
  };
}

function sameAs({ origin, basePath }: Location): Location {
  return basePath === undefined ? { origin } : { origin, basePath };
}

/** Whether the gate compares anything at all. */
function declaresRegression({
  whole,
  endpoints,
  flows = {},
}: Pick<Gate, 'whole' | 'endpoints' | 'flows'>): boolean {
  return [whole, ...Object.values(endpoints), ...Object.values(flows)].some((bounds) =>
    Object.values(bounds).some(({ regression }) => regression !== null),
  );
}

/** What is looked at where the file declares no regression yet: what the gate would be asked for first. */
function withUsual({ gate: { whole }, load }: Plan): MetricBounds {
  const model = modelOf(load);
  const usual = HEADLINE_METRICS.filter((metric) => canRegress(metric, model)).map((metric) => [
    metric,
    { limit: whole[metric]?.limit ?? null, regression: METRICS[metric].usualTolerance },
  ]);
  return { ...whole, ...Object.fromEntries(usual) };
}
