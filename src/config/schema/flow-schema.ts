import { z } from 'zod';
import { parseThink } from '../think.ts';
import { captures } from './capture-schema.ts';
import { as, flag, METHOD_KEYS, ONE_BODY } from './request-parts.ts';
import { REQUEST_SHAPE } from './request-schema.ts';
import { reading, section, shortText, wanted, whole } from './schema-parts.ts';

const THINK = 'write a time such as 2s, or a range such as 1s..3s';

const stepSchema = section(
  {
    name: shortText('write a name of at most 100 characters', 100, {
      description: 'Name in tables and under gate.endpoints. Default: the method and the path.',
      examples: ['create cart'],
    }).optional(),
    ...REQUEST_SHAPE,
    capture: captures(
      'Values for later steps: name → JSON Pointer (RFC 6901), header, cookie or text. Used as {{name}}.',
    ).optional(),
    always: flag(
      'Whether it is sent even after a failed step, if the values that it uses were captured.',
    ).optional(),
    think: z
      .string({ error: wanted(THINK) })
      .meta({
        description:
          'A step of its own instead of a request: how long the user waits before the next step, at most 10m; or a range, for a random time within it.',
        examples: ['1s..3s'],
      })
      .transform(reading(parseThink))
      .optional(),
  },
  {
    description: 'A request of the flow, or think time.',
    oneOf: [...METHOD_KEYS, 'think'].map((key) => ({ required: [key] })),
    ...ONE_BODY,
  },
);

const flowSchema = section(
  {
    name: shortText('write a name of at most 100 characters', 100, {
      description: 'Name in tables and under gate.flows.',
      examples: ['order'],
    }),
    weight: whole(1, 10_000, {
      description: 'Share of the mix, together with the weights of requests: how often a user starts it.',
      examples: [10],
    }),
    as: as.optional(),
    steps: z
      .array(stepSchema, { error: wanted('write a list of steps, such as - post: /carts') })
      .min(1, { error: () => 'has no step in it: write at least one, such as - post: /carts' })
      .max(100, { error: () => 'has more than 100 steps: split it into two flows' })
      .meta({ description: 'Steps: each waits for the response to the one before.' }),
  },
  { description: 'What one user does, step by step.' },
);

export const flows = z
  .array(flowSchema, { error: wanted('write a list of flows, each with name, weight and steps') })
  .min(1, { error: () => 'has no flow in it: write one, or leave the key out' })
  .max(100, { error: () => 'has more than 100 flows in it: merge some' })
  .meta({
    description: 'Flows, in the same mix as the requests: one user walks through each, step by step.',
  });

export type FlowConfig = z.output<typeof flowSchema>;
export type StepConfig = z.output<typeof stepSchema>;
