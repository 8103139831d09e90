import type { z } from 'zod';
import { captures } from './capture-schema.ts';
import { bodyShape, headers, ONE_BODY, path, RESPONSE_SHAPE } from './request-parts.ts';
import { beforeLogin } from './request-schema.ts';
import { section } from './schema-parts.ts';

export const loginSchema = section(
  {
    post: path('Path of the login, sent as POST before the load.', '/api/v1/auth/login'),
    ...bodyShape({ email: '{{env.TAILGATE_EMAIL}}', password: '{{env.TAILGATE_PASSWORD}}' }),
    headers: headers(
      'Headers of the login, in addition to those of the scenario that contain no captured value.',
    ).optional(),
    before: beforeLogin.optional(),
    capture: captures(
      "Values taken from the login's response: name → JSON Pointer (RFC 6901), header, cookie or text. Used as {{name}}. Optional with cookies: true.",
    ).optional(),
    ...RESPONSE_SHAPE,
  },
  {
    description:
      'A login: once before the load, or for each user if it uses a data column that is taken per-user. Requests can use the captured values.',
    ...ONE_BODY,
  },
);

export type LoginConfig = z.output<typeof loginSchema>;
