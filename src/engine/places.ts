import type { RequestSpec } from '../config/plan.ts';
import type { TemplatePart } from '../config/template.ts';

/** The places of a request that a value goes into. */
export function placesIn({
  path,
  headers,
  body,
}: Pick<RequestSpec, 'path' | 'headers' | 'body'>): Exclude<TemplatePart, string>[] {
  const parts = [...path, ...headers.flatMap(([, value]) => value), ...(body ?? [])];
  return parts.filter((part) => typeof part !== 'string');
}
