/** What several rows of the options share. */

/** Where a terminal keeps recorded runs. */
export const HISTORY_FOLDER = '.tailgate/history';

/** More than a day of a load of 200 /s. */
export const MOST_REQUESTS = '20000000';

/** The commands that load a target take the same. */
export function loading(usage: string) {
  return { run: usage, check: usage, calibrate: usage, selftest: usage };
}

/** The commands that know a history. */
export function recording(usage: string) {
  return { run: usage, history: usage };
}

export function asGiven(given: string): string {
  return given;
}
