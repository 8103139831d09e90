/** What was seen of the server's side during the load, on the load's clock. */
import { z } from 'zod';
import { figure } from './parts.ts';

const seriesSchema = z.object({
  name: z
    .string()
    .describe("As declared, or the probe's own: cpu, memory, load, connections, active, waiting."),
  probe: z.enum(['prometheus', 'postgres', 'process', 'docker']).describe('Which reader.'),
  of: z.string().optional().describe('Container, process or role, where a probe has several.'),
  unit: z.enum(['cores', 'bytes', 'connections', 'per second', 'seconds', 'share', 'number']),
  min: z.number(),
  mean: z.number(),
  max: z.number(),
  last: z.number().describe('At the end of the measured time. Counters are rates here.'),
  trendPerHour: z.number().optional().describe('Slope; absent if the time does not suffice.'),
  limit: z.number().optional().describe('What the container or the pool is allowed, where known.'),
  samples: z
    .array(z.tuple([z.number(), z.number()]))
    .describe('Seconds of the load, and the value then; at most 120.'),
});

export const serverSchema = z
  .object({
    series: z.array(seriesSchema),
    perThousandRequests: z
      .object({ cpuSeconds: figure.optional(), bytes: figure.optional() })
      .optional()
      .describe('Of the service.'),
    machine: z
      .object({ cores: figure.optional(), memoryBytes: figure.optional() })
      .optional()
      .describe('Of the server, where a probe knows it.'),
    problems: z
      .array(z.looseObject({ probe: z.string(), code: z.string() }))
      .describe('What kept a probe from being read.'),
  })
  .describe("The server's side, as probes read it; absent without probes.");

export type ServerFigures = Readonly<z.infer<typeof serverSchema>>;
export type ServerSeries = ServerFigures['series'][number];
