import type { Firsts } from './firsts.ts';
import { HealthMonitor } from './health.ts';
import type { MeasuredStage } from './measured-load.ts';
import type { StageResult, WorkerResult } from './messages.ts';
import type { Sendings } from './sendings.ts';

/** @param stages that were begun; none where the load ended in its warm-up */
export function resultOf(
  stages: readonly MeasuredStage[],
  sendings: Sendings,
  { ms: firstMs }: Firsts,
): WorkerResult {
  const [first = nothingMeasured(), ...others] = stages;
  const withSent = (measured: MeasuredStage, stage: number): StageResult => ({
    ...measured,
    ...sendings.of(stage),
    firstMs: stage === 0 ? firstMs : [],
  });
  return { stages: [withSent(first, 0), ...others.map((one, i) => withSent(one, i + 1))] };
}

function nothingMeasured(): MeasuredStage {
  const generator = new HealthMonitor().finish();
  return { measuredMs: 0, pausedMs: 0, silences: [], ticks: [], requests: [], flows: [], generator };
}
