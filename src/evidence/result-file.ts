/** The result file, format tailgate/1: comparing and merging need nothing else. */
import { z } from 'zod';
import { METRIC_NAMES } from '../config/metrics.ts';
import { conditionsSchema } from './result/conditions.ts';

const metric = z.enum(METRIC_NAMES);
const share = z.number().min(0).max(1);
const count = z.number().int().nonnegative();
const figure = z.number().nonnegative();

export const latencySchema = z.object({
  p50: figure,
  p75: figure,
  p90: figure,
  p95: figure,
  p99: figure,
  p99_9: figure,
  max: figure,
  mean: figure,
});

export const metricsSchema = z.object({
  requests: count,
  throughputPerSecond: figure,
  answersPerSecond: figure,
  errorRate: share.nullable(),
  latencyMs: latencySchema.nullable(),
  latencyAllMs: latencySchema.nullable(),
  serviceMs: latencySchema.nullable(),
  errors: z.object({
    status: z.record(z.string(), count),
    timeout: count,
    socket: count,
    unanswered: count,
    body: count,
  }),
  /** Learnt from the run's batches, for each metric: its standard error on the log scale, for shares the design effect. */
  spread: z.partialRecord(metric, figure),
});

const sides = <T extends z.ZodType>(value: T) => z.object({ target: value, base: value });
const interval = z.tuple([z.number(), z.number()]).nullable();

/** Base and target, measured in turn: what it takes to judge it again. */
export const liveSchema = z.object({
  base: z.string(),
  blocks: count,
  budgetBlocks: count,
  setAside: count,
  roundSeconds: figure,
  measuredSeconds: figure,
  requests: sides(count),
  p99Ms: sides(figure.nullable()),
  stalledRounds: sides(count),
  allowance: figure,
  sharedHost: z.boolean(),
  seed: z.string(),
  /** Which side was first in each block: `TB BT BT`. */
  order: z.string(),
  gates: z.array(
    z.object({
      metric,
      endpoint: z.string().nullable(),
      state: z.enum(['passed', 'failed', 'undecided']),
      decidedAt: count.nullable(),
      change: z.number().nullable(),
      interval,
      tolerance: figure,
      detectable: figure.nullable(),
      blocksMore: count.nullable(),
      /** Block by block, in the unit of `change`. */
      changes: z.array(z.number().nullable()),
    }),
  ),
  /** Requests that no gate is about and that stand out. */
  suspects: z.array(z.object({ endpoint: z.string(), change: z.number(), p: share })),
  /** The base's figures, as `metrics` and `endpoints` are the target's. */
  metrics: metricsSchema,
  endpoints: z.array(z.object({ name: z.string(), metrics: metricsSchema })),
});

export const resultSchema = z.object({
  format: z.literal('tailgate/1'),
  name: z.string(),
  verdict: z.enum(['pass', 'fail', 'inconclusive', 'invalid']),
  reason: z.string(),
  /** Who accepted the regressions that would have failed it, and when (ISO 8601); null for every other verdict. */
  accepted: z.object({ by: z.string(), at: z.string() }).nullable().default(null),
  startedAt: z.string().nullable(),
  commit: z.string().nullable(),
  target: z.string(),
  conditions: conditionsSchema.nullable(),
  metrics: metricsSchema.nullable(),
  endpoints: z.array(z.object({ name: z.string(), metrics: metricsSchema })),
  /** What was judged, and the whole's other figures where the baseline gives them: those have no finding. */
  comparisons: z.array(
    z.object({
      metric,
      endpoint: z.string().nullable(),
      /** Where `baseline` and `change` come from. Absent from files of the first days, which had no base. */
      against: z.enum(['base', 'baseline']).nullable().default(null),
      baseline: z.number().nullable(),
      target: z.number().nullable(),
      /** What was compared with `baseline`: against the base the median of the target's rounds. */
      compared: z.number().nullable().default(null),
      basis: z.enum(['successes', 'all answers']).nullable(),
      change: z.number().nullable(),
      interval,
      max: z.number().optional(),
      min: z.number().optional(),
      regression: z.number().optional(),
      finding: z
        .enum(['within', 'over-limit', 'regressed', 'improved', 'undecided', 'not-comparable'])
        .nullable(),
      note: z.string().nullable(),
    }),
  ),
  warnings: z.array(z.string()),
  /** Requests of both sides that were sent once more, their connection having been closed without notice. */
  retried: count.default(0),
  /** Null without a base. */
  live: liveSchema.nullable().default(null),
  baseline: z
    .object({ source: z.string(), title: z.string().nullable(), date: z.string().nullable() })
    .nullable(),
  /** Each side's rounds merged by request name: HDR V2, compressed, base64, in µs. */
  rounds: z.array(
    z.object({
      side: z.enum(['target', 'base']),
      histograms: z.record(z.string(), z.object({ latency: z.string(), latencyOfErrors: z.string() })),
    }),
  ),
});

export type ResultFile = z.infer<typeof resultSchema>;
export type ResultMetrics = z.infer<typeof metricsSchema>;
