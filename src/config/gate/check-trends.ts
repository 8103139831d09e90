import { ConfigurationError } from '../configuration-error.ts';
import { countedStages } from '../load/halves.ts';
import { SHORTEST_TREND_MS, trendStage } from '../load/trend-stage.ts';
import { modelOf } from '../load/whole-load.ts';
import { canRegress, METRIC_NAMES, METRICS } from '../metrics.ts';
import type { Load, MetricBounds } from '../plan.ts';
import { writeDuration } from '../units.ts';
import type { Path, Source } from '../yaml/source.ts';

/**
 * A trend is a line through the windows of one constant stretch of load, long enough to tell it from chance.
 *
 * @param hasBase rounds take turns beside one, and no stretch is long
 * @throws ConfigurationError for a trend that this load could never show
 */
export function checkTrends(
  bounds: MetricBounds,
  load: Load,
  hasBase: boolean,
  { source, path }: { readonly source: Source; readonly path: Path },
): void {
  for (const metric of METRIC_NAMES) {
    if ((bounds[metric]?.trend ?? null) === null) continue;
    const why = explainNoTrend(load, hasBase) ?? explainRate(load, metric);
    if (why !== null) throw new ConfigurationError(why, source.place([...path, metric, 'trend']));
  }
}

/** Why a load can show no way that anything goes; null where it can. */
export function explainNoTrend(load: Load, hasBase: boolean): string | null {
  if (hasBase) {
    return 'with a base, both environments are loaded alternately for seconds at a time, and a trend needs one long load: remove it, or leave the base out';
  }
  const found = trendStage(load);
  if (found === null) {
    return 'a trend is measured on the longest stage of a load, and here no constant stage is the longest: make one of them constant and the longest, or remove the trend';
  }
  const { durationMs, name } = found.stage;
  if (durationMs >= SHORTEST_TREND_MS) return null;
  const what =
    countedStages(load).length === 1 ? 'this load' : `its longest stage${name === null ? '' : ` ${name}`}`;
  return `${what} is ${writeDuration(durationMs)} long, too short for a trend: it has to be at least ${writeDuration(SHORTEST_TREND_MS)}, better 30m`;
}

function explainRate(load: Load, metric: keyof typeof METRICS): string | null {
  const model = modelOf(load);
  if (canRegress(metric, model)) return null;
  const { noun, bound } = METRICS[metric];
  return `load.rate fixes the ${noun}, so it has no trend: declare a ${bound} instead`;
}
