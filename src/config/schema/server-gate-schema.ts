/** Bounds of the server's side, of the whole load and of its stages. */
import { z } from 'zod';
import { section, wanted } from './schema-parts.ts';

const amount = z.union([z.string(), z.number()], {
  error: wanted('write an amount in the unit of the series, such as 300 MiB or 3.0'),
});

const limits = {
  max: amount.optional().meta({
    description: 'Maximum; it takes two readings in a row above it to fail.',
    examples: ['300 MiB', 3],
  }),
  min: amount.optional().meta({
    description: 'Minimum; it takes two readings in a row below it to fail.',
    examples: [1],
  }),
};

/** `gate.stages.….server`: while one stage is run; drift and regression are of the whole load. */
export const stageLimitsSchema = z
  .record(z.string(), section(limits, { description: 'Limits of one series.', minProperties: 1 }), {
    error: wanted('write a mapping from names of series to their limits'),
  })
  .optional()
  .meta({
    description: 'Limits for server-side series during the stage, by name.',
    examples: [{ cpu: { max: 1.5 } }],
  });

/** `gate.server`: bounds are read once it is known which series there are, and in what they are counted. */
export const serverGateSchema = z
  .record(
    z.string(),
    section(
      {
        ...limits,
        drift: amount.optional().meta({
          description:
            'How much it may grow over a constant load of 5 minutes or more, by a line fitted to it.',
          examples: ['5 MiB'],
        }),
        regression: z
          .string({ error: wanted('write a percentage such as 10 %') })
          .optional()
          .meta({
            description: 'How much higher its mean may be than on the base or in the baseline.',
            examples: ['10 %'],
          }),
      },
      { description: 'Bounds for one series.', minProperties: 1 },
    ),
    { error: wanted('write a mapping from names of series to their bounds') },
  )
  .prefault({})
  .meta({
    description: 'Bounds for server-side series, by name, or cpu-per-request.',
    examples: [{ load: { max: 3 }, memory: { max: '300 MiB', drift: '5 MiB' } }],
  });

export type ServerGateConfig = z.output<typeof serverGateSchema>;
export type StageServerConfig = z.output<typeof stageLimitsSchema>;
