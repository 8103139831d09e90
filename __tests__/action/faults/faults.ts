import type { Fault, LocalGitHub, Operation } from '../../github/server.ts';
import { testPart } from '../../part.ts';

export interface Trouble {
  readonly what: string;
  readonly kind: Kind;
  readonly fault: Fault;
  /** The first request of the operation only, or every one. */
  readonly how: 'once' | 'always';
}

/** In the part of a table that `npm test` runs whatever is new of its kind can be had: see `testKindsOf`. */
type Kind = 'refused' | 'limited' | 'failing' | 'silent' | 'dropped' | 'slow' | 'broken';

const refusals: [number, string][] = [
  [403, 'Resource not accessible by integration'],
  [404, 'Not Found'],
  [409, 'Conflict'],
  [422, 'Validation Failed'],
];

const SOON = { 'retry-after': '2' };

const both = ({ what, ...trouble }: Omit<Trouble, 'how'>): Trouble[] =>
  (['once', 'always'] as const).map((how) => ({ what: `${what}, ${how}`, ...trouble, how }));

/** For a test, on a machine that does other things as well. */
export const PATIENCE_MS = 60_000;

/** What an operation may meet. `once` must leave no trace but in the time that it takes. */
export const TROUBLES: readonly Trouble[] = [
  ...refusals.map(([status, message]) => ({
    what: `${status} always`,
    kind: 'refused' as const,
    fault: { status, message },
    how: 'always' as const,
  })),
  ...both({
    what: '429, with Retry-After',
    kind: 'limited',
    fault: { status: 429, message: 'slow down', headers: SOON },
  }),
  ...both({ what: '500', kind: 'failing', fault: { status: 500 } }),
  ...both({ what: 'no response in time', kind: 'silent', fault: { withheld: true } }),
  {
    what: 'a connection that drops after the effect, once',
    kind: 'dropped',
    fault: { drop: 'after' },
    how: 'once',
  },
  {
    what: 'a connection that drops before the effect, always',
    kind: 'dropped',
    fault: { drop: 'before' },
    how: 'always',
  },
  { what: 'a slow response, always', kind: 'slow', fault: { delayMs: 100 }, how: 'always' },
  ...both({ what: 'a JSON that breaks off', kind: 'broken', fault: { truncate: true } }),
];

/** Every trouble with every one of the operations, for a table of tests. */
function casesOf(operations: readonly Operation[]) {
  return operations.flatMap((operation) =>
    TROUBLES.map((trouble) => ({ operation, what: trouble.what, trouble })),
  );
}

type FaultCase = ReturnType<typeof casesOf>[number];

/** By what it asks of the code: not to ask again, to ask again, or to give up. */
const outcomeOf = ({ kind, how }: Trouble) =>
  kind === 'refused' ? 'refused' : how === 'once' || kind === 'slow' ? 'passes' : 'lasts';

/**
 * `test.each` of these cases; or of a part that has each operation, and each of what troubles come to. All kinds of
 * them are in that part of one table: `testKindsOf`.
 */
export function testFaultsOf(
  operations: readonly Operation[],
  isOne: (trouble: Trouble) => boolean = () => true,
) {
  return testPart<FaultCase>(
    casesOf(operations).filter(({ trouble }) => isOne(trouble)),
    ({ operation }) => operation,
    ({ trouble }) => outcomeOf(trouble),
  );
}

/** The same, of which the part has each kind of trouble, too, and each once and always. */
export function testKindsOf(operations: readonly Operation[]) {
  return testPart<FaultCase>(
    casesOf(operations),
    ({ operation }) => operation,
    ({ trouble }) => trouble.kind,
    ({ trouble }) => trouble.how,
  );
}

export function inflict(github: LocalGitHub, operation: Operation, { fault, how }: Trouble): void {
  if (how === 'once') github.fail(operation, fault);
  else github.failAlways(operation, fault);
}
