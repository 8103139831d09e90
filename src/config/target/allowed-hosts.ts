import { ConfigurationError } from '../configuration-error.ts';
import { showValue } from '../wording/show-value.ts';
import { fitsPattern } from './glob.ts';

/**
 * Reads a list of hosts, by commas, blanks or lines: names or addresses, `*` for any characters, a port where it
 * matters (`*.preview.example.com`, `localhost:8080`). Null where nothing is listed. Throws ConfigurationError.
 */
export function parseAllowedHosts(text: string, key: string): readonly string[] | null {
  const hosts = text.split(/[\s,]+/).filter((host) => host !== '');
  for (const host of hosts) {
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(host) || /[/@?#]/.test(host)) {
      throw new ConfigurationError(
        `${showValue(host)} is not a host name: write names such as *.preview.example.com, without scheme and path`,
        { key },
      );
    }
  }
  return hosts.length === 0 ? null : hosts;
}

/** Whether an origin's host is on the list; any is where there is no list. */
export function isAllowedHost(origin: string, hosts: readonly string[] | null): boolean {
  if (hosts === null) return true;
  const url = new URL(origin);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return hosts.some(
    (host) => fitsPattern(url.hostname, host) || fitsPattern(`${url.hostname}:${port}`, host),
  );
}
