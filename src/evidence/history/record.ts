/** One run in the history: compact, readable with any tool, and enough to compare with. */
import { z } from 'zod';
import { type LatencyField, QUANTILES } from '../../config/metrics.ts';
import { POLICIES } from '../../config/policy.ts';
import { comparedConditionsSchema } from '../result/conditions.ts';

/** Format of records. A newer one is refused by whoever reads it; an older one is upgraded. */
export const HISTORY_FORMAT = 'tailgate-history/1';

const count = z.number().int().nonnegative();
/** What no machine reaches is no figure, and would drown the others. */
const LARGEST = 1e12;
/** 100 ns: nothing is answered faster over a network. */
const SHORTEST_MS = 0.0001;

const figure = z.number().nonnegative().max(LARGEST);
const latency = z.number().min(SHORTEST_MS).max(LARGEST);
/** Those that can be gated. */
const quantiles = Object.fromEntries(QUANTILES.map(({ field }) => [field, latency.optional()])) as Record<
  LatencyField,
  z.ZodOptional<typeof latency>
>;
const share = z.number().min(0).max(1);

/** Relative: −0.1 is a tenth less. */
const change = z.number().min(-1).max(LARGEST);

const recordFiguresSchema = z.object({
  requests: count,
  /** Of successes and timeouts; null without one. */
  latencyMs: z.object(quantiles).nullable(),
  throughputPerSecond: figure,
  errorRate: share.nullable(),
  /** Of the whole alone, where a search found it. */
  capacityPerSecond: figure.optional(),
});

export const historyRecordSchema = z.object({
  format: z.literal(HISTORY_FORMAT),
  /** Which history it belongs to, one for each measurement; also the folder's name. */
  suite: z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/),
  /** The scenario's name as written. */
  name: z.string().max(200),
  /** The `comment-key` that names the measurement; absent where there is none. */
  commentKey: z.string().max(60).optional(),
  /** When the load began, ISO 8601 in UTC. */
  at: z.iso.datetime(),
  /** Commit that was measured, and the branch or tag that named it, as far as known. */
  commit: z
    .string()
    .regex(/^[0-9a-f]{40,64}$/)
    .nullable(),
  ref: z.string().max(300).nullable(),
  /** Tells runs apart, and names the file: `<id>-<attempt>.json`. */
  run: z.object({ id: z.string().regex(/^[\w.]{1,60}$/), attempt: z.number().int().min(1) }),
  /** Name of the event that started it; `terminal` outside of workflows. */
  event: z.string().max(60),
  policy: z.enum(POLICIES),
  /** The release's tag; null for other runs. */
  release: z.string().max(300).nullable(),
  verdict: z.enum(['pass', 'fail', 'inconclusive', 'invalid']),
  /**
   * Why it is never compared with (partial, cancelled, invalid, of another duration, started by hand); null where it
   * may be.
   */
  excluded: z.string().max(300).nullable(),
  conditions: comparedConditionsSchema.extend({ mix: comparedConditionsSchema.shape.mix.max(2000) }),
  whole: recordFiguresSchema,
  /** Of requests, and of whole walks through flows. */
  endpoints: z
    .array(recordFiguresSchema.extend({ name: z.string(), flow: z.literal(true).optional() }))
    .max(2000),
  /** Of each stage, in the load's order; absent where it has one, and from records of before. */
  stages: z.array(recordFiguresSchema).max(1000).optional(),
  /** Means of the series of the server's side; absent without a probe, and from records of before. */
  server: z
    .array(z.object({ series: z.string().max(200), mean: z.number().min(-LARGEST).max(LARGEST) }))
    .max(500)
    .optional(),
  /** The rarest requests, of which a large scenario leaves no figures; absent where there are none. */
  endpointsLeftOut: count.optional(),
  /**
   * Of a run that wrote: how it changed within itself, from its beginning to its end. Absent where that can't be told,
   * and from records of before.
   */
  within: z
    .object({
      /** Writing requests that it sent. */
      writes: count,
      throughput: change.nullable(),
      /** Of GET requests. */
      latency: change.nullable(),
    })
    .optional(),
});

export type HistoryRecord = z.infer<typeof historyRecordSchema>;
export type WithinRun = NonNullable<HistoryRecord['within']>;
export type RecordFigures = z.infer<typeof recordFiguresSchema>;
