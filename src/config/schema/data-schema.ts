import { z } from 'zod';
import { nameKey } from './request-parts.ts';
import { oneOf, section, shortText, wanted } from './schema-parts.ts';

const tableSchema = section(
  {
    file: shortText('write the path of a CSV or JSON file in the workspace', 1000, {
      description:
        'CSV with a header row (RFC 4180), or JSON: a list of flat objects. In the workspace, at most 32 MiB.',
      examples: ['loadtest/users.csv'],
    }),
    take: oneOf(['per-user', 'in-order', 'random', 'once'], {
      description:
        'Which row is used: per-user, row i for user i; in-order, one after the other, then again from the first; random, any; once, each row a single time.',
      examples: ['per-user'],
    }),
  },
  { description: 'Rows from a file.' },
);

export const dataSchema = z
  .record(nameKey, tableSchema, {
    error: wanted('write a mapping such as { users: { file: loadtest/users.csv, take: per-user } }'),
  })
  .prefault({})
  .meta({
    description: 'Rows from which templates take values, as {{name.column}}.',
    examples: [{ users: { file: 'loadtest/users.csv', take: 'per-user' } }],
  });

export type DataConfig = z.output<typeof dataSchema>;
