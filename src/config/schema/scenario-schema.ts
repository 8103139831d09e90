import { z } from 'zod';
import { dataSchema } from './data-schema.ts';
import { flows } from './flow-schema.ts';
import { loginSchema } from './login-schema.ts';
import { flag, headers, nameKey, scalarText } from './request-parts.ts';
import { requestSchema, singleRequests } from './request-schema.ts';
import { retry } from './retry-schema.ts';
import { section, wanted } from './schema-parts.ts';
import { trace } from './trace-schema.ts';

export const scenarioSchema = section(
  {
    headers: headers('Headers of every request.').prefault({}),
    variables: z
      .record(nameKey, scalarText('write a text or a number'), {
        error: wanted('write a mapping from names to values'),
      })
      .prefault({})
      .meta({
        description: 'Values used as {{name}}. They may hold {{env.TAILGATE_…}}, nothing else.',
        examples: [{ building: '22e60793-a82f-495c-9d7f-25f298f94149' }],
      }),
    data: dataSchema,
    setup: singleRequests(
      'Requests asked once before the load, in order, for values that differ by environment. A run in which one fails is invalid.',
      'A request before the load.',
    ).optional(),
    login: loginSchema.optional(),
    logins: z
      .record(nameKey, loginSchema, { error: wanted('write a mapping from names to logins') })
      .prefault({})
      .meta({
        description: 'Logins of further accounts, by a name that `as` of requests and flows calls them by.',
        examples: [{ admin: { post: '/login', json: { user: 'admin' }, capture: { token: '/token' } } }],
      }),
    cookies: flag('Whether each user keeps the cookies that it is given, and sends them back.').prefault(
      false,
    ),
    graphql: flag(
      'Whether responses to all requests and steps that hold `errors` are errors, whatever their status.',
    ).prefault(false),
    'idempotency-key': flag(
      'Whether every POST and PATCH carries a fresh Idempotency-Key, the same when it is sent again.',
    ).prefault(false),
    retry: retry('When every request and step is sent again; a request may say otherwise.').optional(),
    trace: trace.optional(),
    requests: z
      .array(requestSchema, { error: wanted('write a list of requests, such as - get: /health') })
      .min(1, { error: () => 'has no request in it: write at least one, such as - get: /health' })
      .max(500, { error: () => 'has more than 500 requests in it: merge some' })
      .meta({ description: 'The mix: requests and their weights. Not needed beside flows.' })
      .optional(),
    flows: flows.optional(),
    cleanup: singleRequests(
      'Requests asked once after the load, in order, to remove what it made: {{run}} is the tag that every {{unique}} of the run begins with. What becomes of them is told, and never changes the verdict.',
      'A request after the load.',
    ).optional(),
  },
  {
    description: 'What is asked: headers, variables, data, logins, the mix of requests and flows.',
    anyOf: [{ required: ['requests'] }, { required: ['flows'] }],
  },
);

export type ScenarioConfig = z.output<typeof scenarioSchema>;
