/** Which way figures went over a constant load, and whether more connections would have brought more. */
import { z } from 'zod';
import { change, count, figure, metric, value } from './parts.ts';

/** Of a change, 90 % two-sided. */
export const trendInterval = z.tuple([change, change]).readonly();

/** What a sentence about a trend needs. */
export const trendShape = {
  change: change.describe(
    'From the beginning of the period to its end, by a line fitted through its windows: relative, or for the error rate, the difference of shares.',
  ),
  interval: trendInterval.describe('For the change, 90 % two-sided, the lower end first.'),
  seconds: figure.describe('Length of the period that is analysed: the longest stage of the load.'),
  first: value.nullable().describe('The figure of its first endSeconds; null if there is none.'),
  last: value.nullable().describe('The same of its last endSeconds.'),
  endSeconds: figure.describe('Five minutes, or a sixth of the period if that is shorter.'),
} as const;

export const trendSchema = z
  .object({
    metric,
    ...trendShape,
    shown: z
      .enum(['worse', 'better'])
      .nullable()
      .describe(
        'Set if chance is ruled out and the change is large enough to mention (5 %; for the error rate, half a percentage point); otherwise null.',
      ),
    windows: count.describe('Windows that the line is fitted through.'),
    windowSeconds: figure,
    blockSeconds: figure.describe(
      'Block length of the bootstrap, because neighbouring windows are correlated.',
    ),
  })
  .meta({ id: 'trend', description: 'Which way a figure went over the load.' });

/** Base and target of a comparison of two numbers of connections. */
const each = z.object({ half: figure, full: figure });

export const saturationSchema = z
  .object({
    finding: z
      .enum(['saturated', 'growing', 'unclear'])
      .describe(
        'saturated: twice the connections give at most a tenth more. growing: they give more than that. unclear: neither is shown.',
      ),
    connections: z.object({ half: count, full: count }),
    throughputPerSecond: each.describe('Successes per second with either number of connections.'),
    meanMs: each.describe('Mean latency of successes and timeouts, in ms.'),
    growth: change.describe('Growth of throughput from half of the connections to all (1 is twice as much).'),
    interval: trendInterval.describe('For the growth, 90 % two-sided, the lower end first.'),
  })
  .meta({ id: 'saturation', description: 'Whether more connections brought more throughput.' });

export type TrendFigures = Readonly<z.infer<typeof trendSchema>>;
export type Saturation = Readonly<z.infer<typeof saturationSchema>>;
