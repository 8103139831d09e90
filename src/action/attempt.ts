import * as core from '@actions/core';

/** What `act` gives; null, and a warning, where it fails. */
export async function attempt<T>(what: string, act: () => T | Promise<T>): Promise<T | null> {
  try {
    return await act();
  } catch (error) {
    core.warning(`${what} could not be written: ${error instanceof Error ? error.message : String(error)}`);
    core.debug(error instanceof Error ? (error.stack ?? '') : '');
    return null;
  }
}
