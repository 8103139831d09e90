import { z } from 'zod';
import { nameKey } from './request-parts.ts';
import { oneOf, section, shortText, wanted } from './schema-parts.ts';

const tableSchema = section(
  {
    file: shortText('write the path of a CSV or JSON file in the workspace', 1000, {
      description:
        'CSV with a line of column names (RFC 4180), or JSON: a list of flat objects. In the workspace, at most 32 MiB.',
      examples: ['loadtest/users.csv'],
    }),
    take: oneOf(['per-user', 'in-order', 'random', 'once'], {
      description:
        'Which row is taken: per-user, row i by user i; in-order, one after the other, from the first again; random, any; once, each a single time.',
      examples: ['per-user'],
    }),
  },
  { description: 'Rows of a file.' },
);

export const dataSchema = z
  .record(nameKey, tableSchema, {
    error: wanted('write a mapping such as { users: { file: loadtest/users.csv, take: per-user } }'),
  })
  .prefault({})
  .meta({
    description: 'Rows that templates take values from, as {{name.column}}.',
    examples: [{ users: { file: 'loadtest/users.csv', take: 'per-user' } }],
  });

export type DataConfig = z.output<typeof dataSchema>;
