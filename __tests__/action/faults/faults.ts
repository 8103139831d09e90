import type { Fault, LocalGitHub, Operation } from '../../github/server.ts';

export interface Trouble {
  readonly what: string;
  readonly fault: Fault;
  /** The first request of the operation only, or every one. */
  readonly how: 'once' | 'always';
  /** Deadlines are to pass quickly. */
  readonly hurry?: boolean;
}

const refusals: [number, string][] = [
  [403, 'Resource not accessible by integration'],
  [404, 'Not Found'],
  [409, 'Conflict'],
  [422, 'Validation Failed'],
];

const SOON = { 'retry-after': '2' };
/** Longer than a deadline in a hurry. */
const TOO_LATE_MS = 600;

/** For a test, on a machine that does other things as well. */
export const PATIENCE_MS = 60_000;

/** What an operation may meet. `once` must leave no trace but in the time that it takes. */
export const TROUBLES: readonly Trouble[] = [
  ...refusals.map(([status, message]) => ({
    what: `${status} always`,
    fault: { status, message },
    how: 'always' as const,
  })),
  {
    what: '429 once, with Retry-After',
    fault: { status: 429, message: 'slow down', headers: SOON },
    how: 'once',
  },
  { what: '429 always', fault: { status: 429, message: 'slow down', headers: SOON }, how: 'always' },
  { what: '500 once', fault: { status: 500 }, how: 'once' },
  { what: '500 always', fault: { status: 500 }, how: 'always' },
  { what: 'no response in time, once', fault: { answerAfterMs: TOO_LATE_MS }, how: 'once', hurry: true },
  { what: 'no response in time, always', fault: { answerAfterMs: TOO_LATE_MS }, how: 'always', hurry: true },
  { what: 'a connection that drops after the effect, once', fault: { drop: 'after' }, how: 'once' },
  { what: 'a connection that drops before the effect, always', fault: { drop: 'before' }, how: 'always' },
  { what: 'a slow response, always', fault: { delayMs: 100 }, how: 'always' },
  { what: 'a JSON that breaks off, once', fault: { truncate: true }, how: 'once' },
  { what: 'a JSON that breaks off, always', fault: { truncate: true }, how: 'always' },
];

/** Every trouble with every one of the operations, for a table of tests. */
export function casesOf(operations: readonly Operation[]) {
  return operations.flatMap((operation) =>
    TROUBLES.map((trouble) => ({ operation, what: trouble.what, trouble })),
  );
}

export function inflict(github: LocalGitHub, operation: Operation, { fault, how }: Trouble): void {
  if (how === 'once') github.fail(operation, fault);
  else github.failAlways(operation, fault);
}
