import { isAllowedHost } from '../../../config/target/allowed-hosts.ts';
import { Unmeasurable } from '../../../engine/unmeasurable.ts';
import { quote } from './describe-seen.ts';

/**
 * The origin of a URL that a deployment or a status named. What comes after the host is left away, and never shown: it
 * may hold a token.
 * @param hosts hosts that the workflow allows; null: any
 * @throws Unmeasurable `refused-target`
 */
export function originOfFound(url: string, what: string, hosts: readonly string[] | null): string {
  const refuse = (why: string) => new Unmeasurable('refused-target', `the URL of ${what} is refused: ${why}`);
  if (!/^https?:\/\//i.test(url) || /[\s\\\p{Cc}]/u.test(url) || !URL.canParse(url)) {
    throw refuse('it is no URL of http or https');
  }
  const { username, password, origin, hostname } = new URL(url);
  if (username !== '' || password !== '' || /^https?:\/\/[^/?#]*@/i.test(url)) {
    throw refuse('it has a user name or password in it, which belong in a TAILGATE_ variable and a header');
  }
  if (!isAllowedHost(origin, hosts)) {
    throw refuse(`its host ${quote(hostname)} is not one of those that the input allowed-hosts lists`);
  }
  return origin;
}

/** Whether the URL leads further than to its host. */
export function hasPath(url: string): boolean {
  return new URL(url).pathname !== '/';
}
