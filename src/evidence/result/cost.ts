/** What the environment costs, and what that buys. */
import { z } from 'zod';
import { COST_PERIODS } from '../../config/cost.ts';
import { figure } from './parts.ts';

export const costResultSchema = z
  .object({
    amount: z.number().positive().max(1e9),
    currency: z.string().max(10).describe('ISO 4217.'),
    per: z.enum(COST_PERIODS).describe('A month is 730 hours.'),
    throughputPerUnit: figure
      .nullable()
      .describe(
        'Successes per second for each unit of the currency that the period costs; null if nothing was measured.',
      ),
  })
  .describe('What the environment costs, from `cost`; absent without it.');

export type CostFigures = Readonly<z.infer<typeof costResultSchema>>;
