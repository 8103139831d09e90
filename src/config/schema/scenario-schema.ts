import { z } from 'zod';
import { retry } from './retry-schema.ts';
import { section, shortText, wanted, whole } from './schema-parts.ts';
import { ownTrace, trace } from './trace-schema.ts';

const scalarText = (wayOut: string) =>
  z.union([z.string(), z.number(), z.boolean()], { error: wanted(wayOut) }).transform(String);

const headers = (description: string) =>
  z
    .record(z.string(), scalarText('write a text'), {
      error: wanted('write a mapping from header names to values'),
    })
    .meta({ description, examples: [{ accept: 'application/json' }] });

const path = (description: string, example: string) =>
  shortText('write a path that starts with a slash', 8000, { description, examples: [example] });

const status = whole(100, 599, { description: 'A status.' });

const expect = z
  .union([status, z.array(status).min(1, { error: wanted('write at least one status') })], {
    error: wanted('write a status such as 201, or a list of them'),
  })
  .transform((value) => (typeof value === 'number' ? [value] : value))
  .meta({
    description: 'Status that is a success, or a list of them. Without it: any 2xx.',
    examples: [201, [200, 404]],
  });

const json = (example: unknown) =>
  z.unknown().meta({
    description:
      'Body, sent as JSON; content-type is application/json unless headers say otherwise. Templates go into its texts.',
    examples: [example],
  });

const idempotencyKey = (description: string) =>
  z.boolean({ error: wanted('write true or false') }).meta({ description, examples: [true] });

const name = /^[A-Za-z_][\w-]*$/;
const nameHint = 'write a name of letters, digits, _ and -, starting with a letter';

/** Keys that name the method, each with its path. */
export const METHOD_KEYS = ['get', 'head', 'post', 'put', 'patch', 'delete'] as const;

const requestSchema = section(
  {
    name: shortText('write a name of at most 100 characters', 100, {
      description: 'Name in tables and under gate.endpoints. Without it: the method and the path.',
      examples: ['list buildings'],
    }).optional(),
    weight: whole(1, 10_000, {
      description: "Share of the mix: this weight in the sum of all requests' weights (at most 10000).",
      examples: [30],
    }).prefault(1),
    get: path(
      'Path of a GET request. One of get, head, post, put, patch, delete.',
      '/api/v1/buildings',
    ).optional(),
    head: path('Path of a HEAD request.', '/api/v1/health').optional(),
    post: path('Path of a POST request.', '/api/v1/expenses').optional(),
    put: path('Path of a PUT request.', '/api/v1/owners/1').optional(),
    patch: path('Path of a PATCH request.', '/api/v1/owners/1').optional(),
    delete: path('Path of a DELETE request.', '/api/v1/owners/1').optional(),
    json: json({ invoice_number: 'INV-{{unique}}', amount: 150.5 }).optional(),
    body: z
      .string({ error: wanted('write a text; for JSON use the key json') })
      .meta({
        description: 'Body as it is, instead of json. Set content-type in headers.',
        examples: ['a=1&b={{unique}}'],
      })
      .optional(),
    headers: headers("Headers of this request, over the scenario's.").optional(),
    expect: expect.optional(),
    'idempotency-key': idempotencyKey(
      "Whether it carries a fresh Idempotency-Key, the same when it is sent again. Without it: as the scenario's.",
    ).optional(),
    retry: retry("When it is sent again, in place of the scenario's; false: never.").optional(),
    trace: ownTrace.optional(),
  },
  {
    description: 'One request of the mix.',
    oneOf: METHOD_KEYS.map((key) => ({ required: [key] })),
    not: { required: ['json', 'body'] },
  },
);

const loginSchema = section(
  {
    post: path('Path of the login, asked by POST once before the load.', '/api/v1/auth/login'),
    json: json({ email: '{{env.TAILGATE_EMAIL}}', password: '{{env.TAILGATE_PASSWORD}}' }).optional(),
    headers: headers(
      "Headers of the login, over those of the scenario's that hold no captured value.",
    ).optional(),
    capture: z
      .record(
        z.string().regex(name, { error: () => nameHint }),
        shortText('write a JSON Pointer such as /token', 1000, { description: 'JSON Pointer (RFC 6901).' }),
        {
          error: wanted('write a mapping from names to JSON Pointers, such as { token: /token }'),
        },
      )
      .meta({
        description:
          "Values taken from the login's response: name → JSON Pointer (RFC 6901). Used as {{name}}.",
        examples: [{ token: '/token' }],
      }),
    expect: expect.optional(),
  },
  { description: 'A login, once before the load; its captured values go into the requests.' },
);

export const scenarioSchema = section(
  {
    headers: headers('Headers of every request.').prefault({}),
    variables: z
      .record(z.string().regex(name, { error: () => nameHint }), scalarText('write a text or a number'), {
        error: wanted('write a mapping from names to values'),
      })
      .prefault({})
      .meta({
        description: 'Values used as {{name}}. They may hold {{env.TAILGATE_…}}, nothing else.',
        examples: [{ building: '22e60793-a82f-495c-9d7f-25f298f94149' }],
      }),
    login: loginSchema.optional(),
    'idempotency-key': idempotencyKey(
      'Whether every POST and PATCH carries a fresh Idempotency-Key, the same when it is sent again.',
    ).prefault(false),
    retry: retry('When every request of the mix is sent again; a request may say otherwise.').optional(),
    trace: trace.optional(),
    requests: z
      .array(requestSchema, { error: wanted('write a list of requests, such as - get: /health') })
      .min(1, { error: () => 'has no request in it: write at least one, such as - get: /health' })
      .max(500, { error: () => 'has more than 500 requests in it: merge some' })
      .meta({ description: 'The mix: requests and their weights.' }),
  },
  { description: 'What is asked: headers, variables, a login, and the mix of requests.' },
);

export type ScenarioConfig = z.output<typeof scenarioSchema>;
export type RequestConfig = z.output<typeof requestSchema>;
export type LoginConfig = z.output<typeof loginSchema>;
