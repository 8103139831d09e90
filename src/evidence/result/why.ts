/** What moved together with a figure that got worse. */
import { z } from 'zod';
import { SERIES_MEANINGS } from '../../config/server-series.ts';
import { against, change, count, figure, metric, share } from './parts.ts';
import { seriesKey, seriesUnit } from './server.ts';

const part = share.describe(
  "Part of the figure's shift that it would account for, from 0 to 1: the sort order.",
);
const ms = z.number();
const ofWalks = z
  .enum(['slowest', 'all'])
  .describe('Of the slowest tenth of the walks, or of all where the figure is a percentile below P90.');
const probeKey = z.string().describe('The probe’s place in tailgate.yml.');

/** Another kind of evidence is another member here, a row in judgement/why/kinds.ts, and its sentence. */
const explanationSchema = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('endpoint').describe('Requests of one name.'),
      metric,
      endpoint: z.string(),
      share: part,
      ms: ms.describe('Its contribution to the shift of the figure of all requests, in ms.'),
      ofMs: ms.describe('That shift, in ms.'),
      beforeMs: figure.describe('The same figure for this request alone: on the base, or in the baseline.'),
      afterMs: figure.describe('The same on the target.'),
    }),
    z.object({
      kind: z.literal('step').describe('A step of a flow whose own figure got worse.'),
      metric: metric.describe('The flow’s.'),
      flow: z.string(),
      endpoint: z.string().describe('Name of the step.'),
      of: ofWalks,
      share: part,
      ms: ms.describe('Its contribution to what these walks became longer by, in ms.'),
      ofMs: ms.describe('That, in ms.'),
      beforeMs: figure.describe('Mean time of the step in these walks: on the base, or in the baseline.'),
      afterMs: figure.describe('The same on the target.'),
    }),
    z.object({
      kind: z.literal('everywhere').describe('Most requests alike.'),
      metric,
      share: part,
      rose: count.describe('Request names whose slowest tenth got slower.'),
      requests: count.describe('Out of this many: those with enough responses.'),
      change: change.describe(
        'Relative change of the mean of the slowest tenth: the median over all of them.',
      ),
    }),
    z.object({
      kind: z.literal('server-timing').describe('A duration that the service reports by Server-Timing.'),
      endpoint: z.string().describe('The request whose responses reported it.'),
      name: z.string().describe('Name of the duration, as reported by the service.'),
      share: part,
      ms: ms.describe('How much longer it is, on average over the slowest tenth of the responses, in ms.'),
      ofMs: ms.describe('How much longer these responses took, in ms.'),
      beforeMs: figure.describe('Mean duration in the slowest tenth of the base or the baseline.'),
      afterMs: figure.describe('The same on the target.'),
    }),
    z.object({
      kind: z
        .literal('statement')
        .describe('A PostgreSQL statement that takes longer, or is executed more often.'),
      key: probeKey,
      text: z.string().describe('Normalised by PostgreSQL, without values, shortened.'),
      share: part,
      beforeMs: figure.describe('Mean time of a call on the base; 0 if there was none.'),
      afterMs: figure.describe('The same on the target.'),
      callsBefore: figure.describe('Calls per request sent, on the base.'),
      callsAfter: figure.describe('The same on the target.'),
      isSlower: z.boolean().describe('Its mean time stands out.'),
      isOftener: z.boolean().describe('Its calls per request stand out.'),
    }),
    z.object({
      kind: z.literal('table').describe('A table that such a statement names.'),
      key: probeKey,
      table: z.string().describe('With its schema.'),
      share: part.describe('That of the statement.'),
      rowsBefore: figure.describe('Rows read sequentially per request, on the base.'),
      rowsAfter: figure.describe('The same on the target.'),
      sizeBefore: figure.describe("Rows in the base's table at the end, as estimated by PostgreSQL."),
      sizeAfter: figure.describe('The same of the target’s.'),
      isScanned: z.boolean().describe('What is read sequentially stands out.'),
      isLarger: z.boolean().describe('Its size stands out.'),
    }),
    z.object({
      kind: z.literal('resource').describe('What the service or its database used more of, or waited for.'),
      what: z
        .enum(['cpu', 'memory', ...SERIES_MEANINGS])
        .describe('What the series measures, known by its name.'),
      series: seriesKey,
      unit: seriesUnit,
      share: part.describe('0 if its time is not known.'),
      before: figure.describe('Mean on the base, in the unit.'),
      after: figure.describe('Mean on the target.'),
      msBefore: figure.nullable().describe('Its time per request, in ms; null if it is not known.'),
      msAfter: figure.nullable().describe('The same on the target.'),
    }),
  ])
  .meta({ id: 'explanation', description: 'One piece of evidence of what moved.' });

export const whySchema = z
  .object({
    against,
    shift: z
      .object({
        metric,
        beforeMs: figure,
        afterMs: figure,
        parts: z
          .array(
            z.object({ endpoint: z.string(), ms: ms.describe('In ms; below 0 if it pulled the other way.') }),
          )
          .readonly()
          .describe('For each request: they add up to the shift, afterMs − beforeMs.'),
      })
      .optional()
      .describe(
        'Which requests account for the shift of a figure for all requests together; absent if no shift is shown.',
      ),
    flows: z
      .array(
        z.object({
          flow: z.string(),
          metric,
          of: ofWalks,
          beforeMs: figure.describe('Mean time of these walks: on the base, or in the baseline.'),
          afterMs: figure.describe('The same on the target.'),
          parts: z
            .array(
              z.object({ endpoint: z.string(), ms: ms.describe('In ms; below 0 if it became shorter.') }),
            )
            .readonly()
            .describe('Of each step: they add up to the shift, afterMs − beforeMs.'),
        }),
      )
      .readonly()
      .optional()
      .describe(
        'What the steps of a flow contribute, where a latency of its own is shown to be worse; absent if none is.',
      ),
    found: z
      .array(explanationSchema)
      .readonly()
      .describe('What stands out, the strongest first. These changed together: no cause is claimed.'),
    indistinct: z
      .array(probeKey)
      .readonly()
      .optional()
      .describe(
        "Probes that read the same database for both sides, so that what each side did there can't be separated; absent if there are none.",
      ),
  })
  .meta({ id: 'why', description: 'What moved with a figure that got worse.' });

/** The requests sent with a sampled trace that took longest. */
export const traceSchema = z.object({
  id: z.string().describe('From traceparent (W3C Trace Context): 32 hexadecimal digits.'),
  latencyMs: figure,
});

export const serverTimingSchema = z
  .object({
    responses: figure.describe('Successes with the header.'),
    slowest: z
      .object({ responses: figure, latencyMs: figure })
      .describe('The slowest tenth of them, and their mean latency.'),
    durations: z
      .array(
        z.object({
          name: z.string(),
          meanMs: figure.describe('Over all these responses.'),
          slowestMs: figure.describe('Over the slowest tenth.'),
        }),
      )
      .readonly(),
    more: z.boolean().describe('Whether there were more names, which are left out.'),
  })
  .meta({ id: 'serverTiming', description: 'What the service reported by Server-Timing.' });

export type Explanation = Readonly<z.infer<typeof explanationSchema>>;
export type Why = Readonly<z.infer<typeof whySchema>>;
