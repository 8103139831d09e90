import { z } from 'zod';
import { parseRate } from '../units.ts';
import { quantity, section, wanted, whole } from './schema-parts.ts';

const MEANT =
  'write { from: 1, to: 400 } to search connections, or a number beside a rate such as { from: 50/s, to: 2000/s }';

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
          connections('Connections kept open, on which the requests of a rate are sent.', 200),
          section(
            {
              from: connections('Connections of the first step.', 1),
              to: connections('The most connections that are tried.', 400),
            },
            { description: 'Searched: from so many connections, up to so many at most.' },
          ),
        ],
        { error: wanted(MEANT) },
      )
      .meta({
        description:
          'Closed model: searched between from and to. With a rate: how many are kept open, at least as many as requests are under way when the service breaks.',
        examples: [{ from: 1, to: 400 }, 200],
      }),
    rate: section(
      {
        from: rate('Rate of the first step, which the service is to bear with ease.', '50/s'),
        to: rate('The highest rate that is tried.', '2000/s'),
      },
      {
        description: 'Open model: the rate is searched between from and to.',
        examples: [{ from: '50/s', to: '2000/s' }],
      },
    ).optional(),
  },
  {
    description:
      'A search for the breaking point in place of connections, duration, rate or stages: steps up until a limit breaks or throughput stops growing, then closer to it. The limits of latency and errors under gate say what has to hold.',
    examples: [
      { rate: { from: '50/s', to: '2000/s' }, connections: 200 },
      { connections: { from: 1, to: 400 } },
    ],
  },
);

export type BreakpointConfig = z.output<typeof breakpointSchema>;
