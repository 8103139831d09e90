import { z } from 'zod';
import { oneOf, section, shortText, wanted } from './schema-parts.ts';

/** What a check looks at, of which each has one. */
export const CHECK_SUBJECTS = ['json', 'header', 'body'] as const;

/** What has to hold of it, at least one. */
export const CHECK_OPERATORS = ['exists', 'equals', 'at-least', 'at-most', 'contains'] as const;

const bound = (which: 'Minimum' | 'Maximum') =>
  z
    .union([z.number(), z.string()], { error: wanted('write a number, or of body: size one such as 10 KiB') })
    .meta({
      description: `${which} for a number at a JSON Pointer, or for the body's size.`,
      examples: [1, '10 KiB'],
    });

const checkSchema = section(
  {
    json: shortText('write a JSON Pointer such as /total', 1000, {
      description: 'JSON Pointer (RFC 6901) to the value to check. One of json, header, body.',
      examples: ['/total'],
    }).optional(),
    header: shortText('write the name of a header', 100, {
      description: 'Header to check.',
      examples: ['content-type'],
    }).optional(),
    body: oneOf(['text', 'size'], {
      description: 'The body as text, or its size.',
      examples: ['size'],
    }).optional(),
    exists: z
      .boolean({ error: wanted('write true or false') })
      .meta({ description: 'Whether it has to exist; null counts as existing.', examples: [true] })
      .optional(),
    equals: z
      .unknown()
      .meta({
        description: 'What it has to equal, exactly; numbers are compared by value.',
        examples: ['open'],
      })
      .optional(),
    'at-least': bound('Minimum').optional(),
    'at-most': bound('Maximum').optional(),
    contains: z
      .unknown()
      .meta({ description: 'What a text has to contain, or a list has to include.', examples: ['open'] })
      .optional(),
  },
  {
    description: 'Conditions for a response whose status is a success.',
    oneOf: CHECK_SUBJECTS.map((key) => ({ required: [key] })),
    anyOf: CHECK_OPERATORS.map((key) => ({ required: [key] })),
  },
);

export const checks = z
  .array(checkSchema, { error: wanted('write a list such as [{ json: /total, at-least: 1 }]') })
  .min(1, { error: () => 'is empty: write a check such as { json: /total, at-least: 1 }' })
  .max(50, { error: () => 'has more than 50 checks: remove some' })
  .meta({
    description:
      'Checks on responses whose status is a success; a response that fails one is an error of the kind `check`.',
    examples: [[{ json: '/total', 'at-least': 1 }]],
  });

export type CheckConfig = z.output<typeof checkSchema>;
