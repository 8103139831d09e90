import { z } from 'zod';
import { captures } from './capture-schema.ts';
import {
  as,
  bodyShape,
  headers,
  idempotencyKey,
  METHOD_KEYS,
  METHOD_SHAPE,
  ONE_BODY,
  RESPONSE_SHAPE,
} from './request-parts.ts';
import { retry } from './retry-schema.ts';
import { section, shortText, wanted, whole } from './schema-parts.ts';
import { ownTrace } from './trace-schema.ts';

const HEADERS = headers(
  "Headers of this request, in addition to the scenario's; the same name takes precedence.",
).optional();

const body = bodyShape({ invoice_number: 'INV-{{unique}}', amount: 150.5 });

/** Of the mix, or of a flow. */
export const REQUEST_SHAPE = {
  ...METHOD_SHAPE,
  ...body,
  headers: HEADERS,
  ...RESPONSE_SHAPE,
  'idempotency-key': idempotencyKey.optional(),
  retry: retry("When it is retried, instead of the scenario's setting; false: never.").optional(),
  trace: ownTrace.optional(),
};

export const requestSchema = section(
  {
    name: shortText('write a name of at most 100 characters', 100, {
      description: 'Name in tables and under gate.endpoints. Default: the method and the path.',
      examples: ['list buildings'],
    }).optional(),
    weight: whole(1, 10_000, {
      description:
        'Share of the mix: this weight in the sum of those of all requests and flows (at most 10000).',
      examples: [30],
    }).prefault(1),
    ...REQUEST_SHAPE,
    as: as.optional(),
  },
  {
    description: 'One request of the mix.',
    oneOf: METHOD_KEYS.map((key) => ({ required: [key] })),
    ...ONE_BODY,
  },
);

const SINGLE_SHAPE = {
  name: shortText('write a name of at most 100 characters', 100, {
    description: 'Name in messages. Default: the method and the path.',
    examples: ['first building'],
  }).optional(),
  ...METHOD_SHAPE,
  ...body,
  headers: HEADERS,
  ...RESPONSE_SHAPE,
  'idempotency-key': idempotencyKey.optional(),
  capture: captures(
    'Values taken from the response: name → JSON Pointer (RFC 6901), header, cookie or text. Used as {{name}}.',
  ).optional(),
};

const SINGLE_META = { oneOf: METHOD_KEYS.map((key) => ({ required: [key] })), ...ONE_BODY };

const LIST = 'write a list of requests, such as - get: /buildings';

/** Requests asked one after the other, beside the load. */
export function singleRequests(description: string, of: string) {
  return z
    .array(section({ ...SINGLE_SHAPE, as: as.optional() }, { description: of, ...SINGLE_META }), {
      error: wanted(LIST),
    })
    .min(1, { error: () => `has no request in it: ${LIST}` })
    .max(100, { error: () => 'has more than 100 requests in it: remove some' })
    .meta({ description });
}

/** What is asked before a login, whose session it belongs to. */
export const beforeLogin = z
  .array(section(SINGLE_SHAPE, { description: 'A request before the login.', ...SINGLE_META }), {
    error: wanted('write a list of requests, such as - get: /login'),
  })
  .max(10, { error: () => 'has more than 10 requests in it: remove some' })
  .meta({
    description: 'Requests before the login, in order, such as the page with the login form.',
    examples: [
      [{ get: '/login', capture: { csrf: { text: { after: 'name="csrf" value="', before: '"' } } } }],
    ],
  });

export type RequestConfig = z.output<typeof requestSchema>;
export type SingleConfig = z.output<ReturnType<typeof singleRequests>>[number];
