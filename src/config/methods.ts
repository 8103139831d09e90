import type { Method } from './plan.ts';

const WRITES: ReadonlySet<Method> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Whether such a request may change what is stored (RFC 9110, 9.2.1: the others are safe). */
export function isWrite(method: Method): boolean {
  return WRITES.has(method);
}
