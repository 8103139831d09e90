/** Parts that the rows of several options have in common. */

/** The commands that load a target take the same. */
export function loading(usage: string) {
  return { run: usage, calibrate: usage, selftest: usage };
}

/** The commands that know a history. */
export function recording(usage: string) {
  return { run: usage, history: usage };
}

export function asGiven(given: string): string {
  return given;
}
