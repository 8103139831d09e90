import { z } from 'zod';
import { parseRate } from '../units.ts';
import { quantity, section, wanted, whole } from './schema-parts.ts';

const MEANT =
  'write { from: 1, to: 400 } to search connections, or a number with a rate such as { from: 50/s, to: 2000/s }';

const connections = (description: string, example: number) =>
  whole(1, 10_000, { description, examples: [example] });
const rate = (description: string, example: string) =>
  quantity(parseRate, { from: '0.1 /s', to: '100000 /s' }, { description, examples: [example] });

/** `load.breakpoint`: what is searched, and how far. */
export const breakpointSchema = section(
  {
    connections: z
      .union(
        [
          connections('Connections kept open for the requests of a rate.', 200),
          section(
            {
              from: connections('Connections of the first step.', 1),
              to: connections('Highest number of connections to try.', 400),
            },
            { description: 'Range of connections to search.' },
          ),
        ],
        { error: wanted(MEANT) },
      )
      .meta({
        description:
          'Closed model: the search runs between from and to. With a rate: how many connections are kept open, at least the number of requests in flight when the service breaks.',
        examples: [{ from: 1, to: 400 }, 200],
      }),
    rate: section(
      {
        from: rate('Rate of the first step, which the service should handle with ease.', '50/s'),
        to: rate('Highest rate to try.', '2000/s'),
      },
      {
        description: 'Open model: the search runs between these rates.',
        examples: [{ from: '50/s', to: '2000/s' }],
      },
    ).optional(),
  },
  {
    description:
      'A search for the breaking point, instead of connections, duration, rate or stages: it steps up until a limit breaks or throughput stops growing, then narrows the range. The limits on latency and errors under gate have to hold.',
    examples: [
      { rate: { from: '50/s', to: '2000/s' }, connections: 200 },
      { connections: { from: 1, to: 400 } },
    ],
  },
);

export type BreakpointConfig = z.output<typeof breakpointSchema>;
