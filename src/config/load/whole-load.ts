/** Answers about all stages of a load together, so that nobody takes one of them for the whole. */
import type { Arrivals, Load, Plan, Stage } from '../plan.ts';

type Stages = Pick<Load, 'stages' | 'search'>;

/** Open where any stage has a schedule. A stage that waits for responses has none, and makes no difference to that. */
export function modelOf({ stages }: Stages): 'closed' | 'open' {
  return stages.some(({ arrivals }) => arrivals !== null) ? 'open' : 'closed';
}

export function mostConnections({ stages, search }: Stages): number {
  const most = Math.max(...stages.map(highestConnections));
  return search?.of === 'connections' ? Math.max(most, search.most) : most;
}

export function fewestConnections({ stages }: Stages): number {
  return Math.min(
    ...stages.map(({ connections, fromConnections = connections }) => Math.min(connections, fromConnections)),
  );
}

/** Whether users stand where they are at the end of a round, and go on in their side's next one. */
export function pausesBetweenRounds({ base, load }: Pick<Plan, 'base' | 'load'>): boolean {
  return base !== null || load.search !== undefined;
}

/** The most that a stage has, at one of its ends. */
export function highestConnections({ connections, fromConnections = connections }: Stage): number {
  return Math.max(connections, fromConnections);
}

/** Whether it is the same from its beginning to its end: any part of it stands for the whole. */
export function isConstant({ stages, search }: Stages): boolean {
  return search === undefined && stages.length === 1 && stages.every((stage) => !isRamp(stage));
}

function isRamp({ fromConnections, arrivals }: Stage): boolean {
  return fromConnections !== undefined || arrivals?.fromPerSecond !== undefined;
}

/** Measured time of all stages, without the warm-up; of a search its budget. */
export function totalDurationMs({ stages, search }: Stages): number {
  if (search) return search.budgetMs;
  return stages.reduce((sum, { durationMs }) => sum + durationMs, 0);
}

/** Mean rate over the measured time; null in a closed model, and of a search, which doesn't know it before. */
export function offeredPerSecond(load: Stages): number | null {
  if (modelOf(load) === 'closed' || load.search) return null;
  const [first, ...others] = load.stages;
  // A mean of one is that one, to the last digit.
  if (others.length === 0 && first.arrivals !== null) return meanPerSecond(first);
  return offeredRequests(load) / (totalDurationMs(load) / 1000);
}

/** Requests that become due in the measured time, on average; 0 in a closed model. */
export function offeredRequests({ stages }: Stages): number {
  return stages.reduce((sum, stage) => sum + meanPerSecond(stage) * stage.durationMs, 0) / 1000;
}

/** The highest rate at any time; 0 in a closed model. */
export function highestPerSecond({ stages }: Stages): number {
  return Math.max(...stages.map(({ arrivals }) => Math.max(...ratesOf(arrivals))));
}

/** The rate with which the load begins, and its warm-up; 0 in a closed model. */
export function firstPerSecond({ stages: [{ arrivals }] }: Stages): number {
  return ratesOf(arrivals)[0];
}

/** Mean rate of a stage; 0 in a closed model. */
function meanPerSecond({ arrivals }: Stage): number {
  const [from, to] = ratesOf(arrivals);
  return from === to ? to : (from + to) / 2;
}

/** At its beginning and its end. */
function ratesOf(arrivals: Arrivals | null): readonly [from: number, to: number] {
  const to = arrivals?.perSecond ?? 0;
  return [arrivals?.fromPerSecond ?? to, to];
}

/** How requests arrive, each kind once; empty in a closed model. */
export function arrivalKinds({ stages }: Stages): readonly Arrivals['kind'][] {
  return [...new Set(stages.flatMap(({ arrivals }) => arrivals?.kind ?? []))];
}

/** The same load in that time: each stage keeps its part of it. */
export function withDuration(load: Load, durationMs: number): Load {
  const factor = durationMs / totalDurationMs(load);
  const [first, ...others] = load.stages;
  const search = load.search && { search: { ...load.search, budgetMs: durationMs } };
  if (others.length === 0) return { ...load, ...search, stages: [{ ...first, durationMs }] };
  let [plannedMs, givenMs] = [0, 0];
  // By their ends, so that rounding adds up to nothing.
  const scale = (stage: Stage): Stage => {
    plannedMs += stage.durationMs;
    const ms = Math.round(plannedMs * factor) - givenMs;
    givenMs += ms;
    return { ...stage, durationMs: ms };
  };
  return { ...load, stages: [scale(first), ...others.map(scale)] };
}
