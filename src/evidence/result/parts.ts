/** What the schemas of the result are put together from. */
import { z } from 'zod';
import { METRIC_NAMES } from '../../config/metrics.ts';

export const share = z.number().min(0).max(1).describe('Share from 0 to 1.');
export const count = z.number().int().nonnegative();
export const figure = z.number().nonnegative();
export const seconds = z.number().int().nonnegative().describe('More load at this rate, in seconds.');
export const value = z
  .number()
  .describe("In the metric's unit: ms for a latency, successes per second, or a share from 0 to 1.");
export const change = z
  .number()
  .describe(
    'Relative to what it is compared with (0.1 is 10 % more); for the error rate, the difference of shares (0.005 is half a percentage point more).',
  );
export const size = z
  .number()
  .describe('Size of a change, above 0: relative, or for the error rate, the difference of shares.');

export const metric = z.enum(METRIC_NAMES).describe('As written under gate.');
export const bound = z.enum(['max', 'min']);
export const side = z.enum(['target', 'base']);
export const against = z
  .enum(['base', 'baseline'])
  .describe('The base, measured in the same run, or the stored baseline or history.');

/** Conditions that a file may leave unsaid. */
export const UNSAID = [
  'mix',
  'model',
  'rate',
  'arrivals',
  'connections',
  'duration',
  'tool',
  'timeout',
  'machine',
  'error-rate',
] as const;

/** A stretch of one side's load. It may go beyond its measured time, as far as responses were waited for. */
export const stretch = {
  fromSeconds: figure.describe('Seconds of measured load until then.'),
  toSeconds: figure.describe('The same at its end.'),
};

/** Of one side's load. */
export const silences = {
  stretches: count.describe('Stretches of two seconds or more in which nothing succeeded.'),
  silentSeconds: figure.describe('Their total length.'),
};

/** A metric of one request name, of one flow, of one stage, or of the whole. */
export const scopeShape = {
  metric,
  endpoint: z
    .string()
    .nullable()
    .describe('Name of the request or the flow; null for all requests together.'),
  flow: z.literal(true).optional().describe('It is a flow: the figure is that of whole walks through it.'),
  stage: z
    .string()
    .optional()
    .describe(
      'Stage of the load, by its name, or by its number if it has none; absent for all stages together.',
    ),
};
export const scope = z.object(scopeShape);

export const sides = <T extends z.ZodType>(of: T) => z.object({ target: of, base: of });

/** A figure of each side. */
export interface Sides<T> {
  readonly target: T;
  readonly base: T;
}
