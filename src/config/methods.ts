import type { Method, RequestSpec } from './plan.ts';

const WRITES: ReadonlySet<Method> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Whether such a request may change what is stored (RFC 9110, 9.2.1: the others are safe). */
export function isWrite(method: Method): boolean {
  return WRITES.has(method);
}

/** Header that tells a repetition from another request (draft-ietf-httpapi-idempotency-key-header). */
export const IDEMPOTENCY_KEY = 'idempotency-key';

/** Whether it may be sent twice without doing anything twice: by its method (RFC 9110, 9.2.2), or by its key. */
export function isIdempotent({ method, headers }: Pick<RequestSpec, 'method' | 'headers'>): boolean {
  return (method !== 'POST' && method !== 'PATCH') || hasIdempotencyKey({ headers });
}

export function hasIdempotencyKey({ headers }: Pick<RequestSpec, 'headers'>): boolean {
  return headers.some(([name]) => name === IDEMPOTENCY_KEY);
}
