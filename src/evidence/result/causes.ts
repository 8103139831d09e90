/**
 * Why a verdict is what it is, as data: a code and its parameters. docs/causes.md tells each code to users;
 * report/words makes the sentences. Parameters hold all that a sentence needs, so that a result can be told wherever it
 * was made.
 */
import { z } from 'zod';
import { generatorLate } from './generator.ts';
import { guard } from './guard.ts';
import { mainErrors } from './main-errors.ts';
import { CAUSE_MEANINGS } from './meanings.ts';
import {
  against,
  bound,
  change,
  count,
  figure,
  scopeShape,
  share,
  side,
  silences,
  size,
  stretch,
  value,
} from './parts.ts';
import { QUESTIONS } from './questions.ts';
import { brokenSchema, searchedLoad } from './search-parts.ts';
import { SERVER_FAILURES } from './server-causes.ts';
import { shardsApart } from './shards.ts';
import { trendShape } from './trends.ts';
import { UNMEASURABLE } from './unmeasurable.ts';

const after = {
  side,
  afterSeconds: figure.describe('Seconds of measured load until then; with a base, on that side.'),
  detail: z.string().describe('What the engine encountered, in a sentence.'),
};

/** What fails a run. */
const FAILURES = {
  'over-limit': {
    ...scopeShape,
    figure: value,
    bound,
    limit: value,
    main: mainErrors,
  },
  regressed: {
    ...scopeShape,
    against,
    before: value,
    figure: value,
    change,
    tolerance: size,
    main: mainErrors,
  },
  degraded: { ...scopeShape, ...trendShape, tolerance: size },
  'breaks-at-once': { ...searchedLoad, broke: brokenSchema },
  ...SERVER_FAILURES,
  'error-floor': {
    errorRate: share,
    exempt: z
      .array(z.string())
      .optional()
      .describe('Stages with their own error limit, which are not counted here; absent if there are none.'),
    reference: z
      .object({ against, errorRate: share })
      .nullable()
      .describe('What it is compared with; null if there is nothing, or nothing failed there.'),
    main: mainErrors,
  },
  'error-surge': { errorRate: share, baseErrorRate: share },
  'target-lost': after,
  'not-recovered': {
    of: z.enum(['spike', 'fault']),
    measuredSeconds: figure.describe('Load measured after it.'),
    limitSeconds: figure.nullable().describe('Null if none is declared.'),
  },
  'turned-away': { guards: z.array(guard) },
  silence: {
    ...stretch,
    ...silences,
    missed: count.describe(
      'Successes that would have completed in that time, at the rate of the rest of the load.',
    ),
    counted: z
      .boolean()
      .describe(
        'Whether latencies include them, each as waiting until the end: in a closed model, but not in slices.',
      ),
  },
} as const;

/** What makes a measurement one that can't be believed. */
const DOUBTS = {
  intercepted: { side: side.nullable().describe('Null in a run without a base.'), guards: z.array(guard) },
  'generator-late': generatorLate,
  unaccounted: { requests: count },
  'shards-apart': shardsApart,
  cancelled: {
    ran: z
      .object({
        afterSeconds: figure.describe('Of measured load; with a base, of both sides together.'),
        plannedSeconds: figure.describe('With a base, its whole budget.'),
        blocks: z
          .object({ measured: count, of: count })
          .optional()
          .describe('In an interleaved run: how many were complete, and how many there could have been.'),
      })
      .nullable()
      .describe('Null if it ended before its first round.'),
    detail: z.string().nullable().describe('What ended it, in a sentence; null if that is not known.'),
  },
  'login-lost': after,
  'login-limited': after,
  'login-broken': after,
  'rate-limited': {
    side: side.nullable().describe('Null in a run without a base.'),
    afterSeconds: figure.describe(
      'Seconds of measured load until then, with a base on that side; 0 if it was the first warm-up.',
    ),
    share: share.describe('Of the responses in the last seconds, those that the limiter rejected.'),
    seconds: figure.describe('Load during which these responses arrived.'),
    retryAfterSeconds: figure
      .nullable()
      .describe('The longest wait that it asked for; null if it asked for none.'),
  },
  'fault-failed': {
    command: z.enum(['fault', 'fault-end']),
    how: z
      .enum(['failed', 'timed-out', 'not-started', 'cut-short', 'not-reached'])
      .describe(
        'failed: it exited with a status other than 0. cut-short: the run could not wait for its end. not-reached: the load ended before it.',
      ),
    exitCode: z.number().int().nullable().describe('Null if it has none.'),
  },
  'base-lost': after,
  'silence-of-both': { target: z.object(stretch), base: z.object(stretch) },
  'base-often-silent': { ...silences, measuredSeconds: figure.describe("Of the base's load.") },
  'base-broken': { errorRate: share, targetErrorRate: share, main: mainErrors },
} as const;

type Shapes = Readonly<Record<string, z.ZodRawShape>>;

function variant(code: string, shape: z.ZodRawShape) {
  const means = CAUSE_MEANINGS[code as CauseCode];
  return z.object({ code: z.literal(code), ...shape }).meta({ title: code, description: means });
}

function variants<const T extends Shapes>(shapes: T) {
  return Object.entries(shapes).map(([code, shape]) => variant(code, shape));
}

/** One variant for each row of a table, with the row's own types. */
export type Variants<T extends Shapes> = {
  [Code in keyof T & string]: z.infer<z.ZodObject<T[Code] & { readonly code: z.ZodLiteral<Code> }>>;
}[keyof T & string];

type Question = Variants<typeof QUESTIONS>;
type Unmeasured = {
  [Code in (typeof UNMEASURABLE)[number]]: { code: Code; detail: string };
}[(typeof UNMEASURABLE)[number]];
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

type Variant = z.ZodObject<{ code: z.ZodLiteral<string> }>;

/** The table's rows have types of their own, in `Cause`; what they are made of for zod is one kind. */
const union = (parts: readonly z.ZodType[]) => z.discriminatedUnion('code', parts as unknown as [Variant]);

const question = union(variants(QUESTIONS)).meta({
  id: 'question',
  description: 'What an inconclusive run leaves open.',
});

/** For files: whoever wrote one may not have been Tailgate. */
export const causeSchema = union([
  ...variants(FAILURES),
  ...variants(DOUBTS),
  question,
  ...UNMEASURABLE.map((code) =>
    variant(code, { detail: z.string().describe('What happened, in a sentence that names the side.') }),
  ),
  variant('nothing-judged', {
    because: question
      .nullable()
      .describe('What prevented the only comparison; null if there was none to make.'),
  }),
]).meta({
  id: 'cause',
  description: 'Why a verdict is no pass. docs/causes.md says what to do about each.',
}) as unknown as z.ZodType<Cause>;

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
