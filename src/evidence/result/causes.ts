/**
 * Why a verdict is what it is, as data: a code and its parameters. docs/causes.md tells each code to users;
 * report/words makes the sentences. Parameters hold all that a sentence needs, so that a result can be told wherever it
 * was made.
 */
import { z } from 'zod';
import { differenceSchema } from './differences.ts';
import {
  against,
  change,
  count,
  figure,
  scope,
  scopeShape,
  seconds,
  share,
  side,
  size,
  value,
} from './parts.ts';

/** What most of the errors were: null where nothing failed or nothing stands out. */
const mainErrors = z
  .object({
    kind: z.enum(['status', 'timeout', 'socket', 'unanswered', 'body']),
    /** Of an unexpected status; else null. */
    status: z.string().nullable(),
    /** True where every error was of this kind. */
    all: z.boolean(),
    /** Requests that had at least a fifth of these, most first; empty where they are many with a few each. */
    endpoints: z.array(z.string()),
  })
  .nullable();

/** Somebody on the path who answered instead of the service, and what share of all requests. */
const guard = z.object({
  by: z.enum(['rate-limiter', 'login-page', 'challenge']),
  share,
  /** The longest that a rate limiter asked to wait; null where it didn't say. */
  retryAfterSeconds: figure.nullable(),
});

/** Half of the horizon of a message: what was measured when the run ended early, or broke. */
const after = { side, afterSeconds: figure, detail: z.string() };

/** What fails a run. */
const FAILURES = {
  /** A figure is shown to be beyond its limit. */
  'over-limit': {
    ...scopeShape,
    figure: value,
    bound: z.enum(['max', 'min']),
    limit: value,
    main: mainErrors,
  },
  /** A figure is shown to be worse than what it was compared with, by more than its tolerance. */
  regressed: {
    ...scopeShape,
    against,
    before: value,
    figure: value,
    change,
    tolerance: size,
    main: mainErrors,
  },
  /** So many requests failed that the run fails whatever is declared. */
  'error-floor': {
    errorRate: share,
    /** What it is held against; null where there is nothing, or where that had none. */
    reference: z.object({ against, errorRate: share }).nullable(),
    main: mainErrors,
  },
  /** In two blocks running, far more of the target's requests failed than of the base's. */
  'error-surge': { errorRate: share, baseErrorRate: share },
  /** The target could no longer be reached. */
  'target-lost': after,
  /** Somebody on the path turned the target's requests away, and not the base's. */
  'turned-away': { guards: z.array(guard) },
} as const;

/** What makes a measurement one that can't be believed. */
const DOUBTS = {
  /**
   * 429s, redirects to a login or challenges in place of the service's responses; side: null where it was the only one.
   */
  intercepted: { side: side.nullable(), guards: z.array(guard) },
  /** The load generator was too slow itself. Only what was beyond its limit is there. */
  'generator-late': {
    model: z.enum(['closed', 'open']),
    /** Share of a core that its busiest thread used. */
    cpuShare: z.object({ seen: figure, limit: figure }).nullable(),
    /** How late its event loop came round, P99 in ms. */
    delayMs: z.object({ seen: figure, limit: figure }).nullable(),
    /** Share of the requests sent more than 1 ms late though a connection was free. */
    lateShare: z.object({ seen: figure, limit: figure }).nullable(),
    /** Interleaved: in how many of the blocks; null where it is the run as a whole. */
    blocks: z.object({ late: count, of: count }).nullable(),
  },
  /** Requests that are in no count: a bug of Tailgate's. */
  unaccounted: { requests: count },
  /** Null where it ended before its first round. */
  cancelled: {
    ran: z.object({ afterSeconds: figure, plannedSeconds: figure }).nullable(),
    detail: z.string().nullable(),
  },
  'login-lost': after,
  'base-lost': after,
  'base-broken': { errorRate: share, targetErrorRate: share, main: mainErrors },
} as const;

/** Why nothing could be measured; `detail` is the engine's or the door's sentence, which names the side. */
export const UNMEASURABLE = [
  'no-target',
  'refused-target',
  'wrong-commit',
  'no-commit',
  'merge-commit',
  'unknown-commit',
  'not-ready',
  'login-failed',
  'tls',
  'dns',
] as const;

/** What a run leaves open. `secondsMore` is the load that would decide it; null where more load doesn't. */
const QUESTIONS = {
  'no-requests': { side, seconds: figure },
  unanswered: { side, endpoints: z.array(z.string()), requests: count },
  'not-asked': { side, endpoints: z.array(z.string()), requests: count, secondsMore: seconds },
  /** Requests that succeed on neither side; endpoints: null for all of them. */
  'failing-alike': { endpoints: z.array(z.string()).nullable(), requests: count },
  'few-errors': { failed: count, requests: count, secondsMore: seconds },
  'errors-in-one-round': { errorRate: share },
  'base-not-measured': {},
  'baseline-missing': { written: z.string() },
  'history-unreadable': {},
  /** Measured under conditions under which figures can't be compared; `of` says what was refused. */
  'conditions-differ': {
    of: z.enum(['file', 'history']),
    /** The baseline as written, or where the history is. */
    source: z.string(),
    differences: z.array(differenceSchema),
  },
  'limit-undecided': {
    ...scopeShape,
    figure: value,
    bound: z.enum(['max', 'min']),
    limit: value,
    secondsMore: seconds.nullable(),
  },
  /** There is no figure to hold against the limit. */
  'no-figure': { ...scopeShape, missing: z.enum(['requests', 'outcomes', 'latencies']) },
  'too-few-responses': { ...scopeShape, responses: count, needed: count, secondsMore: seconds },
  /** The same on the poorer side of an interleaved run; neededSeconds: load on each side. */
  'too-few-responses-a-side': { ...scopeShape, responses: count, needed: count, neededSeconds: seconds },
  'nothing-to-compare': { ...scopeShape },
  /** The run doesn't tell its own spread: it is too short, or was seen in one of its parts only. */
  'no-spread': { ...scopeShape, parts: count },
  'missing-figure': { ...scopeShape, source: z.string() },
  'error-rates-differ': { ...scopeShape, against, errorRate: share, before: share },
  'base-fails': { ...scopeShape, errorRate: share, before: share },
  /** No block has the figure on one side, on both, or on both at once (`none`). */
  'nothing-seen': { ...scopeShape, without: z.enum(['target', 'base', 'both', 'none']) },
  'too-few-runs': {
    ...scopeShape,
    place: z.string(),
    runs: count,
    /** Day of the last change; null where the history knows none. */
    since: z.string().nullable(),
    advisesFrom: count,
    gatesFrom: count,
  },
  /** A history that only advises; asked of a release, and where nothing else could have failed. */
  'advises-only': { ...scopeShape, runs: count, gatesFrom: count, forRelease: z.boolean() },
  /** A worsening beyond the tolerance that the history's own spread may explain. */
  'may-be-chance': { ...scopeShape, worsening: size, runs: count, detectable: size.nullable() },
  /** Interleaved gates that the blocks of the budget have not decided. */
  undecided: {
    scopes: z.array(scope),
    blocks: count,
    budgetBlocks: count,
    budgetSeconds: figure,
    /** Worsenings that would probably have shown. */
    detectable: z.array(z.object({ ...scopeShape, size })),
    /** More blocks that would probably decide it; 0 where that isn't known. */
    blocksMore: count,
    /** The fewest blocks at which anything passes, and at which these can fail; null where the budget has as many. */
    tooShort: z.object({ passes: count, fails: count, scopes: z.array(scope) }).nullable(),
    /** Whether any of the run's gates is about speed, so that a quieter environment would help. */
    aboutSpeed: z.boolean(),
    /** Gates on a quantile with fewer responses a round than their tolerance wants. */
    thin: z.array(z.object({ ...scopeShape, responses: count, tolerance: size, wanted: count })),
  },
  /** After a block, before the gate is decided. */
  interim: { blocks: count },
} as const;

type Shapes = Readonly<Record<string, z.ZodRawShape>>;

function variants<const T extends Shapes>(shapes: T) {
  return Object.entries(shapes).map(([code, shape]) => z.object({ code: z.literal(code), ...shape }));
}

/** One variant for each row of a table, with the row's own types. */
export type Variants<T extends Shapes> = {
  [Code in keyof T & string]: { code: Code } & { [Key in keyof T[Code]]: z.infer<T[Code][Key]> };
}[keyof T & string];

type Question = Variants<typeof QUESTIONS>;
type Unmeasured = {
  [Code in (typeof UNMEASURABLE)[number]]: { code: Code; detail: string };
}[(typeof UNMEASURABLE)[number]];
/** Nothing at all was judged; `because` is what kept the only comparison from it. */
type NothingJudged = { code: 'nothing-judged'; because: Question | null };

export type Cause =
  | Variants<typeof FAILURES>
  | Variants<typeof DOUBTS>
  | Question
  | Unmeasured
  | NothingJudged;

export type CauseCode = Cause['code'];
/** The cause of that code. */
export type CauseOf<Code extends CauseCode> = Extract<Cause, { code: Code }>;

const questions = variants(QUESTIONS);

/** For files: whoever wrote one may not have been Tailgate. */
export const causeSchema = z.discriminatedUnion('code', [
  ...variants(FAILURES),
  ...variants(DOUBTS),
  ...questions,
  z.object({ code: z.enum(UNMEASURABLE), detail: z.string() }),
  z.object({
    code: z.literal('nothing-judged'),
    because: z.discriminatedUnion('code', questions as unknown as [(typeof questions)[0]]).nullable(),
  }),
] as unknown as [z.ZodObject<{ code: z.ZodLiteral<string> }>]) as unknown as z.ZodType<Cause>;

/** Codes in the order of this file: what the documentation lists. */
export const CAUSE_CODES = [
  ...Object.keys(FAILURES),
  ...Object.keys(DOUBTS),
  ...UNMEASURABLE,
  ...Object.keys(QUESTIONS),
  'nothing-judged',
] as readonly CauseCode[];

/** Whether a cause fails the run that has it, as far as nothing else makes it invalid. */
export function isFailure({ code }: Cause): boolean {
  return Object.hasOwn(FAILURES, code);
}
