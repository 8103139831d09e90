/** Causes that are about the server's side, with their parameters. */
import { z } from 'zod';
import { against, bound, change, count, figure, seconds, side, size } from './parts.ts';
import { growth, growthInterval, seriesKey, seriesStage, seriesUnit, TROUBLE_CODES } from './server.ts';

/** What fails a run. */
export const SERVER_FAILURES = {
  'server-over-limit': {
    series: seriesKey,
    stage: seriesStage,
    unit: seriesUnit,
    figure: z.number().describe('The highest reading; for a min the lowest.'),
    bound,
    limit: figure,
    readings: count,
    beyond: count.describe('How many of these are beyond the limit.'),
    fromSeconds: figure.describe('Seconds of load until the first of them that was followed by another.'),
  },
  'server-drifted': {
    series: seriesKey,
    unit: seriesUnit,
    growth,
    interval: growthInterval.describe('For the growth, 90 % two-sided.'),
    tolerance: size,
    seconds: figure.describe('Length of the period that is analysed.'),
  },
  'server-regressed': {
    series: seriesKey,
    unit: seriesUnit,
    against,
    before: z.number(),
    figure: z.number().describe('The mean.'),
    change,
    tolerance: size,
  },
} as const;

/** What a run leaves open. */
export const SERVER_QUESTIONS = {
  'server-no-readings': {
    series: seriesKey,
    stage: seriesStage,
    side,
    readings: count,
    needed: count,
    trouble: z
      .enum(TROUBLE_CODES)
      .nullable()
      .describe('What prevented the probe from reading; null if the load was just too short.'),
  },
  'server-not-compared': {
    series: seriesKey,
    against,
    missing: z
      .enum(['now', 'before', 'runs', 'spread'])
      .describe(
        'now or before: the series has no mean above 0 there. runs: the history has too few runs with it. spread: the run is too short to say how much it varies.',
      ),
  },
  'server-drift-undecided': {
    series: seriesKey,
    unit: seriesUnit,
    growth,
    interval: growthInterval.describe('For the growth, 90 % two-sided.'),
    tolerance: size,
    seconds: figure.describe('Length of the period that is analysed.'),
    secondsMore: seconds.nullable(),
  },
  'server-too-short': {
    series: seriesKey,
    windows: count.describe('Windows with readings in the period that is analysed.'),
    needed: count,
    secondsMore: seconds.nullable(),
  },
} as const;
