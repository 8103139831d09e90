import { setTimeout as sleep } from 'node:timers/promises';
import { Unmeasurable } from '../unmeasurable.ts';

const AGAIN_MS = 500;

/**
 * A login during a fault on purpose, or after it: as long as the load goes on, one that fails is tried again, for what
 * it needs may be gone on purpose.
 *
 * @param persists whether the fault has begun, and the load goes on
 * @param latest what is used where it never succeeds
 */
export async function persistLogin<T>(
  logIn: () => Promise<T>,
  persists: () => boolean,
  latest: () => T,
): Promise<T> {
  for (;;) {
    const persisted = persists();
    try {
      return await logIn();
    } catch (error) {
      // Sockets that this machine has no more of are none of the fault's.
      if (!persisted || !(error instanceof Unmeasurable) || error.code === 'generator-exhausted') throw error;
    }
    if (!persists()) return latest();
    await sleep(AGAIN_MS);
  }
}
