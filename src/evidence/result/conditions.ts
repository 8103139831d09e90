/** What makes two measurements comparable: the one schema of it, from which measurements, files and baselines pick. */
import { z } from 'zod';

/** What no machine reaches is no figure. */
const LARGEST = 1e12;

const count = z.number().int().nonnegative();
const figure = z.number().nonnegative().max(LARGEST);
const share = z.number().min(0).max(1);

/** A stage of the load, as it was measured. */
export const stageConditionsSchema = z.object({
  /** Null where the only stage of a load has no name. */
  name: z.string().nullable(),
  connections: count,
  /** Requests offered per second in an open model; null in a closed one. */
  ratePerSecond: figure.nullable(),
  /** How they were spread; null in a closed model. */
  arrivals: z.enum(['constant', 'poisson']).nullable(),
  /** Planned length of one of its rounds. */
  durationSeconds: figure,
});

export const conditionsSchema = z.object({
  tool: z.string(),
  model: z.enum(['closed', 'open']),
  /** In the order in which they were measured. */
  stages: z.array(stageConditionsSchema).min(1),
  warmupSeconds: figure,
  timeoutSeconds: figure,
  profile: z.string().nullable(),
  /** Share of each request, adding up to 1. */
  mix: z.array(z.object({ name: z.string(), method: z.string(), path: z.string(), share })),
  machine: z.string(),
});

/** Of these, what two measurements are compared by. */
export const comparedConditionsSchema = conditionsSchema.omit({ warmupSeconds: true, profile: true });

export type StageConditions = z.infer<typeof stageConditionsSchema>;
export type Conditions = z.infer<typeof conditionsSchema>;
export type ComparedConditions = z.infer<typeof comparedConditionsSchema>;

/** Of the busiest stage. */
export function peakConnections({ stages }: Pick<Conditions, 'stages'>): number {
  return Math.max(...stages.map(({ connections }) => connections));
}

/** One round of each stage. */
export function totalSeconds({ stages }: Pick<Conditions, 'stages'>): number {
  return stages.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
}
