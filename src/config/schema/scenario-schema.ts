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
        description: 'Values used as {{name}}. They may contain {{env.TAILGATE_…}}, but no other templates.',
        examples: [{ building: '22e60793-a82f-495c-9d7f-25f298f94149' }],
      }),
    data: dataSchema,
    setup: singleRequests(
      'Requests sent once before the load, in order, for values that differ between environments. If one fails, the run is invalid.',
      'A request before the load.',
    ).optional(),
    login: loginSchema.optional(),
    logins: z
      .record(nameKey, loginSchema, { error: wanted('write a mapping from names to logins') })
      .prefault({})
      .meta({
        description:
          'Logins for further accounts, under the names that `as` in requests and flows refers to.',
        examples: [{ admin: { post: '/login', json: { user: 'admin' }, capture: { token: '/token' } } }],
      }),
    cookies: flag('Whether each user keeps the cookies it receives, and sends them back.').prefault(false),
    graphql: flag(
      'Whether responses that contain `errors` are errors for all requests and steps, whatever their status.',
    ).prefault(false),
    'idempotency-key': flag(
      'Whether every POST and PATCH carries a new Idempotency-Key, which its retries keep.',
    ).prefault(false),
    retry: retry('When requests and steps are retried; a request can override it.').optional(),
    trace: trace.optional(),
    requests: z
      .array(requestSchema, { error: wanted('write a list of requests, such as - get: /health') })
      .min(1, { error: () => 'has no request in it: write at least one, such as - get: /health' })
      .max(500, { error: () => 'has more than 500 requests in it: merge some' })
      .meta({ description: 'The mix: requests and their weights. Optional if there are flows.' })
      .optional(),
    flows: flows.optional(),
    cleanup: singleRequests(
      'Requests sent once after the load, in order, to remove what it created: {{run}} is the tag with which every {{unique}} of the run starts. Failures are reported, and never change the verdict.',
      'A request after the load.',
    ).optional(),
  },
  {
    description: 'The requests to send: headers, variables, data, logins, and the mix of requests and flows.',
    anyOf: [{ required: ['requests'] }, { required: ['flows'] }],
  },
);

export type ScenarioConfig = z.output<typeof scenarioSchema>;
