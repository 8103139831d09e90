import type { GeneratorHealth } from '../engine/round.ts';
import { Histogram } from './histogram.ts';

/** Several stretches of load as one: shares weighed by their time, all delays of the event loop together. */
export function generatorOf(
  stretches: readonly { readonly generator: GeneratorHealth; readonly measuredMs: number }[],
): GeneratorHealth {
  const mean = (value: (one: GeneratorHealth) => number | null): number | null => {
    const known = stretches.filter(({ generator }) => value(generator) !== null);
    const all = known.reduce((sum, { measuredMs }) => sum + measuredMs, 0);
    if (all <= 0) return known.length > 0 ? value((known[0] as (typeof known)[number]).generator) : null;
    return known.reduce(
      (sum, { generator, measuredMs }) => sum + ((value(generator) ?? 0) * measuredMs) / all,
      0,
    );
  };
  const most = (value: (one: GeneratorHealth) => number) =>
    stretches.reduce((largest, { generator }) => Math.max(largest, value(generator)), 0);
  const loopDelay = Histogram.of(...stretches.map(({ generator }) => generator.loopDelay));
  return {
    workers: most(({ workers }) => workers),
    cpuShare: mean(({ cpuShare }) => cpuShare) ?? 0,
    waitShare: mean(({ waitShare }) => waitShare),
    utilisation: mean(({ utilisation }) => utilisation) ?? 0,
    machineShare: mean(({ machineShare }) => machineShare),
    loopDelay: loopDelay.buckets,
    // One stretch tells that of its worst thread.
    loopDelayP99Ms:
      stretches.length === 1
        ? most(({ loopDelayP99Ms }) => loopDelayP99Ms)
        : (loopDelay.percentileMs(99) ?? 0),
    lateShare: mean(({ lateShare }) => lateShare),
    worstLagMs: most(({ worstLagMs }) => worstLagMs),
  };
}
