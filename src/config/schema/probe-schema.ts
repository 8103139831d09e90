import { z } from 'zod';
import { PROBE_KINDS, SERVER_UNITS } from '../server-series.ts';
import { parseDuration } from '../units.ts';
import { oneOf, quantity, section, shortText, wanted, whole } from './schema-parts.ts';

const NAMES =
  'write a mapping from names of your own to series, such as { memory: process_resident_memory_bytes }';

const every = quantity(
  parseDuration,
  { from: '1s', to: '60s' },
  { description: 'How often it is read under load.', examples: ['2s'] },
).prefault('2s');

const seriesText = shortText('write a series such as process_resident_memory_bytes', 2000, {
  description: 'A series, or with query-api a query.',
});

const series = z
  .record(
    z
      .string()
      .min(1)
      .max(60, { error: () => `has more than 60 characters: ${NAMES}` }),
    z.union(
      [
        seriesText,
        section(
          {
            query: seriesText,
            unit: oneOf(SERVER_UNITS, {
              description: "The unit of its values, or of a counter's rates, if its name does not say.",
            }).optional(),
            counter: z
              .boolean({ error: wanted('write true or false') })
              .optional()
              .meta({
                description: 'Whether it is a counter, whose rate is used, if its name does not say.',
              }),
          },
          { description: 'A series whose name does not say what it is.' },
        ),
      ],
      { error: wanted('write a series such as process_resident_memory_bytes, or { query: …, unit: bytes }') },
    ),
    { error: wanted(NAMES) },
  )
  .refine((names) => Object.keys(names).length > 0 && Object.keys(names).length <= 50, {
    error: () => `needs 1 to 50 series: ${NAMES}`,
  })
  .meta({
    description: 'Series, under names of your own, which gate.server and the table use.',
    examples: [{ cpu: 'process_cpu_seconds_total', pool: 'db_pool_connections{state="active"}' }],
  });

const headers = z
  .record(z.string(), z.string({ error: wanted('write a text') }), {
    error: wanted('write a mapping from names of headers to their values'),
  })
  .meta({
    description: 'Headers that are sent with each reading. Their values may contain templates.',
    examples: [{ authorization: 'Bearer {{env.TAILGATE_METRICS_TOKEN}}' }],
  });

const url = shortText('write a URL such as {{target}}/metrics', 2000, {
  description:
    'URL of the metrics in Prometheus’ text format. {{target}} is the URL of the side that is read.',
  examples: ['{{target}}/metrics'],
});
const queryApi = shortText('write the URL of a Prometheus, such as http://127.0.0.1:9090', 2000, {
  description: 'A Prometheus server to query instead.',
  examples: ['http://127.0.0.1:9090'],
});
const name = shortText('write a short name, such as primary', 40, {
  description: 'Prefix for its series if another probe has the same ones: primary connections.',
  examples: ['primary'],
});
const postgresUrl = shortText('write a URL such as {{env.TAILGATE_PG}}', 2000, {
  description: 'postgres://user:password@host:port/database, preferably from the environment.',
  examples: ['{{env.TAILGATE_PG}}'],
});
const port = whole(1, 65_535, {
  description:
    'The process that listens on this port. Default, if pid and name are missing too: the port of the side’s URL.',
  examples: [8080],
});
const pid = whole(1, 4_194_304, { description: 'The process with this id.', examples: [4711] });
const processName = shortText('write the name of a program, such as node', 200, {
  description: 'The process with this name; there may be only one, apart from its children.',
  examples: ['my-service'],
});
const socket = shortText('write the path of Docker’s socket, such as /var/run/docker.sock', 1000, {
  description: 'Path of Docker’s socket.',
  examples: ['/var/run/docker.sock'],
});
const containers = z
  .array(shortText('write the name of a container', 200, { description: 'Name or id of a container.' }), {
    error: wanted('write a list such as [backend, db]'),
  })
  .min(1, { error: () => 'is empty: write the containers to read, such as [backend, db]' })
  .max(20, { error: () => 'has more than 20 containers: write those that matter' })
  .meta({ description: 'Containers, by name or id.', examples: [['backend', 'db']] });

/** @param shape what may differ on the base */
const base = <T extends z.ZodRawShape>(shape: T) =>
  section(shape, {
    description: 'What is different for the base; {} if nothing is.',
  }).optional();

const kinds = {
  prometheus: section(
    {
      url: url.optional(),
      'query-api': queryApi.optional(),
      series,
      headers: headers.optional(),
      name: name.optional(),
      every,
      base: base({
        url: url.optional(),
        'query-api': queryApi.optional(),
        series: series.optional(),
        headers: headers.optional(),
      }),
    },
    { description: 'Metrics from the service, or from a Prometheus server. Either url or query-api.' },
  ),
  postgres: section(
    {
      url: postgresUrl,
      statements: z
        .boolean({ error: wanted('write true or false') })
        .prefault(false)
        .meta({
          description:
            'Also reads pg_stat_statements and table statistics, from before the load until its end.',
        }),
      name: name.optional(),
      every,
      base: base({ url: postgresUrl.optional() }),
    },
    { description: 'Connections, transactions and locks of a PostgreSQL database.' },
  ),
  process: section(
    {
      port: port.optional(),
      pid: pid.optional(),
      name: processName.optional(),
      every,
      base: base({ port: port.optional(), pid: pid.optional(), name: processName.optional() }),
    },
    {
      description:
        'The service as a process on this machine (Linux), with its children; and the machine itself.',
    },
  ),
  docker: section(
    {
      socket: socket.prefault('/var/run/docker.sock'),
      containers,
      every,
      base: base({ socket: socket.optional(), containers: containers.optional() }),
    },
    { description: 'CPU and memory of containers.' },
  ),
} as const;

/** Each of them may be left out: one stands there. */
type ProbeShape = { readonly [Kind in keyof typeof kinds]: z.ZodOptional<(typeof kinds)[Kind]> };

const PROBES = 'write a list such as [ { process: { port: 8080 } } ]';

/** `probes`: what of the server's side is read under load. */
export const probesSchema = z
  .array(
    section(Object.fromEntries(PROBE_KINDS.map((kind) => [kind, kinds[kind].optional()])) as ProbeShape, {
      description: 'One probe.',
      minProperties: 1,
      maxProperties: 1,
    }).refine((probe) => PROBE_KINDS.filter((kind) => probe[kind] !== undefined).length === 1, {
      error: () => `is one probe and needs one of ${PROBE_KINDS.join(', ')}: begin another one with a dash`,
    }),
    { error: wanted(PROBES) },
  )
  .max(20, { error: () => 'has more than 20 probes: write those that matter' })
  .prefault([])
  .meta({
    description:
      'What to read on the server’s side under load, for the table "Server’s side" and the bounds in gate.server.',
    examples: [[{ prometheus: { url: '{{target}}/metrics', series: { cpu: 'process_cpu_seconds_total' } } }]],
  });

export type ProbesConfig = z.output<typeof probesSchema>;
export type SeriesConfig = z.output<typeof series>;
