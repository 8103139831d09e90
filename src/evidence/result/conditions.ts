/** What makes two measurements comparable: the one schema of it, from which measurements, files and baselines pick. */
import { z } from 'zod';

/** What no machine reaches is no figure. */
const LARGEST = 1e12;

const count = z.number().int().nonnegative();
const figure = z.number().nonnegative().max(LARGEST);
const share = z.number().min(0).max(1);

/** A stage of the load, as it was measured. */
const stageConditionsSchema = z.object({
  name: z.string().nullable().describe('Null if the load has one stage without a name.'),
  connections: count,
  ratePerSecond: figure
    .nullable()
    .describe('Requests offered per second in an open model; null in a closed model.'),
  arrivals: z
    .enum(['constant', 'poisson'])
    .nullable()
    .describe('How the requests were spread; null in a closed model.'),
  durationSeconds: figure.describe('Planned length of one of its rounds.'),
});

export const conditionsSchema = z
  .object({
    tool: z.string(),
    model: z
      .enum(['closed', 'open'])
      .describe('closed: each connection waits for its response. open: requests are sent at a given rate.'),
    stages: z.array(stageConditionsSchema).min(1).describe('In the order in which they were measured.'),
    warmupSeconds: figure,
    timeoutSeconds: figure,
    profile: z.string().nullable().describe('Null if the load is not a named profile.'),
    mix: z
      .array(
        z.object({
          name: z.string(),
          method: z.string(),
          path: z.string(),
          share,
          retried: z.literal(true).optional().describe('It is sent again by declaration; absent if not.'),
        }),
      )
      .describe('Share of each request, adding up to 1.'),
    machine: z.string(),
  })
  .meta({ id: 'conditions', description: 'How the load was made: what makes two results comparable.' });

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
