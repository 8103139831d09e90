/** The server's side in a result file: what probes read under load, and what was held to bounds of it. */

import { z } from 'zod';
import { PROBE_KINDS, SERVER_UNITS } from '../../config/server-series.ts';
import { against, change, count, figure, size } from './parts.ts';

/** In the series' unit; some go below 0. */
const reading = z.number();
export const seriesKey = z
  .string()
  .describe('Name of the series, preceded by its owner if several have that name; or cpu-per-request.');
export const seriesStage = z
  .string()
  .optional()
  .describe('The stage whose readings are used; absent for all stages.');
export const seriesUnit = z
  .enum(SERVER_UNITS)
  .describe('For a counter, the unit of its rate. A share is from 0 to 1.');
export const growth = reading.describe(
  'Growth from the beginning to the end, by a fitted line, in the unit.',
);
/** Of a growth. */
export const growthInterval = z.tuple([reading, reading]).readonly();

export const TROUBLE_CODES = [
  'unreachable',
  'timed-out',
  'unauthorised',
  'refused',
  'not-metrics',
  'too-large',
  'no-series',
  'many-series',
  'other-type',
  'no-number',
  'counter-reset',
  'several-processes',
  'no-right',
  'no-extension',
  'no-process',
  'gone',
  'not-here',
  'not-allowed',
  'failed',
] as const;

const problemShape = {
  place: z.string().describe('The probe’s place in tailgate.yml.'),
  series: z.string().nullable().describe('The series that it is about; null for the whole reading.'),
  detail: z.string().describe('What happened, without secrets; empty if the code says everything.'),
  candidates: z.array(z.string()).describe('Series that exist instead; empty if none was looked for.'),
  count: count.describe('Readings that had it.'),
} as const;

/** What a sentence about a probe that failed needs. */
export const troubleShape = { trouble: z.enum(TROUBLE_CODES), ...problemShape } as const;

const seriesShape = {
  key: seriesKey,
  name: z.string().describe("As declared, or the probe's own: cpu, memory, load, connections, active …"),
  of: z.string().optional().describe('Container, or the name of the probe; absent if there is only one.'),
  probe: z.enum(PROBE_KINDS),
  unit: seriesUnit,
  ofMachine: z
    .literal(true)
    .optional()
    .describe('It is a figure of the machine, which others may use as well.'),
  min: reading,
  mean: reading,
  max: reading,
  last: reading.describe('At the end of the load.'),
  limit: figure.optional().describe('The possible maximum, such as max_connections; absent if not known.'),
  trendPerHour: reading
    .optional()
    .describe('How much it grows per hour, by a fitted line; absent if the load is too short to tell.'),
  trendInterval: growthInterval.optional().describe('For that, 90 % two-sided, the lower end first.'),
} as const;

const summarySchema = z.object(seriesShape);

const gateShape = {
  series: seriesKey,
  stage: seriesStage,
  unit: seriesUnit,
  max: figure.optional(),
  min: figure.optional(),
  drift: size.optional().describe('The growth that is tolerated, in the unit.'),
  regression: size.optional(),
  value: reading
    .nullable()
    .describe(
      'What max and min are checked against: the highest reading, or the lowest; null if there is none.',
    ),
  mean: reading.nullable(),
  before: reading.nullable().describe('The mean that it is compared with; null if there is none.'),
  against: against.nullable(),
  change: change.nullable().describe('Of the mean, relative; null if it is compared with nothing.'),
  interval: z.tuple([change, change]).readonly().nullable().describe('For the change, 90 % two-sided.'),
  detectable: size
    .nullable()
    .describe('The smallest increase that could have been detected; null if nothing is compared.'),
  growth: growth.nullable().describe('Null if no drift is declared, or if it is not known.'),
  growthInterval: growthInterval.nullable().describe('For the growth, 90 % two-sided.'),
  finding: z.enum([
    'within',
    'over-limit',
    'drifted',
    'regressed',
    'improved',
    'undecided',
    'not-comparable',
  ]),
} as const;

const serverGateSchema = z
  .object(gateShape)
  .meta({ id: 'serverGate', description: 'What gate.server declares for a series, and the outcome.' });

const machine = z
  .object({ cores: figure.optional(), memoryBytes: figure.optional() })
  .optional()
  .describe('Of the machine that the service runs on; absent if no probe reads it.');

const perThousandRequests = z
  .object({
    cpuSeconds: figure.optional(),
    cpuOf: z.array(z.string()).optional().describe('The series that it comes from.'),
    bytes: reading
      .optional()
      .describe('How much memory grew, by its trend; absent if the load is too short for one.'),
    bytesOf: z.array(z.string()).optional(),
  })
  .optional()
  .describe('What a thousand requests cost the service; absent if no probe reads it.');

/** Of a stage. */
export const stageServerSchema = z
  .object({ series: z.array(summarySchema), perThousandRequests })
  .describe('The server-side figures during the stage; absent without a probe.');

export const serverSchema = z
  .object({
    series: z.array(
      z.object({
        ...seriesShape,
        samples: z
          .array(z.tuple([figure, reading]).readonly())
          .describe(
            'Seconds of load, and the value: at most 120 points, each the mean since the one before.',
          ),
      }),
    ),
    perThousandRequests,
    machine,
    problems: z
      .array(z.object({ probe: z.enum(PROBE_KINDS), code: z.enum(TROUBLE_CODES), ...problemShape }))
      .describe('What could not be read.'),
    statements: z
      .array(
        z.object({
          text: z.string().describe('Normalised by PostgreSQL, without values, shortened.'),
          calls: figure,
          meanMs: figure,
          totalMs: figure,
          rows: figure,
          callsPerRequest: figure,
        }),
      )
      .optional()
      .describe('What took the most time in the database, from pg_stat_statements; absent unless requested.'),
    tables: z
      .array(
        z.object({
          name: z.string().describe('With its schema.'),
          rows: figure.describe('At the end, as estimated by PostgreSQL.'),
          sequentialScans: figure,
          sequentialRows: figure.describe('Rows read by sequential scans.'),
          sequentialRowsPerRequest: figure,
        }),
      )
      .optional()
      .describe('The tables with the most rows read sequentially; absent unless statements are requested.'),
    gates: z
      .array(serverGateSchema)
      .optional()
      .describe('Absent if gate.server declares nothing, and on the base.'),
  })
  .meta({ id: 'server', description: 'What probes read of the server’s side under load.' });

export type ServerGate = Readonly<z.infer<typeof serverGateSchema>>;
export type ServerResult = Readonly<z.infer<typeof serverSchema>>;
