import { ConfigurationError } from '../configuration-error.ts';
import { nameOverride, type Overrides } from '../overrides.ts';
import type { Load, PlannedFault } from '../plan.ts';
import type { Policy } from '../policy.ts';
import { writeSeconds } from '../wording/units.ts';
import { counterpartsOf } from './spike.ts';
import { totalDurationMs } from './whole-load.ts';

/** What the service is held against, and what it takes to see that it is as before: a window of a recovery each. */
const BESIDE_MS = 5000;

interface FaultContext {
  readonly load: Load;
  readonly hasBase: boolean;
  readonly policy: Policy | undefined;
}

/**
 * The fault that the inputs order; null without one. @throws ConfigurationError where it can't take place within the
 * load, or nobody could tell what came of it
 */
export function compileFault(
  inputs: Overrides,
  { load, hasBase, policy }: FaultContext,
): PlannedFault | null {
  const { fault: start, faultEnd: end = null, door } = inputs;
  const key = nameOverride(door, 'fault');
  const endKey = nameOverride(door, 'fault-end');
  const refuse = (why: string, place = key): never => {
    throw new ConfigurationError(why, { key: place });
  };
  if (start === undefined || start === null) {
    return end === null
      ? null
      : refuse(`there is nothing to revert: set ${key} as well, or leave it out`, endKey);
  }
  if (hasBase) {
    refuse(
      `with a base the two sides alternate, and a fault would hit whichever is being loaded: leave it out, or ${nameOverride(door, 'base-url')}`,
    );
  }
  if (policy === 'nightly' || policy === 'release') {
    refuse(
      `a run with a fault doesn't show the service's normal speed, and the policy ${policy} would record it: leave it out, or set the policy pull-request`,
    );
  }
  if (load.search) {
    refuse(
      'a search for the breaking point has no moments known in advance, and would attribute the fault to its own load: leave it out, or choose another load',
    );
  }
  const durationMs = totalDurationMs(load);
  const total = writeSeconds(durationMs);
  if (start.atMs < BESIDE_MS) {
    refuse(
      `${writeSeconds(start.atMs)} is too early: the service is compared with the time before the fault, which has to be at least ${writeSeconds(BESIDE_MS)}`,
    );
  }
  if (end !== null && end.atMs <= start.atMs) {
    refuse(
      `${writeSeconds(end.atMs)} is not after the fault (${writeSeconds(start.atMs)}): write a later one`,
      endKey,
    );
  }
  const last = end ?? start;
  if (last.atMs > durationMs - BESIDE_MS) {
    refuse(
      `${writeSeconds(last.atMs)} is too late for a load of ${total}: at least ${writeSeconds(BESIDE_MS)} of it have to be left to observe the recovery; write an earlier time, or measure longer`,
      end === null ? key : endKey,
    );
  }
  if (!isComparable(load, start.atMs, last.atMs)) {
    refuse(
      `no stage after it has the same load as one before it, so no recovery could be measured: use the same load before and after, such as one stage without a ramp`,
    );
  }
  return { start, end };
}

/** Whether some of the load after the fault was there before, for long enough. */
function isComparable(load: Load, startMs: number, endMs: number): boolean {
  let fromMs = 0;
  const stages = load.stages.map((stage) => {
    const part = { stage, fromMs, toMs: fromMs + stage.durationMs };
    fromMs = part.toMs;
    return part;
  });
  return stages.some(({ stage, toMs }) => {
    if (toMs <= endMs) return false;
    const before = counterpartsOf(stage, load, stages.length).map((index) => {
      const other = stages[index];
      return other === undefined ? 0 : Math.max(0, Math.min(other.toMs, startMs) - other.fromMs);
    });
    return before.reduce((sum, ms) => sum + ms, 0) >= BESIDE_MS;
  });
}
