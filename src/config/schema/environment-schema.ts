/** What the environment is and costs, as far as only its owner knows: for results that are compared side by side. */
import { z } from 'zod';
import { parseCost } from '../cost.ts';
import { INVISIBLE } from '../wording/invisible.ts';
import { reading, wanted } from './schema-parts.ts';

/** What `environment` may hold; the schema of the result has the same bounds. */
export const ENVIRONMENT_BOUNDS = { entries: 30, name: 60, value: 200 } as const;

const { entries: MOST, name: LONGEST_NAME, value: LONGEST_VALUE } = ENVIRONMENT_BOUNDS;
const VALUE = `write a text of at most ${LONGEST_VALUE} characters on one line`;

function isOneLine(text: string): boolean {
  return text.trim() !== '' && text.search(INVISIBLE) < 0;
}

const nameSchema = z
  .string()
  .max(LONGEST_NAME, {
    error: () => `is a name of more than ${LONGEST_NAME} characters: write a shorter one`,
  })
  .refine(isOneLine, { error: () => 'is a name that is blank or contains control characters: write a word' });

const valueSchema = z.union(
  [
    z
      .string({ error: wanted(VALUE) })
      .max(LONGEST_VALUE, { error: wanted(VALUE) })
      .refine(isOneLine, { error: wanted(VALUE) }),
    // A fraction loses its last zero: 22.10 would be told as 22.1.
    z
      .number({ error: wanted(VALUE) })
      .multipleOf(1, {
        error: (issue) => `${issue.input} is a number with decimals: write it in quotes, as a text`,
      })
      .transform(String),
  ],
  { error: wanted(VALUE) },
);

export const environmentSchema = z
  .record(nameSchema, valueSchema, {
    error: wanted('write a mapping of names and texts, such as { machine: OVH c3-8, workers: 1 }'),
  })
  .refine((map) => Object.keys(map).length <= MOST, {
    error: () => `has more than ${MOST} entries: keep those that distinguish environments`,
  })
  .meta({
    description:
      'Describes the environment in names and texts of your own: machine, limits, workers, versions. Tailgate shows it next to the figures when results are compared, but doesn’t interpret it.',
    examples: [{ machine: 'OVH c3-8, 4 vCPU, 8 GB', workers: 1, database: 'PostgreSQL 15, 15 connections' }],
  });

export const costSchema = z
  .string({
    error: (issue) =>
      typeof issue.input === 'number'
        ? `${issue.input} has neither currency nor period: write them after the amount, such as 27.30 EUR/month`
        : wanted('write an amount, a currency and a period, such as 27.30 EUR/month')(issue),
  })
  .max(100, { error: wanted('write an amount, a currency and a period, such as 27.30 EUR/month') })
  .transform(reading(parseCost))
  .meta({
    description:
      'What the environment costs: an amount, a currency (ISO 4217) and hour, day, month or year. The result shows requests per second for each unit of money.',
    examples: ['27.30 EUR/month'],
  });
