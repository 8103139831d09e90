import { z } from 'zod';
import { nameKey } from './request-parts.ts';
import { section, shortText, wanted } from './schema-parts.ts';

/** Where a value is taken from, of which each capture has one. */
export const CAPTURE_SOURCES = ['json', 'header', 'cookie', 'text'] as const;

const WAY_OUT = 'write a JSON Pointer such as /token, or { header: etag }';

const mark = (which: string, example: string) =>
  shortText('write the text at that side of it', 1000, { description: which, examples: [example] });

const sourceSchema = section(
  {
    json: shortText('write a JSON Pointer such as /token', 1000, {
      description: 'JSON Pointer (RFC 6901) to a value in the body. One of json, header, cookie, text.',
      examples: ['/data/0/id'],
    }).optional(),
    header: shortText('write the name of a header', 100, {
      description: 'Name of a header of the response.',
      examples: ['etag'],
    }).optional(),
    cookie: shortText('write the name of a cookie', 200, {
      description: 'Name of a cookie that the response sets.',
      examples: ['XSRF-TOKEN'],
    }).optional(),
    text: section(
      {
        after: mark('Text before the value: its first occurrence.', 'name="csrf" value="'),
        before: mark('Text after the value: its next occurrence.', '"'),
      },
      { description: 'The text between two other texts in the body.' },
    ).optional(),
  },
  {
    description: 'Where a value is taken from.',
    oneOf: CAPTURE_SOURCES.map((key) => ({ required: [key] })),
  },
);

export function captures(description: string) {
  const pointer = shortText('write a JSON Pointer such as /token', 1000, {
    description: 'JSON Pointer (RFC 6901).',
  });
  return z
    .record(nameKey, z.union([pointer, sourceSchema], { error: wanted(WAY_OUT) }), {
      error: wanted('write a mapping from names to JSON Pointers, such as { token: /token }'),
    })
    .meta({ description, examples: [{ token: '/token', etag: { header: 'etag' } }] });
}

export type CaptureConfig = z.output<ReturnType<typeof captures>>;
