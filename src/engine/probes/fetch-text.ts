import { bodyTooLarge } from '../decode-body.ts';
import { sendProbe } from '../target/probe.ts';
import { ReadingFailed, type ReadingTime } from './reader.ts';

/** What is read, at addresses that were checked. */
export interface MetricsPlace {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Checked addresses of the URL's host. */
  readonly addresses: () => Promise<readonly string[]>;
  redact(text: string): string;
}

/** Larger pages are those of whole clusters; reading one would take longer than the time between two readings. */
const MOST_BYTES = 4 * 1024 * 1024;

/** The text that a URL is answered with. Rejects with ReadingFailed where that is none, or with the socket's error. */
export async function fetchText(
  { url, headers, addresses, redact }: MetricsPlace,
  suffix: string,
  own: Readonly<Record<string, string>>,
  time: ReadingTime,
): Promise<string> {
  const {
    status,
    headers: answered,
    body,
    unread,
  } = await sendProbe({
    url: url + suffix,
    addresses: await addresses(),
    method: 'GET',
    headers: { ...own, 'accept-encoding': 'gzip', ...headers },
    body: null,
    mostBytes: MOST_BYTES,
    ...time,
  });
  if (unread === bodyTooLarge(MOST_BYTES)) throw new ReadingFailed({ code: 'too-large', detail: '4 MiB' });
  if (unread !== null) throw new ReadingFailed({ code: 'not-metrics', detail: redact(unread) });
  if (status === 401 || status === 403)
    throw new ReadingFailed({ code: 'unauthorised', detail: String(status) });
  if (status < 200 || status >= 300) {
    const said = status >= 300 && status < 400 ? ', a redirect, which is not followed' : quote(redact(body));
    throw new ReadingFailed({ code: 'refused', detail: `${status}${said}` });
  }
  if (/^text\/html\b/i.test(answered['content-type'] ?? '')) {
    throw new ReadingFailed({ code: 'not-metrics', detail: 'a page of HTML' });
  }
  return body;
}

function quote(body: string): string {
  const text = body.replace(/\s+/g, ' ').trim().slice(0, 120);
  return text === '' ? '' : `: ${text}`;
}
