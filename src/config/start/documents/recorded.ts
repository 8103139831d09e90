/** What a HAR file tells of one request. */
import { listOf, type Members, membersOf, parseJson, scalarOf } from './values.ts';

/** One request of a recording, as plain values. */
export interface Recorded {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly status: number | null;
  readonly headers: ReadonlyMap<string, string>;
  readonly sent: {
    readonly kind: 'json' | 'form' | 'text' | 'other';
    readonly type: string;
    readonly value: unknown;
  } | null;
  readonly received: unknown;
  readonly setsCookie: boolean;
}

/** None where its URL is no page's or service's. */
export function recordedOf(entry: unknown): Recorded[] {
  const request = membersOf(membersOf(entry).request);
  const response = membersOf(membersOf(entry).response);
  const [, host, path, query = ''] =
    /^https?:\/\/([^/?#]+)([^?#]*)(\?[^#]*)?/i.exec(scalarOf(request.url) ?? '') ?? [];
  const method = scalarOf(request.method)?.toUpperCase();
  if (host === undefined || method === undefined) return [];
  const status = Number(response.status);
  const content = membersOf(response.content);
  const text = content.encoding === 'base64' ? readBase64(scalarOf(content.text)) : scalarOf(content.text);
  const names = listOf(response.headers).map((one) => String(membersOf(one).name).toLowerCase());
  return [
    {
      method,
      host: host.replace(/^.*@/, ''),
      path: path || '/',
      query,
      status: status >= 100 ? status : null,
      headers: new Map(
        listOf(request.headers).map((one) => {
          const { name, value } = membersOf(one);
          return [String(name).toLowerCase(), scalarOf(value) ?? ''];
        }),
      ),
      sent: sentOf(membersOf(request.postData)),
      received: typeof text === 'string' ? parseJson(text) : undefined,
      setsCookie: names.includes('set-cookie') || listOf(response.cookies).length > 0,
    },
  ];
}

/** Null where it is none, or no text. */
function readBase64(written: string | null): string | null {
  try {
    const bytes = Uint8Array.from(atob(written ?? ''), (letter) => letter.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function sentOf({ mimeType, text, params }: Members): Recorded['sent'] {
  const type = scalarOf(mimeType) ?? '';
  const written = scalarOf(text) ?? '';
  if (/^multipart\//i.test(type)) return { kind: 'other', type, value: null };
  if (/json/i.test(type)) {
    const value = parseJson(written);
    return value === undefined ? { kind: 'other', type, value: null } : { kind: 'json', type, value };
  }
  if (/urlencoded/i.test(type)) {
    const pairs =
      listOf(params).length > 0
        ? listOf(params).map((one) => [String(membersOf(one).name), scalarOf(membersOf(one).value) ?? ''])
        : [...new URLSearchParams(written)];
    return { kind: 'form', type, value: Object.fromEntries(pairs) };
  }
  return written === '' ? null : { kind: 'text', type: type || 'text/plain', value: written };
}
