import { isCommit } from '../../config/target/is-commit.ts';
import { urlOf } from '../../config/target/location.ts';
import { decodeText } from '../decode-text.ts';
import { readCommit, showCommit } from './identity.ts';
import { type ProbeResponse, sendProbe } from './probe.ts';
import type { Site } from './site.ts';

export type Poll =
  | {
      readonly good: true;
      readonly address: string;
      readonly commit: string | null;
      /** Of the response that says it is ready; absent where only the commit was asked for. */
      readonly status?: number;
    }
  | {
      readonly good: false;
      readonly why: string;
      /** Of the last response. */
      readonly status?: number;
      /** Where the response came from; only where it was the one that has to say that it is ready. */
      readonly address?: string;
      readonly wrongCommit: boolean;
      readonly isMerge?: boolean;
      /** It answered, without a commit where one was looked for. */
      readonly isSilent?: boolean;
    };

interface Asking {
  readonly addresses: readonly string[];
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  /** Told of each path before it is asked. */
  onAsk?(path: string): void;
}

/** Asks once whether the site is ready, and which commit it serves. Rejects where no response comes. */
export async function poll(site: Site, asking: Asking): Promise<Poll> {
  let addresses = asking.addresses;
  if (site.ready !== null || site.identity === null) {
    const response = await get(site, site.ready ?? '/', 'status', asking);
    const { status, address } = response;
    if (!isReady(site, response)) {
      const why = `the last response was ${status}${redirectedTo(response, site)}`;
      return { good: false, why, status, address, wrongCommit: false };
    }
    if (site.identity === null) return { good: true, address, commit: null, status };
    // The same server: with several behind a name, another one might serve another commit.
    addresses = [address];
  }
  return pollCommit(site, { ...asking, addresses });
}

/** Asks once for the status that a path is answered with. Rejects where no response comes. */
export async function askStatus(site: Site, path: string, asking: Asking): Promise<number> {
  return (await get(site, path, 'status', asking)).status;
}

/** Asks once which commit the site serves. Rejects where no response comes. */
export async function pollCommit(site: Site, asking: Asking): Promise<Poll> {
  const { identity, commit: expected, redact } = site;
  if (identity === null) throw new Error('a site without an identity was asked for its commit');
  const response = await get(site, identity.path, 'body', asking);
  const said = readCommit(identity, response, redact);
  if (said.commit === null) {
    const why = `${said.why}${redirectedTo(response, site)}`;
    return {
      good: false,
      why,
      status: response.status,
      wrongCommit: false,
      isSilent: isOwnResponse(response),
    };
  }
  if (expected !== null && !isCommit(said.commit, expected)) {
    const why = `it serves the commit ${showCommit(said.commit, redact)}, not ${expected}`;
    const isMerge = !!site.mergeCommit && isCommit(said.commit, site.mergeCommit);
    return { good: false, why, wrongCommit: true, isMerge };
  }
  return { good: true, address: response.address, commit: said.commit };
}

function get(
  site: Site,
  path: string,
  wants: 'body' | 'status',
  { onAsk, ...asking }: Asking,
): Promise<ProbeResponse> {
  onAsk?.(path);
  const headers = { accept: '*/*', ...site.headers };
  return sendProbe({ url: urlOf(site) + path, method: 'GET', headers, body: null, wants, ...asking });
}

/** A path that was named has to answer 2xx; without one, any response that isn't the proxy's "not yet" will do. */
function isReady({ ready }: Site, { status }: ProbeResponse): boolean {
  return ready === null ? status < 500 : status >= 200 && status < 300;
}

/**
 * Waiting won't change it, and no login stands before it: the place where the commit is looked for is the wrong one.
 */
function isOwnResponse({ status }: ProbeResponse): boolean {
  return (status >= 200 && status < 300) || status === 404 || status === 405 || status === 410;
}

/** A redirect's query may hold a token, and is not shown. */
function redirectedTo({ headers: { location } }: ProbeResponse, { redact }: Site): string {
  if (location === undefined) return '';
  // Node takes each byte of a header for a letter.
  const read = decodeText(Buffer.from(location, 'latin1'), '') ?? '';
  const shown = redact(read)
    .replace(/[?#].*$/s, '…')
    .slice(0, 200);
  return `, a redirect to ${shown} (is the preview protected by a login?)`;
}
