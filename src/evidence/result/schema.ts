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
  flow: z
    .string()
    .optional()
    .describe('Name of the flow of which it is a step; absent of a request by itself.'),
  walks: stepWalksSchema.optional(),
  expect: z
    .array(count)
    .optional()
    .describe('Statuses that count as success, where it names them; absent if any 2xx does.'),
  metrics: writtenFiguresSchema,
  samples: z.array(sampleSchema).describe('The first responses and failures of each kind.'),
  serverTiming: serverTimingSchema
    .optional()
    .describe('Absent if no success of it had a Server-Timing with a duration.'),
  traces: z
    .array(traceSchema)
    .optional()
    .describe('The slowest that were sent with a sampled trace; absent if none was.'),
});

/** How a stage was loaded, and what came of it. */
const stageSchema = stageConditionsSchema.extend({
  number: count.positive().describe('From 1, in the order of the load.'),
  metrics: writtenFiguresSchema,
  server: stageServerSchema.optional(),
});

/** Base and target, measured in turn. */
const interleavedSchema = summarySchema.extend({
  suspects: z.array(suspectSchema).describe('Requests without a gate of their own that stand out.'),
  // What the result itself has of the target, from here on of the base.
  metrics: writtenFiguresSchema.describe("The base's figures of all requests together."),
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
    .describe("The base's figures of each stage; absent if the load has only one."),
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
    .describe('Why it is not a pass, the decisive cause first; an accepted fail keeps its own.'),
  reason: z.string().describe('The causes in a sentence, for people: sentences change, codes stay.'),
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
          .describe('As written where the pull request left the base; null if it was not there.'),
        after: z.string().nullable().describe('As written now; null if it is not there any more.'),
      }),
    )
    .optional()
    .describe(
      'What of the judgement the pull request changed; absent without one, and if it could not be read.',
    ),
  startedAt: z.string().nullable().describe('ISO 8601, in UTC; null if nothing was measured.'),
  commit: z.string().nullable().describe('Commit under test; null if it is not known.'),
  servedCommit: z
    .string()
    .nullable()
    .describe('Commit that the target reported; null if it was not asked, or gave none.'),
  asksCommit: z.boolean().describe('Whether target.identity asks the target for its commit.'),
  target: z.string().describe('URL; empty if no target was found.'),
  base: z.string().nullable().describe('URL; null without a base.'),
  conditions: conditionsSchema,
  budgetSeconds: figure
    .nullable()
    .describe('Longest time of all rounds on base and target; null without a base.'),
  measured: z
    .object({ seconds: figure, rounds: count })
    .nullable()
    .describe('Measured time and rounds of the target; null if nothing was measured.'),
  shards: shardsSchema.optional(),
  metrics: writtenFiguresSchema
    .nullable()
    .describe("The target's figures of all requests together; null if nothing was measured."),
  endpoints: z
    .array(endpointSchema)
    .describe("The target's figures of each request, steps of flows among them."),
  flows: z
    .array(flowSchema)
    .optional()
    .describe("The target's figures of each flow, in which no request counts twice; absent without flows."),
  stages: z
    .array(stageSchema)
    .optional()
    .describe("The target's figures of each stage; absent if the load has only one."),
  server: serverSchema.optional().describe('The server’s side of the target; absent without a probe.'),
  intercepted: interceptionSchema.nullable(),
  resent: count.describe('Requests sent once more, because the service had closed their connection.'),
  sent: z
    .object({
      target: count,
      base: count.nullable().describe('Null without a base, or if no round of it was measured.'),
    })
    .describe('Requests that the load sent to each side, the warm-up and what was sent again included.'),
  writes: z
    .object({
      target: count,
      base: count.nullable().describe('Null without a base, or if no round of it was measured.'),
    })
    .describe(
      'Requests that write (POST, PUT, PATCH, DELETE) and were sent to each side, in the warm-up too.',
    ),
  cleanup: z
    .array(cleanedUpSchema)
    .optional()
    .describe('What scenario.cleanup came to, which is no part of the verdict; absent without one.'),
  search: searchSchema.optional(),
  cost: costResultSchema.optional(),
  recovery: recoverySchema.optional(),
  fault: faultSchema.optional(),
  comparisons: z
    .array(comparisonSchema)
    .describe('What was judged, and the other figures of all requests together that the baseline gives.'),
  trends: z
    .array(trendSchema)
    .optional()
    .describe('Which way figures went over the load; absent if no constant stage of it is 5 minutes long.'),
  saturation: saturationSchema
    .optional()
    .describe('Whether more connections brought more; absent if half of them were not measured beside it.'),
  why: whySchema
    .optional()
    .describe(
      'What moved with a latency that is shown to be worse; absent if none is, or if nothing can be told.',
    ),
  traceLink: z
    .string()
    .optional()
    .describe(
      'Where a trace is looked at, with {{trace-id}} in place of its identifier; absent if nobody said, or if it held a secret.',
    ),
  warnings: z
    .array(z.intersection(remarkSchema, z.object({ says: z.string().describe('The same in a sentence.') })))
    .describe('What does not change the verdict.'),
  notices: z.array(z.string()).describe('Defaults that Tailgate chose for this run, in sentences.'),
  interleaved: interleavedSchema
    .nullable()
    .describe('Base and target, measured in turn; null without a base, or if no round of it was measured.'),
  baseline: z
    .object({
      source: z.string().describe('As it is configured.'),
      of: z.enum(['file', 'history']),
      title: z.string().nullable(),
      history: z
        .object({ runs: count, since: z.string().nullable() })
        .optional()
        .describe(
          'How many runs were comparable, and since which day; absent where it is a file, or the result older than this.',
        ),
      date: z.string().nullable(),
      endpoints: z
        .record(z.string(), z.object({ latencyMs: latencySchema.partial().optional() }))
        .describe('Latencies of single requests, as far as it gives them.'),
    })
    .nullable()
    .describe('The stored baseline; null without one.'),
  course: z
    .array(courseSchema)
    .optional()
    .describe("How each side's load went, second by second, or round by round; absent if nothing was."),
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
