import { mergeBuckets } from './merge-portions.ts';
import type { GeneratorHealth } from './round.ts';

/** One stretch of load, and how the generator fared in it. */
export interface WatchedStretch {
  readonly generator: GeneratorHealth;
  readonly measuredMs: number;
}

/** Several stretches of load as one: shares weighed by their time, all delays together. Pure. */
export function averageGenerators(stretches: readonly WatchedStretch[]): GeneratorHealth {
  const mean = (value: (one: GeneratorHealth) => number | null): number | null => {
    const known = stretches.flatMap(({ generator, measuredMs }) => {
      const share = value(generator);
      return share === null ? [] : [{ share, measuredMs }];
    });
    const all = known.reduce((sum, { measuredMs }) => sum + measuredMs, 0);
    if (known.length === 0) return null;
    return known.reduce((sum, { share, measuredMs }) => sum + share * (all > 0 ? measuredMs / all : 0), 0);
  };
  const most = (value: (one: GeneratorHealth) => number) =>
    Math.max(0, ...stretches.map(({ generator }) => value(generator)));
  const loopDelay = mergeBuckets(stretches.map(({ generator }) => generator.loopDelay));
  return {
    workers: most(({ workers }) => workers),
    cpuShare: mean(({ cpuShare }) => cpuShare) ?? 0,
    waitShare: mean(({ waitShare }) => waitShare),
    utilisation: mean(({ utilisation }) => utilisation) ?? 0,
    machineShare: mean(({ machineShare }) => machineShare),
    loopDelay,
    loopDelayP99Ms: p99MsOf(loopDelay),
    lateShare: mean(({ lateShare }) => lateShare),
    worstLagMs: most(({ worstLagMs }) => worstLagMs),
  };
}

/** At the lower edge of its bucket; 0 where nothing was recorded. */
export function p99MsOf(buckets: ArrayLike<number>): number {
  let count = 0;
  for (let i = 1; i < buckets.length; i += 2) count += buckets[i] as number;
  let seen = 0;
  for (let i = 0; i + 1 < buckets.length; i += 2) {
    seen += buckets[i + 1] as number;
    if (seen >= 0.99 * count) return (buckets[i] as number) / 1000;
  }
  return 0;
}
