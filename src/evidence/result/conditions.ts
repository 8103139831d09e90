/** What makes two measurements comparable: the one schema of it, from which measurements, files and baselines pick. */
import { z } from 'zod';
import { ENVIRONMENT_BOUNDS } from '../../config/schema/environment-schema.ts';
import { plannedFlowSchema } from './flows.ts';
import { metric, UNSAID } from './parts.ts';

/** What no machine reaches is no figure. */
const LARGEST = 1e12;

const count = z.number().int().nonnegative();
const figure = z.number().nonnegative().max(LARGEST);
const share = z.number().min(0).max(1);

/** A stage of the load, as it was measured. What changes on its way says its value at the end, and at the beginning. */
export const stageConditionsSchema = z.object({
  name: z.string().nullable().describe('Null if the stage has none.'),
  connections: count.describe('At its end.'),
  fromConnections: count
    .optional()
    .describe('At its beginning, if they open or close one at a time until its end. Absent: as at its end.'),
  ratePerSecond: figure
    .nullable()
    .describe('Requests offered per second in an open model, at its end; null in a closed model.'),
  fromRatePerSecond: figure
    .optional()
    .describe('At its beginning, if the rate changes evenly until its end. Absent: as at its end.'),
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
      .describe('closed: each connection waits for its response. open: requests are sent at a fixed rate.'),
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
          retried: z.literal(true).optional().describe('It is configured to be retried; absent if not.'),
        }),
      )
      .describe('Share of each request, including the steps of flows; the shares add up to 1.'),
    flows: z
      .array(plannedFlowSchema)
      .optional()
      .describe('The flows that users go through besides single requests; absent without flows.'),
    machine: z.string(),
    search: z
      .object({
        of: z.enum(['connections', 'rate']),
        from: figure,
        to: figure,
        limits: z.array(z.object({ metric, limit: figure })).describe('What had to hold: ms, or a share.'),
      })
      .optional()
      .describe('Of a search for the breaking point, whose stage is its first step; absent if it is none.'),
    untold: z
      .array(z.enum(UNSAID))
      .optional()
      .describe(
        'What the output of another load generator does not contain: its value here means nothing. Absent if Tailgate generated the load.',
      ),
    environment: z
      .record(z.string().max(ENVIRONMENT_BOUNDS.name), z.string().max(ENVIRONMENT_BOUNDS.value))
      .optional()
      .describe(
        'The environment as its owner describes it, under names of their choice; absent if it is not described.',
      ),
  })
  .meta({ id: 'conditions', description: 'How the load was made: what makes two results comparable.' });

/** Of these, what two measurements are compared by. */
export const comparedConditionsSchema = conditionsSchema.omit({
  warmupSeconds: true,
  profile: true,
  environment: true,
});

export type StageConditions = z.infer<typeof stageConditionsSchema>;
export type Conditions = z.infer<typeof conditionsSchema>;
export type ComparedConditions = z.infer<typeof comparedConditionsSchema>;

/** At the busiest moment. */
export function peakConnections({ stages }: Pick<Conditions, 'stages'>): number {
  return Math.max(
    ...stages.map(({ connections, fromConnections = connections }) => Math.max(connections, fromConnections)),
  );
}

/** The highest rate at any time; 0 in a closed model. */
export function peakPerSecond({ stages }: Pick<Conditions, 'stages'>): number {
  return Math.max(0, ...stages.map((stage) => Math.max(...ratesOf(stage))));
}

/** Requests per second that are offered, on average over all stages; 0 in a closed model. */
export function meanOffered(conditions: Pick<Conditions, 'stages'>): number {
  const { stages } = conditions;
  const means = stages.map((stage) => {
    const [from, to] = ratesOf(stage);
    return from === to ? to : (from + to) / 2;
  });
  // A mean of one is that one, to the last digit.
  if (means.length === 1) return means[0] ?? 0;
  const requests = stages.reduce((sum, stage, i) => sum + (means[i] ?? 0) * stage.durationSeconds, 0);
  return requests / totalSeconds(conditions);
}

/** Whether it is the same from its beginning to its end. */
export function staysAsItIs({ stages }: Pick<Conditions, 'stages'>): boolean {
  return (
    stages.length === 1 &&
    stages.every((one) => one.fromConnections === undefined && one.fromRatePerSecond === undefined)
  );
}

function ratesOf({ ratePerSecond, fromRatePerSecond }: StageConditions): readonly [from: number, to: number] {
  const to = ratePerSecond ?? 0;
  return [fromRatePerSecond ?? to, to];
}

/** Of one pass, a round of each stage. */
export function totalSeconds({ stages }: Pick<Conditions, 'stages'>): number {
  return stages.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
}
