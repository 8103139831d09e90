import type { Moment, Timeline } from '../timeline.ts';
import type { Reference } from './reference.ts';
import {
  byStage,
  FIRST_SECONDS,
  isFull,
  lengthOfAll,
  SLACK_SECONDS,
  STAY_SECONDS,
  WINDOW_SECONDS,
  windowFrom,
} from './windows.ts';

export interface FoundRecovery {
  /** When it began to count, since the start of the pass. */
  readonly fromSeconds: number;
  /** From then on, to a moment; null where it was not back within what was measured. */
  readonly seconds: number | null;
  /** From then on to the end of the pass. */
  readonly measuredSeconds: number;
}

/** A load that was ended sooner after it, as by a cancel, tells nothing. */
const LEAST_SECONDS = 2 - SLACK_SECONDS;

/** Null: nothing before it had that load. */
type ReferenceOf = (stage: number) => Reference | null;

/**
 * How long it takes until the service is as before: until the first window of five seconds from whose start on every
 * window within ten seconds, or as many as are left, is as it was under the same load, and so is its own first second.
 * What of a window lies in another stage is held against that stage's reference, and what has none tells nothing.
 *
 * @returns null where nothing of the load that follows has a reference, or too little of it was run to tell
 */
export function findRecovery(
  timeline: Timeline,
  fromSeconds: number,
  referenceOf: ReferenceOf,
): FoundRecovery | null {
  const after = timeline.filter((moment) => endOf(moment) > fromSeconds + 1e-6);
  const known = after.filter(({ stage }) => referenceOf(stage) !== null);
  const last = after.at(-1);
  if (last === undefined || lengthOfAll(known) < LEAST_SECONDS) return null;
  // A load that goes on for less is looked at as a whole.
  const length = Math.min(WINDOW_SECONDS, lengthOfAll(known));
  const windows = after.map((_, i) => windowFrom(after, i, length));
  const states = windows.map((window) => (isFull(window, length) ? stateOf(window, referenceOf) : null));
  const first = after.findIndex((moment, i) => {
    if (states[i] !== 'as before' || !isSureStart(windows[i] ?? [], length, referenceOf)) return false;
    const until = moment.fromSeconds + STAY_SECONDS + SLACK_SECONDS;
    return after.every((_, j) => j < i || states[j] !== 'other' || endOfAll(windows[j] ?? []) > until);
  });
  const found = after[first];
  return {
    fromSeconds,
    seconds: found === undefined ? null : Math.max(0, found.fromSeconds - fromSeconds),
    measuredSeconds: endOf(last) - fromSeconds,
  };
}

/**
 * Null where nothing is told by it. A stage that it holds less than half of is told by other windows: a few requests at
 * a stage's beginning wait behind those of the stage before, whose connections were more.
 */
function stateOf(window: readonly Moment[], referenceOf: ReferenceOf): 'as before' | 'other' | null {
  const least = lengthOfAll(window) / 2 - SLACK_SECONDS;
  const parts = [...byStage(window)].flatMap(([stage, moments]) => {
    const reference = referenceOf(stage);
    return reference === null || lengthOfAll(moments) < least ? [] : [reference.isAsBefore(moments)];
  });
  if (parts.length === 0) return null;
  return parts.every((isAsBefore) => isAsBefore) ? 'as before' : 'other';
}

/**
 * What five seconds may have too much of hides at their beginning: the first second has to be as before by itself, and
 * to tell something, as half of the window has to.
 */
function isSureStart(window: readonly Moment[], length: number, referenceOf: ReferenceOf): boolean {
  const told = window.filter(({ stage }) => referenceOf(stage) !== null);
  if (told[0] !== window[0] || !isFull(told, length / 2)) return false;
  return stateOf(windowFrom(window, 0, FIRST_SECONDS), referenceOf) === 'as before';
}

export function endOf({ fromSeconds, seconds }: Moment): number {
  return fromSeconds + seconds;
}

function endOfAll(window: readonly Moment[]): number {
  const last = window.at(-1);
  return last === undefined ? 0 : endOf(last);
}
