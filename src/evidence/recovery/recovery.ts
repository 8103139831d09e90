/** How long the service took to be as before: after a spike of the load, or after a fault on purpose. */
import { counterpartsOf, findPeak } from '../../config/load/spike.ts';
import type { Load, Stage } from '../../config/plan.ts';
import type { Timeline } from '../timeline.ts';
import { endOf, type FoundRecovery, findRecovery } from './find-recovery.ts';
import { type Reference, referenceOf } from './reference.ts';

export interface Recovery extends FoundRecovery {
  readonly of: 'spike' | 'fault';
}

/** From when to when something was wrong, since the start of a pass. */
export interface Disturbance {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** Null where the load has no spike, or ended before its end. Of several passes the middle one, of two the longer. */
export function recoveryOfSpike(timelines: readonly Timeline[], load: Load): Recovery | null {
  const peak = findPeak(load);
  if (peak === null) return null;
  const found = timelines.flatMap((timeline) => {
    const [from, to] = [startOf(timeline, peak), startOf(timeline, peak + 1)];
    if (from === null || to === null) return [];
    return recoveryFrom(timeline, load, { fromSeconds: from, toSeconds: to }) ?? [];
  });
  const middle = found.sort((a, b) => lengthOf(a) - lengthOf(b))[found.length >> 1];
  return middle === undefined ? null : { of: 'spike', ...middle };
}

/** Null where the load ended before the fault did. */
export function recoveryOfFault(timeline: Timeline, load: Load, fault: Disturbance): Recovery | null {
  const found = recoveryFrom(timeline, load, fault);
  return found && { of: 'fault', ...found };
}

/** P99 of a load's last stage beside that of its first, where both have the same load. */
export interface LastStage {
  readonly firstP99Ms: number;
  readonly p99Ms: number;
  /** Whether it is higher by more than 10 % and noise. */
  readonly isSlower: boolean;
}

/** Null where they are two loads, or either had no success. */
export function compareLastStage(timelines: readonly Timeline[], load: Load): LastStage | null {
  const last = load.stages.length - 1;
  const peak = findPeak(load);
  if (peak === null || last <= peak || !counterpartsOf(load.stages[last] as Stage, load, peak).includes(0))
    return null;
  const moments = timelines.flat();
  const [first, then] = [0, last].map((index) => moments.filter(({ stage }) => stage === index));
  const before = referenceOf(first ?? []);
  const after = referenceOf(then ?? []);
  if (before === null || after === null) return null;
  return { firstP99Ms: before.p99Ms, p99Ms: after.p99Ms, isSlower: before.isSlower(then ?? []) };
}

function recoveryFrom(timeline: Timeline, load: Load, disturbance: Disturbance): FoundRecovery | null {
  const calm = timeline.filter((moment) => endOf(moment) <= disturbance.fromSeconds + 1e-6);
  const known = new Map<number, Reference | null>();
  const referenceFor = (index: number): Reference | null => {
    const stage = load.stages[index];
    if (stage === undefined) return null;
    const seen = known.get(index);
    if (seen !== undefined) return seen;
    const same = counterpartsOf(stage, load, load.stages.length);
    const reference = referenceOf(calm.filter((moment) => same.includes(moment.stage)));
    known.set(index, reference);
    return reference;
  };
  return findRecovery(timeline, disturbance.toSeconds, referenceFor);
}

function startOf(timeline: Timeline, stage: number): number | null {
  return timeline.find((moment) => moment.stage === stage)?.fromSeconds ?? null;
}

function lengthOf({ seconds }: FoundRecovery): number {
  return seconds ?? Number.POSITIVE_INFINITY;
}
