/** The server's side in a result file: what probes read under load. */
import { z } from 'zod';
import { figure } from './parts.ts';

/** In the series' unit; some go below 0. */
const reading = z.number();

const seriesSchema = z.object({
  key: z.string().describe('Name of the series, with whose it is before it if several have that name.'),
  name: z
    .string()
    .describe('As it is declared, or the probe’s own: cpu, memory, load, connections, active …'),
  of: z.string().optional().describe('Container, or the name of the probe; absent if there is only one.'),
  probe: z.enum(['prometheus', 'postgres', 'process', 'docker']),
  unit: z
    .enum(['cores', 'bytes', 'connections', 'per second', 'bytes per second', 'seconds', 'share', 'number'])
    .describe('Of a counter, that of its rate. A share is from 0 to 1.'),
  ofMachine: z.literal(true).optional().describe('It is of the machine, which others may use as well.'),
  min: reading,
  mean: reading,
  max: reading,
  last: reading.describe('At the end of the load.'),
  limit: figure
    .optional()
    .describe('The most that there can be, such as max_connections; absent if not known.'),
  trendPerHour: reading
    .optional()
    .describe('By how much it grows in an hour; absent if the load is too short to tell.'),
  samples: z
    .array(z.tuple([figure, reading]).readonly())
    .describe('Seconds of load, and the value: at most 120, means of what lies between.'),
});

export const serverSchema = z
  .object({
    series: z.array(seriesSchema),
    perThousandRequests: z
      .object({
        cpuSeconds: figure.optional(),
        bytes: reading.optional().describe('By which memory grew, by its trend.'),
      })
      .optional()
      .describe('What a thousand requests cost the service; absent if no probe tells.'),
    machine: z
      .object({ cores: figure.optional(), memoryBytes: figure.optional() })
      .optional()
      .describe('Of the machine that the service runs on; absent if no probe tells.'),
    problems: z
      .array(
        z.object({
          place: z.string().describe('Of the probe, in tailgate.yml.'),
          code: z.string(),
          series: z.string().nullable().describe('The series that it is about; null for the whole reading.'),
        }),
      )
      .describe('What could not be read.'),
  })
  .meta({ id: 'server', description: 'What probes read of the server’s side under load.' });

export type ServerResult = Readonly<z.infer<typeof serverSchema>>;
