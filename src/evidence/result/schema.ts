/**
 * The result file, format tailgate/1, and the vocabulary of the whole project: measurement, baseline, history record
 * and report pick their parts from here. Comparing, merging and telling need nothing else. docs/result.md is its page.
 */
import { z } from 'zod';
import { causeSchema } from './causes.ts';
import { cleanedUpSchema } from './cleanup.ts';
import { comparisonSchema } from './comparison.ts';
import { conditionsSchema, stageConditionsSchema } from './conditions.ts';
import { costResultSchema } from './cost.ts';
import { courseSchema } from './course.ts';
import { interceptionSchema, latencySchema, writtenFiguresSchema } from './figures.ts';
import { baseFlowSchema, flowSchema, stepWalksSchema } from './flows.ts';
import { summarySchema, suspectSchema } from './interleaved.ts';
import { count, figure, side } from './parts.ts';
import { faultSchema, recoverySchema } from './recovery.ts';
import { remarkSchema } from './remarks.ts';
import { searchSchema } from './search.ts';
import { serverSchema, stageServerSchema } from './server.ts';
import { shardsSchema } from './shards.ts';
import { saturationSchema, trendSchema } from './trends.ts';
import { serverTimingSchema, traceSchema, whySchema } from './why.ts';

const RESULT_FORMAT = 'tailgate/1';

export const sampleSchema = z.object({
  kind: z.enum(['success', 'status', 'check', 'body', 'timeout', 'socket', 'unanswered']),
  status: count.nullable(),
  text: z.string().describe('Shortened, and without secrets.'),
});

const endpointSchema = z.object({
  name: z.string(),
  method: z.string(),
  path: z.string().describe('With its placeholders as written.'),
  weight: count.positive().describe('Its share of the mix is its weight divided by the sum of all weights.'),
  flow: z.string().optional().describe('Name of the flow that it is a step of; absent for a single request.'),
  walks: stepWalksSchema.optional(),
  expect: z
    .array(count)
    .optional()
    .describe('Statuses that count as success, if it names them; absent if any 2xx does.'),
  metrics: writtenFiguresSchema,
  samples: z.array(sampleSchema).describe('The first responses and failures of each kind.'),
  serverTiming: serverTimingSchema
    .optional()
    .describe('Absent if none of its successes had a Server-Timing header with a duration.'),
  traces: z
    .array(traceSchema)
    .optional()
    .describe('The slowest requests that were sent with a sampled trace; absent if none was.'),
});

/** How a stage was loaded, and what came of it. */
const stageSchema = stageConditionsSchema.extend({
  number: count.positive().describe('From 1, in the order of the load.'),
  metrics: writtenFiguresSchema,
  server: stageServerSchema.optional(),
});

/** Base and target, measured in turn. */
const interleavedSchema = summarySchema.extend({
  suspects: z.array(suspectSchema).describe('Requests and flows without their own gate that stand out.'),
  // What the result itself has of the target, from here on of the base.
  metrics: writtenFiguresSchema.describe("The base's figures for all requests together."),
  flows: z.array(baseFlowSchema).optional().describe("The base's; absent without flows."),
  endpoints: z.array(
    z.object({
      name: z.string(),
      walks: stepWalksSchema.optional(),
      metrics: writtenFiguresSchema,
      samples: z.array(sampleSchema).describe('The first responses and failures of each kind.'),
      serverTiming: serverTimingSchema.optional(),
      traces: z.array(traceSchema).optional(),
    }),
  ),
  stages: z
    .array(
      z.object({
        number: count.positive(),
        name: z.string().nullable(),
        metrics: writtenFiguresSchema,
        server: stageServerSchema.optional(),
      }),
    )
    .optional()
    .describe("The base's figures for each stage; absent if the load has only one."),
  server: serverSchema.optional(),
  intercepted: interceptionSchema,
  resent: count,
  servedCommit: z.string().nullable(),
});

export const resultSchema = z.object({
  format: z.literal(RESULT_FORMAT),
  version: z.string().describe('Version of Tailgate that wrote the file.'),
  name: z.string().describe('Name of the scenario.'),
  configFile: z.string().describe('Path of tailgate.yml.'),
  verdict: z.enum(['pass', 'fail', 'inconclusive', 'invalid']),
  causes: z
    .array(causeSchema)
    .describe('Why it is not a pass, the decisive cause first; an accepted fail keeps its causes.'),
  reason: z.string().describe("The causes in a sentence, for people: sentences may change, codes don't."),
  advice: z.string().nullable().describe('What to do, in sentences; null if there is nothing.'),
  accepted: z
    .object({ by: z.string(), at: z.string() })
    .nullable()
    .describe('Who accepted the regressions that failed it, and when (ISO 8601); else null.'),
  changes: z
    .array(
      z.object({
        key: z.string().describe('Key of tailgate.yml, or the file of the baseline.'),
        before: z
          .string()
          .nullable()
          .describe('As written at the point where the pull request branched off; null if it was not there.'),
        after: z.string().nullable().describe('As written now; null if it was removed.'),
      }),
    )
    .optional()
    .describe(
      'What the pull request changed about how it is judged; absent without a pull request, and if that could not be read.',
    ),
  startedAt: z.string().nullable().describe('ISO 8601, in UTC; null if nothing was measured.'),
  commit: z.string().nullable().describe('Commit under test; null if it is not known.'),
  servedCommit: z
    .string()
    .nullable()
    .describe('Commit that the target reported; null if it was not asked, or reported none.'),
  asksCommit: z.boolean().describe('Whether target.identity asks the target for its commit.'),
  target: z.string().describe('URL; empty if no target was found.'),
  base: z.string().nullable().describe('URL; null without a base.'),
  conditions: conditionsSchema,
  budgetSeconds: figure
    .nullable()
    .describe('Maximum time for all rounds on base and target; null without a base.'),
  measured: z
    .object({ seconds: figure, rounds: count })
    .nullable()
    .describe('Measured time and rounds of the target; null if nothing was measured.'),
  shards: shardsSchema.optional(),
  metrics: writtenFiguresSchema
    .nullable()
    .describe("The target's figures for all requests together; null if nothing was measured."),
  endpoints: z
    .array(endpointSchema)
    .describe("The target's figures for each request, including the steps of flows."),
  flows: z
    .array(flowSchema)
    .optional()
    .describe("The target's figures for each flow, in which no request counts twice; absent without flows."),
  stages: z
    .array(stageSchema)
    .optional()
    .describe("The target's figures for each stage; absent if the load has only one."),
  server: serverSchema.optional().describe("The target's server-side figures; absent without a probe."),
  intercepted: interceptionSchema.nullable(),
  resent: count.describe('Requests sent a second time, because the service had closed their connection.'),
  sent: z
    .object({
      target: count,
      base: count.nullable().describe('Null without a base, or if no round was measured.'),
    })
    .describe('Requests that the load sent to each side, including the warm-up and anything sent again.'),
  writes: z
    .object({
      target: count,
      base: count.nullable().describe('Null without a base, or if no round was measured.'),
    })
    .describe('Write requests (POST, PUT, PATCH, DELETE) sent to each side, including the warm-up.'),
  cleanup: z
    .array(cleanedUpSchema)
    .optional()
    .describe('The outcome of scenario.cleanup, which is not part of the verdict; absent without one.'),
  search: searchSchema.optional(),
  cost: costResultSchema.optional(),
  recovery: recoverySchema.optional(),
  fault: faultSchema.optional(),
  comparisons: z
    .array(comparisonSchema)
    .describe("What was judged, and the baseline's other figures for all requests together."),
  trends: z
    .array(trendSchema)
    .optional()
    .describe('How figures changed over the load; absent if it has no constant stage of at least 5 minutes.'),
  saturation: saturationSchema
    .optional()
    .describe('Whether more connections gave more throughput; absent if half of them were not measured.'),
  why: whySchema
    .optional()
    .describe(
      'What changed along with a latency that is shown to be worse; absent if none is, or if nothing can be said.',
    ),
  traceLink: z
    .string()
    .optional()
    .describe(
      'URL for viewing a trace, with {{trace-id}} in place of its identifier; absent if it is not configured, or if it contained a secret.',
    ),
  warnings: z
    .array(z.intersection(remarkSchema, z.object({ says: z.string().describe('The same in a sentence.') })))
    .describe('What does not change the verdict.'),
  notices: z.array(z.string()).describe('Defaults that Tailgate chose for this run, in sentences.'),
  interleaved: interleavedSchema
    .nullable()
    .describe('Base and target, measured alternately; null without a base, or if no round was measured.'),
  baseline: z
    .object({
      source: z.string().describe('As configured.'),
      of: z.enum(['file', 'history']),
      title: z.string().nullable(),
      history: z
        .object({ runs: count, since: z.string().nullable() })
        .optional()
        .describe(
          'How many runs were comparable, and since which day; absent if the baseline is a file, or if the result is older than this field.',
        ),
      date: z.string().nullable(),
      endpoints: z
        .record(z.string(), z.object({ latencyMs: latencySchema.partial().optional() }))
        .describe('Latencies of single requests, as far as it contains them.'),
    })
    .nullable()
    .describe('The stored baseline; null without one.'),
  course: z
    .array(courseSchema)
    .optional()
    .describe("The course of each side's load, by second or by round; absent if nothing was measured."),
  rounds: z
    .array(
      z.object({
        side,
        histograms: z.record(
          z.string(),
          z.object({
            latency: z.string().describe('Of successes and timeouts.'),
            latencyOfErrors: z.string().describe('Of every other response.'),
          }),
        ),
      }),
    )
    .describe("Each side's rounds merged by request name: HdrHistogram V2, compressed, base64, in µs."),
});

export type Result = z.infer<typeof resultSchema>;
