/**
 * What a reader has to know and that does not decide the outcome, as data: notes on a row of the table, and warnings
 * about the run. A cause can be a remark, too: what would leave a gate open is only a warning where the comparison only
 * warns.
 */
import { z } from 'zod';
import { type Cause, causeSchema, type Variants } from './causes.ts';
import { differenceSchema } from './differences.ts';
import { against, change, count, figure, metric, scope, scopeShape, share, side, size } from './parts.ts';

/** On a row. */
const NOTES = {
  /** A regression is declared, and there is nothing to compare with. */
  'no-baseline': {},
  /** The rule about many errors fails the run, whatever is declared. */
  'floor-reached': {},
  /** Not shown to be worse; detectable: the smallest worsening that could have been, null where none could. */
  'none-shown': { detectable: size.nullable(), runs: count.nullable() },
  'history-advises': { runs: count, gatesFrom: count, detectable: size.nullable() },
  /** Not called improved, since errors were many and the baseline doesn't say how many it had. */
  'improvement-doubted': { errorRate: share, against },
  'open-after': { blocks: count, detectable: size.nullable() },
  /** Shown to be worse, by less than the tolerance. */
  'worse-within': { tolerance: size },
  /** Passed after so many blocks; with the later ones the estimate is beyond the tolerance. */
  'later-blocks-worse': { blocks: count },
} as const;

const guard = z.object({
  by: z.enum(['rate-limiter', 'login-page', 'challenge']),
  share,
  retryAfterSeconds: figure.nullable(),
});

/** About the run. */
const WARNINGS = {
  'condition-differs': { difference: differenceSchema },
  'runs-left-out': { runs: count },
  'runs-unsettled': { ...scopeShape, runs: count, settledFrom: count },
  'record-skipped': { detail: z.string() },
  /** Regressed, and only warns: by the gate's `stored: warn`, or because the history is too short (runs). */
  'regressed-warns': { ...scopeShape, history: z.object({ runs: count, gatesFrom: count }).nullable() },
  /** Too few to matter; side: null where the target is the only one. */
  'few-intercepted': { side: side.nullable(), guard },
  /** Requests that were sent once more, because the service had closed their connection (RFC 9112, 9.3.1). */
  retried: { side: side.nullable(), requests: count, share },
  /** The pass says that the target is no worse, not that either side is sound. */
  'errors-on-both': { errorRate: share, targetErrorRate: share },
  /** Blocks in which only one side's P99 was more than 1.5 times the other's. */
  stalls: { target: count, base: count, blocks: count },
  'hosts-differ': { allowance: figure },
  /** What the stored baseline says beside the base. */
  'stored-beside': { source: z.string(), changes: z.array(z.object({ metric, change })) },
  'stored-not-compared': { because: causeSchema },
  accepted: { by: z.string(), at: z.string() },
  'open-when-accepted': { scopes: z.array(scope) },
  'not-acceptable': { by: z.string(), obstacle: causeSchema.nullable(), scopes: z.array(scope) },
  /** Somebody tried to accept, and GitHub says why it does not count. */
  'acceptance-void': { detail: z.string() },
  unconfirmed: { detail: z.string() },
  'same-commit': {},
} as const;

export type Note = Variants<typeof NOTES>;
export type Remark = Note | Variants<typeof WARNINGS> | Cause;
export type RemarkCode = Remark['code'];
export type RemarkOf<Code extends RemarkCode> = Extract<Remark, { code: Code }>;

export const REMARK_CODES = [...Object.keys(NOTES), ...Object.keys(WARNINGS)] as readonly RemarkCode[];

const own = [...Object.entries(NOTES), ...Object.entries(WARNINGS)].map(([code, shape]) =>
  z.object({ code: z.literal(code), ...(shape as z.ZodRawShape) }),
);

/** For files, as causes are. */
export const remarkSchema = z.union([...own, causeSchema] as unknown as [
  z.ZodType<Remark>,
  z.ZodType<Remark>,
]) as z.ZodType<Remark>;
