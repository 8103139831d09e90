import type { Operation } from './operations.ts';

/** What goes wrong with one request of an operation. */
export interface Fault {
  /** Answers with this status, and nothing is done. */
  readonly status?: number;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Pause before the effect; whoever gives up meanwhile can't stop it. */
  readonly delayMs?: number;
  /** Pause after the effect, before the response. */
  readonly answerAfterMs?: number;
  /** No response, until whoever waits for it has given up: see deadlines.ts. */
  readonly withheld?: boolean;
  /** Closes the connection before, or after, the request has taken effect. */
  readonly drop?: 'before' | 'after';
  /** Cuts the response's body in the middle, after the effect. */
  readonly truncate?: boolean;
  /** What somebody else does at this moment, before the effect. */
  readonly meanwhile?: () => unknown;
}

export interface Faults {
  /** Faults for the next requests of the operation, one each, in order. */
  fail(operation: Operation, ...faults: readonly Fault[]): void;
  /** The same fault for every request of the operation from now on. */
  failAlways(operation: Operation, fault: Fault): void;
  /** What goes wrong with this request. */
  next(operation: Operation): Fault;
}

export function createFaults(): Faults {
  const once = new Map<Operation, Fault[]>();
  const always = new Map<Operation, Fault>();
  return {
    fail: (operation, ...faults) => void once.set(operation, [...(once.get(operation) ?? []), ...faults]),
    failAlways: (operation, fault) => void always.set(operation, fault),
    next: (operation) => once.get(operation)?.shift() ?? always.get(operation) ?? {},
  };
}
