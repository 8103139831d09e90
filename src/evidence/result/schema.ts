/**
 * The result file, format tailgate/1, and the vocabulary of the whole project: measurement, baseline, history record
 * and report pick their parts from here. Comparing, merging and telling need nothing else. docs/result.md is its page.
 */
import { z } from 'zod';
import { causeSchema } from './causes.ts';
import { comparisonSchema } from './comparison.ts';
import { conditionsSchema } from './conditions.ts';
import { interceptionSchema, latencySchema, writtenFiguresSchema } from './figures.ts';
import { summarySchema, suspectSchema } from './interleaved.ts';
import { count, figure, side } from './parts.ts';
import { remarkSchema } from './remarks.ts';

export const RESULT_FORMAT = 'tailgate/1';

/** What came back where a success was expected; texts are cut and without secrets. */
const sample = z.object({
  kind: z.enum(['success', 'status', 'body', 'timeout', 'socket', 'unanswered']),
  status: count.nullable(),
  text: z.string(),
});

export const endpointSchema = z.object({
  name: z.string(),
  method: z.string(),
  /** Path with its placeholders as written, for reading only. */
  path: z.string(),
  /** Share of the mix = weight / sum of weights. */
  weight: count,
  metrics: writtenFiguresSchema,
  samples: z.array(sample),
});

/** Base and target, measured in turn. */
const interleavedSchema = summarySchema.extend({
  /** Requests that no gate is about and that stand out. */
  suspects: z.array(suspectSchema),
  /** The base's, as `metrics`, `endpoints` and so on are the target's. */
  metrics: writtenFiguresSchema,
  endpoints: z.array(z.object({ name: z.string(), metrics: writtenFiguresSchema })),
  intercepted: interceptionSchema,
  retried: count,
  servedCommit: z.string().nullable(),
});

export const resultSchema = z.object({
  format: z.literal(RESULT_FORMAT),
  /** Of Tailgate. */
  version: z.string(),
  /** Of the scenario. */
  name: z.string(),
  configFile: z.string(),
  verdict: z.enum(['pass', 'fail', 'inconclusive', 'invalid']),
  /** Why it is no pass, the decisive one first; an accepted fail keeps its own. */
  causes: z.array(causeSchema),
  /** The same in a sentence, and what to do about it: for people, programs read the causes. */
  reason: z.string(),
  advice: z.string().nullable(),
  /** Who accepted the regressions that would have failed it, and when (ISO 8601); null for every other verdict. */
  accepted: z.object({ by: z.string(), at: z.string() }).nullable(),
  startedAt: z.string().nullable(),
  commit: z.string().nullable(),
  /** Commit that the target said it serves; null where it wasn't asked, or didn't say. */
  servedCommit: z.string().nullable(),
  /** Whether the file asks the target for its commit. */
  asksCommit: z.boolean(),
  /** Origins; the target's is empty where none was found. */
  target: z.string(),
  base: z.string().nullable(),
  conditions: conditionsSchema,
  /** Longest time of all interleaved rounds; null without a base. */
  budgetSeconds: figure.nullable(),
  /** Of the target; null where nothing was measured. */
  measured: z.object({ seconds: figure, rounds: count }).nullable(),
  metrics: writtenFiguresSchema.nullable(),
  endpoints: z.array(endpointSchema),
  intercepted: interceptionSchema.nullable(),
  /** Requests that were sent once more, their connection having been closed without notice. */
  retried: count,
  /** What was judged, and the whole's other figures where the baseline gives them. */
  comparisons: z.array(comparisonSchema),
  /** What doesn't change the outcome, each with its sentence. */
  warnings: z.array(z.intersection(remarkSchema, z.object({ says: z.string() }))),
  /** What was decided for the user, in sentences. */
  notices: z.array(z.string()),
  /** Null without a base, and where not one round of it was measured. */
  interleaved: interleavedSchema.nullable(),
  /** The stored one; null without. */
  baseline: z
    .object({
      source: z.string(),
      of: z.enum(['file', 'history']),
      title: z.string().nullable(),
      date: z.string().nullable(),
      /** P99 of requests that nothing is declared about, as far as it gives them. */
      endpoints: z.record(z.string(), z.object({ latencyMs: latencySchema.partial().optional() })),
    })
    .nullable(),
  /** Each side's rounds merged by request name: HDR V2, compressed, base64, in µs. */
  rounds: z.array(
    z.object({
      side,
      histograms: z.record(z.string(), z.object({ latency: z.string(), latencyOfErrors: z.string() })),
    }),
  ),
});

export type Result = z.infer<typeof resultSchema>;
