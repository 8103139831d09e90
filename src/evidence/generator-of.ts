import type { GeneratorHealth } from '../engine/round.ts';
import { Histogram } from './histogram.ts';

interface Stretch {
  readonly generator: GeneratorHealth;
  readonly measuredMs: number;
  /** Absent where all stretches have the same load. */
  readonly requests?: readonly { readonly sent: number }[];
}

/**
 * Several stretches of load as one: all delays of the event loop together, and shares weighed by their requests. Most
 * of the requests of a spike are sent in its few seconds, and what was late then was late for most of the figures.
 */
export function generatorOf(stretches: readonly Stretch[]): GeneratorHealth {
  const weights = weightsOf(stretches);
  const mean = (value: (one: GeneratorHealth) => number | null): number | null => {
    const known = stretches.flatMap(({ generator }, i) => {
      const one = value(generator);
      return one === null ? [] : [{ one, weight: weights[i] as number }];
    });
    const all = known.reduce((sum, { weight }) => sum + weight, 0);
    if (all <= 0) return known[0]?.one ?? null;
    return known.reduce((sum, { one, weight }) => sum + (one * weight) / all, 0);
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

function weightsOf(stretches: readonly Stretch[]): readonly number[] {
  const sent = stretches.map(({ requests = [] }) => requests.reduce((sum, one) => sum + one.sent, 0));
  return sent.some((count) => count > 0) ? sent : stretches.map(({ measuredMs }) => measuredMs);
}
