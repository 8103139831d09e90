import { isAllowedHost } from '../../../config/target/allowed-hosts.ts';
import { dashboardOf } from '../../../config/target/known-hosts.ts';
import { type Location, locate } from '../../../config/target/location.ts';
import { Unmeasurable } from '../../../engine/unmeasurable.ts';
import { HAND_ON, namesDashboard, quote } from './describe-seen.ts';

/** Pages that a host names in place of the folder that they stand for. */
const INDEX_PAGE = /\/(?:index|default)\.html?$/i;

/**
 * The place that a URL names which a deployment or a status has. A query is left away, and never shown: it may hold a
 * token.
 * @param hosts hosts that the workflow allows; null: any
 * @throws Unmeasurable `refused-target`
 */
export function locateFound(url: string, what: string, hosts: readonly string[] | null): Location {
  const refuse = (why: string) => new Unmeasurable('refused-target', `the URL of ${what} is refused: ${why}`);
  if (!/^https?:\/\//i.test(url) || /[\s\\\p{Cc}]/u.test(url) || !URL.canParse(url)) {
    throw refuse('it is not an http or https URL');
  }
  const parsed = new URL(url);
  const { username, password, origin, hostname, pathname } = parsed;
  if (username !== '' || password !== '' || /^https?:\/\/[^/?#]*@/i.test(url)) {
    throw refuse('it has a user name or password in it, which belong in a TAILGATE_ variable and a header');
  }
  const dashboard = dashboardOf(url);
  if (dashboard !== null) throw refuse(`${namesDashboard(dashboard)}: ${HAND_ON}`);
  if (!isAllowedHost(origin, hosts)) {
    throw refuse(`its host ${quote(hostname)} is not listed in the input allowed-hosts`);
  }
  parsed.pathname = pathname.replace(INDEX_PAGE, '/').replace(/\/{2,}/g, '/');
  return locate(parsed);
}
