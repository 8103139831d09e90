import type { Moment } from '../timeline.ts';

/** How long what is told of a service's state is looked at for. */
export const WINDOW_SECONDS = 5;
/** So long it has to stay as before. */
export const STAY_SECONDS = 10;
/** At the beginning of the first window. */
export const FIRST_SECONDS = 1;
/** Moments are half a second long, by a clock that is not quite exact. */
export const SLACK_SECONDS = 0.1;

export function lengthOfAll(moments: readonly Moment[]): number {
  return moments.reduce((sum, { seconds }) => sum + seconds, 0);
}

/** The moments from one on that are a window together; fewer where the timeline ends before. */
export function windowFrom(moments: readonly Moment[], first: number, seconds = WINDOW_SECONDS): Moment[] {
  const window: Moment[] = [];
  let length = 0;
  for (let i = first; i < moments.length && length < seconds - SLACK_SECONDS; i++) {
    const moment = moments[i] as Moment;
    window.push(moment);
    length += moment.seconds;
  }
  return window;
}

/** Whole windows one after the other; what is left at the end is left out. */
export function slidingWindows(moments: readonly Moment[]): Moment[][] {
  const windows: Moment[][] = [];
  for (let i = 0; i < moments.length; ) {
    const window = windowFrom(moments, i);
    if (!isFull(window)) break;
    windows.push(window);
    i += window.length;
  }
  return windows;
}

export function isFull(window: readonly Moment[], seconds = WINDOW_SECONDS): boolean {
  return lengthOfAll(window) >= seconds - SLACK_SECONDS;
}

/** By the stage that they lie in, in their order. */
export function byStage(moments: readonly Moment[]): Map<number, Moment[]> {
  const stages = new Map<number, Moment[]>();
  for (const moment of moments) stages.set(moment.stage, [...(stages.get(moment.stage) ?? []), moment]);
  return stages;
}
