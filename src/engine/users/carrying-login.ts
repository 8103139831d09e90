import type { Scenario } from '../../config/scenario.ts';
import { placesIn } from '../places.ts';

/**
 * Indices of the requests that carry what a login yields: its captures, also of what is asked before it, or, where
 * users keep cookies, its session. A 401 to one of them may be an expired session.
 */
export function carryingLogin({ logins, requests, cookies }: Scenario): readonly number[] {
  const names = new Set(
    logins
      .flatMap((login) => [login, ...(login.before ?? [])])
      .flatMap(({ inspection }) => (inspection?.captures ?? []).map(({ name }) => name)),
  );
  return requests.flatMap((request, index) =>
    placesIn(request).some((place) => place.value === 'capture' && names.has(place.name)) ||
    (cookies === true && request.login !== undefined)
      ? [index]
      : [],
  );
}
