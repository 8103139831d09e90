import { ConfigurationError } from './configuration-error.ts';
import { showValue } from './wording/show-value.ts';

/** Where the shards of a load meet that are no jobs of one workflow run. */
export type MeetingPlace =
  | { readonly kind: 'folder'; readonly folder: string }
  /** The first shard listens at this port, and the others ask there; the URL has no path. */
  | { readonly kind: 'first'; readonly url: string; readonly port: number };

/** Reads `--meet`. Throws ConfigurationError that says what to write. */
export function parseMeetingPlace(written: string): MeetingPlace {
  const given = written.trim();
  const wayOut = 'name a folder, such as /shared/run-7, or the first shard as http://host:port';
  if (given === '' || given.includes('\0')) throw new ConfigurationError(`names no place: ${wayOut}`);
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(given)) return { kind: 'folder', folder: given };
  const url = URL.canParse(given) ? new URL(given) : null;
  const isPlain = url !== null && url.pathname === '/' && url.search === '' && url.hash === '';
  if (!isPlain || url.protocol !== 'http:' || url.username !== '' || url.password !== '')
    throw new ConfigurationError(`${showValue(given)} is not a place to meet: ${wayOut}`);
  // A URL leaves out the port 80, and where nobody wrote one it would be that.
  const port = Number(/:(\d+)\/?$/.exec(given)?.[1] ?? 0);
  if (port < 1 || port > 65_535)
    throw new ConfigurationError(`${showValue(given)} names no port: write one, such as http://host:7717`);
  return { kind: 'first', url: url.origin, port };
}
