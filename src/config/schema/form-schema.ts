import { z } from 'zod';
import { section, shortText, wanted } from './schema-parts.ts';

/** As messages call it. */
export const FORM = 'a form';

const VALUE = 'write a text, or a list of them';
const scalar = [z.string(), z.number(), z.boolean()] as const;

/** Names → texts, of which one may be sent several times. */
export function form(description: string) {
  return z
    .record(
      z.string(),
      z.union([...scalar, z.array(z.union(scalar, { error: wanted(VALUE) }))], { error: wanted(VALUE) }),
      { error: wanted('write a mapping from names to texts, such as { name: "{{unique}}" }') },
    )
    .meta({ description, examples: [{ email: '{{users.email}}', csrf: '{{csrf}}' }] });
}

const fileSchema = section(
  {
    path: shortText('write the path of a file in the workspace', 1000, {
      description: 'Path of the file, relative to the workspace; at most 10 MiB, read once.',
      examples: ['loadtest/plan.pdf'],
    }),
    type: shortText('write a media type such as application/pdf', 200, {
      description: 'Its media type. Default: application/octet-stream.',
      examples: ['application/pdf'],
    }).optional(),
    name: shortText('write a name of at most 200 characters', 200, {
      description: 'File name that is sent. Default: the last part of its path.',
      examples: ['plan.pdf'],
    }).optional(),
  },
  { description: 'A file in the workspace.' },
);

const PART = 'write a text, a file such as { path: loadtest/plan.pdf }, or a list of them';

/** Names → texts and files. */
export const multipart = z
  .record(
    z.string(),
    z.union([...scalar, fileSchema, z.array(z.union([...scalar, fileSchema], { error: wanted(PART) }))], {
      error: wanted(PART),
    }),
    { error: wanted('write a mapping from names to texts and files') },
  )
  .refine((parts) => Object.keys(parts).length > 0, { error: () => `is empty: ${PART}` })
  .meta({
    description: 'Multipart body (multipart/form-data): names → texts, or files in the workspace.',
    examples: [{ title: '{{unique}}', file: { path: 'loadtest/plan.pdf', type: 'application/pdf' } }],
  });

export type FileConfig = z.output<typeof fileSchema>;
export type FormConfig = z.output<ReturnType<typeof form>>;
export type MultipartConfig = z.output<typeof multipart>;
