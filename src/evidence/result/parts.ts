/** What the schemas of the result are put together from. */
import { z } from 'zod';
import { METRIC_NAMES } from '../../config/metrics.ts';

export const share = z.number().min(0).max(1);
export const count = z.number().int().nonnegative();
export const figure = z.number().nonnegative();
/** More load at this rate, in whole seconds. */
export const seconds = z.number().int().nonnegative();
/** In the unit of its metric: ms, per second, share. */
export const value = z.number();
/** Relative, or of a metric on a linear scale absolute; above 0 is a larger figure. */
export const change = z.number();
/** Size of a change, above 0. */
export const size = z.number();

export const metric = z.enum(METRIC_NAMES);
export const side = z.enum(['target', 'base']);
/** What a run is compared with: the base, live, or a stored baseline. */
export const against = z.enum(['base', 'baseline']);

/** A metric of one request name, or of the whole (null). */
export const scopeShape = { metric, endpoint: z.string().nullable() };
export const scope = z.object(scopeShape);

export const sides = <T extends z.ZodType>(of: T) => z.object({ target: of, base: of });

/** A figure of each side. */
export interface Sides<T> {
  readonly target: T;
  readonly base: T;
}
