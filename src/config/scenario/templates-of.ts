import type { RequestSpec } from '../scenario.ts';
import type { Template } from '../template.ts';

/** Every template of a request. */
export function templatesOf({
  path,
  headers,
  body,
}: Pick<RequestSpec, 'path' | 'headers' | 'body'>): readonly Template[] {
  return [path, ...headers.map(([, value]) => value), ...(body === null ? [] : [body])];
}
