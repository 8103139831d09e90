import { setTimeout as sleep } from 'node:timers/promises';

/** Threads need a moment until they are there: they are started so much before they are to load. */
const THREADS_MS = 300;

/** Until shortly before that moment, by `Date.now()`; not at all where it is over, or whoever waits is cancelled. */
export async function waitFor(atMs: number, signal: AbortSignal): Promise<void> {
  const leftMs = atMs - THREADS_MS - Date.now();
  if (leftMs > 0) await sleep(leftMs, undefined, { signal }).catch(() => {});
}
