import { ConfigurationError } from '../configuration-error.ts';
import { counterpartsOf, findPeak } from '../load/spike.ts';
import { METRICS, type Metric, metricsOf } from '../metrics.ts';
import type { Load, MetricBounds, PlannedFault } from '../plan.ts';
import { writeSeconds } from '../wording/units.ts';
import type { Path, Source } from '../yaml/source.ts';

/**
 * What is declared of a recovery, or of errors during a fault, has to be something that the load can show.
 *
 * @param inputs how the user gives a fault: `input fault` or `--fault`
 * @throws ConfigurationError
 */
export function checkRecovery(
  bounds: MetricBounds,
  { load, fault }: { readonly load: Load; readonly fault: PlannedFault | null },
  { source, path, input }: { readonly source: Source; readonly path: Path; readonly input: string },
): void {
  const refuse = (metric: Metric, why: string): never => {
    throw new ConfigurationError(why, source.place([...path, metric, METRICS[metric].bound]));
  };
  for (const metric of metricsOf('part')) {
    if (bounds[metric] !== undefined && fault === null)
      refuse(
        metric,
        `there is no fault during which it could be measured: set one with ${input}, or leave it out`,
      );
  }
  if (fault !== null) return;
  for (const metric of metricsOf('time')) {
    const limit = bounds[metric]?.limit ?? null;
    if (limit === null) continue;
    const peak = findPeak(load);
    const wayOut = `give a stage after the peak the same connections, or the same rate, as one before it, as in 10, 200, 10; or set a fault with ${input}`;
    if (peak === null) return refuse(metric, `the load has no spike to recover from: ${wayOut}`);
    const later = load.stages.slice(peak + 1);
    const told = later.findIndex((stage) => counterpartsOf(stage, load, peak).length > 0);
    if (told < 0)
      return refuse(metric, `no stage after the spike has the same load as one before it: ${wayOut}`);
    const untoldMs = later.slice(0, told).reduce((sum, { durationMs }) => sum + durationMs, 0);
    if (limit * 1000 < untoldMs)
      return refuse(
        metric,
        `${writeSeconds(limit * 1000)} could never be met: the first stage after the spike with the same load as one before it begins ${writeSeconds(untoldMs)} after its end`,
      );
  }
}
