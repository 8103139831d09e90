import type { RequestSpec, Scenario } from '../config/scenario.ts';

/**
 * Indices of the requests that carry what a login yields: its captures or, where users keep cookies, its session. A 401
 * to one of them may be an expired session.
 */
export function carryingLogin({ logins, requests, cookies }: Scenario): readonly number[] {
  const names = new Set(
    logins.flatMap(({ inspection }) => (inspection?.captures ?? []).map(({ name }) => name)),
  );
  return requests.flatMap((request, index) =>
    carries(request, names) || (cookies === true && request.login !== undefined) ? [index] : [],
  );
}

function carries({ path, body, headers }: RequestSpec, names: ReadonlySet<string>): boolean {
  const templates = [path, body ?? [], ...headers.map(([, value]) => value)];
  return templates
    .flat()
    .some((part) => typeof part !== 'string' && part.value === 'capture' && names.has(part.name));
}
