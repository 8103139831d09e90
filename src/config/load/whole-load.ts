/** Answers about all stages of a load together, so that nobody takes one of them for the whole. */
import type { Arrivals, Load, Stage } from '../plan.ts';

type Stages = Pick<Load, 'stages'>;

/** Open where any stage has a schedule. A stage that waits for responses has none, and makes no difference to that. */
export function modelOf({ stages }: Stages): 'closed' | 'open' {
  return stages.some(({ arrivals }) => arrivals !== null) ? 'open' : 'closed';
}

export function mostConnections({ stages }: Stages): number {
  return Math.max(...stages.map(({ connections }) => connections));
}

/** Measured time of all stages, without the warm-up. */
export function totalDurationMs({ stages }: Stages): number {
  return stages.reduce((sum, { durationMs }) => sum + durationMs, 0);
}

/** Mean rate over the measured time; null in a closed model. */
export function offeredPerSecond(load: Stages): number | null {
  if (modelOf(load) === 'closed') return null;
  const [first, ...others] = load.stages;
  // A mean of one is that one, to the last digit.
  if (others.length === 0) return first.arrivals?.perSecond ?? null;
  return offeredRequests(load) / (totalDurationMs(load) / 1000);
}

/** Requests that become due in the measured time, on average; 0 in a closed model. */
export function offeredRequests({ stages }: Stages): number {
  return stages.reduce((sum, stage) => sum + perSecondOf(stage) * stage.durationMs, 0) / 1000;
}

/** The highest rate of a stage; 0 in a closed model. */
export function highestPerSecond({ stages }: Stages): number {
  return Math.max(...stages.map(perSecondOf));
}

/** How requests arrive, each kind once; empty in a closed model. */
export function arrivalKinds({ stages }: Stages): readonly Arrivals['kind'][] {
  return [...new Set(stages.flatMap(({ arrivals }) => arrivals?.kind ?? []))];
}

/** The same load in that time: each stage keeps its part of it. */
export function withDuration(load: Load, durationMs: number): Load {
  const factor = durationMs / totalDurationMs(load);
  const [first, ...others] = load.stages;
  if (others.length === 0) return { ...load, stages: [{ ...first, durationMs }] };
  const scale = (stage: Stage): Stage => ({ ...stage, durationMs: Math.round(stage.durationMs * factor) });
  return { ...load, stages: [scale(first), ...others.map(scale)] };
}

function perSecondOf({ arrivals }: Stage): number {
  return arrivals?.perSecond ?? 0;
}
