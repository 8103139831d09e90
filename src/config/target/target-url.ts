import { ConfigurationError } from '../configuration-error.ts';
import { type Door, nameOverride } from '../overrides.ts';
import { showValue } from '../wording/show-value.ts';
import { dashboardOf } from './known-hosts.ts';
import { type Location, locate, urlOf } from './location.ts';

/** An environment's place from what the user gave as its URL. Throws ConfigurationError. */
export function parseTargetUrl(
  text: string | undefined,
  door: Door,
  name: 'target-url' | 'base-url',
): Location {
  const key = nameOverride(door, name);
  const written = (text ?? '').trim();
  const refuse = (why: string) => new ConfigurationError(why, { key });
  if (written === '') {
    throw refuse("is missing: set it to the preview's URL, such as https://preview.example.com");
  }
  // Said before the value is ever shown: it may hold a password.
  if (written.includes('@')) {
    throw refuse(
      'has a user name or password in it: remove it, and send it as a header or with scenario.login',
    );
  }
  // A query may hold a token: what follows the host and path is not shown.
  const shown = showValue(written.replace(/[?#].*$/s, '…'));
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(written)) {
    throw refuse(
      `${shown} has no scheme: write https://${written.replace(/^\/+|[/?#].*$/gs, '').slice(0, 60)} or http://…`,
    );
  }
  if (!/^https?:\/\//i.test(written)) throw refuse(`${shown} is neither http nor https: write https://…`);
  if (/[\s\\]/.test(written) || !URL.canParse(written))
    throw refuse(`${shown} is not a URL: write https://host or https://host:port`);
  const url = new URL(written);
  const dashboard = dashboardOf(url.href);
  if (dashboard !== null) {
    throw refuse(
      `${shown} is a page of ${dashboard}, not the environment itself: write the environment's own URL`,
    );
  }
  const location = locate(url);
  if (written.includes('?') || written.includes('#')) {
    throw refuse(
      `${shown} has a query or # in it: write ${urlOf(location)}, and put queries into the requests' paths`,
    );
  }
  if (/[{}]/.test(written)) {
    throw refuse(`${shown} has braces in it, and templates don't work here: write the URL out`);
  }
  if (url.pathname.includes('//')) {
    throw refuse(`${shown} has two slashes in a row in its path: write one`);
  }
  return location;
}
