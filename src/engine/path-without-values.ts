import type { RequestSpec } from '../config/plan.ts';

/** Of the first GET that takes no value; null where there is none. */
export function pathWithoutValues(requests: readonly RequestSpec[]): string | null {
  const plain = requests.find(
    ({ method, path }) => method === 'GET' && path.every((part) => typeof part === 'string'),
  );
  return plain === undefined ? null : plain.path.join('');
}
