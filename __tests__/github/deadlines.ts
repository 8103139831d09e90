/**
 * Deadlines of requests, which pass at once for a request that the tests' GitHub leaves without an answer, and for no
 * other: the time that a busy machine takes for the others is not what such a test is about.
 */

/** Of a request to GitHub: 5 s in passing, else 10 s. What waits longer waits for something else. */
const SHORTEST_MS = 5000;
const LONGEST_MS = 20_000;

interface Deadline {
  readonly sinceMs: number;
  pass(): void;
}

const pending = new Map<unknown, Deadline>();

/** `act`, with each deadline that is set meanwhile known to `passDeadlines`. */
export async function keepingDeadlines<T>(act: () => Promise<T>): Promise<T> {
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  const keep = (then: (...words: unknown[]) => void, ms = 0, ...more: unknown[]) => {
    const pass = () => {
      forget(timer);
      then(...more);
    };
    const timer = set(pass, ms);
    if (ms >= SHORTEST_MS && ms <= LONGEST_MS) pending.set(timer, { sinceMs: performance.now(), pass });
    return timer;
  };
  const forget = (timer?: NodeJS.Timeout) => {
    pending.delete(timer);
    clear(timer);
  };
  Object.assign(globalThis, { setTimeout: keep, clearTimeout: forget });
  try {
    return await act();
  } finally {
    Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
    pending.clear();
  }
}

/**
 * Whoever has waited since before `atMs` (of `performance.now()`) gives up.
 * @returns how many did
 */
export function passDeadlines(atMs: number): number {
  const due = [...pending.values()].filter(({ sinceMs }) => sinceMs <= atMs);
  for (const { pass } of due) pass();
  return due.length;
}
