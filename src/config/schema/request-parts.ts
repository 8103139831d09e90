/** What requests are written with, wherever they stand: in the mix, in a flow, beside the load. */
import { z } from 'zod';
import { parseDuration } from '../units.ts';
import { checks } from './check-schema.ts';
import { FORM, form, multipart } from './form-schema.ts';
import { quantity, shortText, wanted, whole } from './schema-parts.ts';

export const scalarText = (wayOut: string) =>
  z.union([z.string(), z.number(), z.boolean()], { error: wanted(wayOut) }).transform(String);

export const headers = (description: string) =>
  z
    .record(z.string(), scalarText('write a text'), {
      error: wanted('write a mapping from header names to values'),
    })
    .meta({ description, examples: [{ accept: 'application/json' }] });

export const path = (description: string, example: string) =>
  shortText('write a path that starts with a slash', 8000, { description, examples: [example] });

const status = whole(100, 599, { description: 'A status.' });

const expect = z
  .union([status, z.array(status).min(1, { error: wanted('write at least one status') })], {
    error: wanted('write a status such as 201, or a list of them'),
  })
  .transform((value) => (typeof value === 'number' ? [value] : value))
  .meta({
    description: 'Status that counts as a success, or a list of them. Default: any 2xx.',
    examples: [201, [200, 404]],
  });

const json = (example: unknown) =>
  z.unknown().meta({
    description:
      'Body, sent as JSON; content-type is application/json unless headers say otherwise. Its strings may contain templates.',
    examples: [example],
  });

export const flag = (description: string) =>
  z.boolean({ error: wanted('write true or false') }).meta({ description, examples: [true] });

/** A mapping's key that templates can name. */
export const nameKey = z.string().regex(/^[A-Za-z_][\w-]*$/, {
  error: () => 'write a name of letters, digits, _ and -, starting with a letter',
});

/** Keys that name the method, each with its path. */
export const METHOD_KEYS = ['get', 'head', 'post', 'put', 'patch', 'delete'] as const;

export const METHOD_SHAPE = {
  get: path(
    'Path of a GET request. One of get, head, post, put, patch, delete.',
    '/api/v1/buildings',
  ).optional(),
  head: path('Path of a HEAD request.', '/api/v1/health').optional(),
  post: path('Path of a POST request.', '/api/v1/expenses').optional(),
  put: path('Path of a PUT request.', '/api/v1/owners/1').optional(),
  patch: path('Path of a PATCH request.', '/api/v1/owners/1').optional(),
  delete: path('Path of a DELETE request.', '/api/v1/owners/1').optional(),
};

/** Keys that hold a body, of which a request has one at most. */
export const BODY_KEYS = ['json', 'form', 'multipart', 'body'] as const;

export const bodyShape = (exampleOfJson: unknown) => ({
  json: json(exampleOfJson).optional(),
  form: form('Form body (application/x-www-form-urlencoded): names → texts.').optional(),
  multipart: multipart.optional(),
  body: z
    .string({ error: wanted(`write a text; for JSON use the key json, for ${FORM} the key form`) })
    .meta({
      description: 'Raw body, instead of json. Set content-type in headers.',
      examples: ['a=1&b={{unique}}'],
    })
    .optional(),
});

/** For editors: no two bodies. */
export const ONE_BODY = {
  not: {
    anyOf: BODY_KEYS.flatMap((one, i) => BODY_KEYS.slice(i + 1).map((other) => ({ required: [one, other] }))),
  },
};

export const RESPONSE_SHAPE = {
  expect: expect.optional(),
  timeout: quantity(
    parseDuration,
    { from: '100ms', to: '10m' },
    { description: 'Its timeout, instead of load.timeout.', examples: ['2s'] },
  ).optional(),
  check: checks.optional(),
  graphql: flag(
    "Whether a response that contains `errors` is an error, whatever its status. Default: the scenario's setting; false for requests that are sent once.",
  ).optional(),
};

export const idempotencyKey = flag(
  "Whether it carries a new Idempotency-Key, which its retries keep. Default: the scenario's setting.",
);

/** Which login's session a request is sent in. */
export const as = shortText('write the name of one of logins', 100, {
  description: 'Which of logins it uses for its session. Default: login.',
  examples: ['admin'],
});
