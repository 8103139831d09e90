/** What several rows of the options share. */
import type { TimedCommand } from './plan.ts';
import { writeDuration } from './units.ts';

/** Where a terminal keeps recorded runs. */
export const HISTORY_FOLDER = '.tailgate/history';

/** More than a day of a load of 200 /s. */
export const MOST_REQUESTS = '20000000';

/** The commands that load a target take the same. */
export function loading(usage: string) {
  return { run: usage, check: usage, calibrate: usage, selftest: usage, kubernetes: usage };
}

/** What judges a measurement: one that is made, or one that shards or somebody else's generator have made. */
export function judging(usage: string) {
  return { run: usage, gate: usage, merge: usage };
}

/** The commands that know a history. */
export function recording(usage: string) {
  return { run: usage, gate: usage, merge: usage, history: usage };
}

/**
 * A command that a workflow gave may hold what nobody else is to read: its moment is told, and what to put there is
 * what the reader has to find out.
 */
export function writeMoment({ atMs }: TimedCommand): string {
  return `${writeDuration(atMs)}: …`;
}

export function asGiven(given: string): string {
  return given;
}
