import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { decodeText } from './decode-text.ts';

type Unpack = (bytes: Buffer, limit: { readonly maxOutputLength: number }) => Buffer;

const CODINGS: Readonly<Record<string, Unpack>> = {
  identity: (bytes) => bytes,
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateEither,
  br: brotliDecompressSync,
};

/** Nobody packs what is packed more than once; each one may unpack to as much as there may be. */
export const MOST_CODINGS = 4;

/** A body as text, or why it can't be read. */
export type Decoded = { readonly text: string } | { readonly text: null; readonly why: string };

/**
 * Undoes what Content-Encoding lists, the last first (RFC 9110, 8.4). No body is no body in any coding.
 * @param limitBytes of what it unpacks to
 * @param contentType tells the charset, where the text doesn't
 */
export function decodeBody(bytes: Buffer, encoding: string, limitBytes: number, contentType = ''): Decoded {
  if (bytes.length === 0) return { text: '' };
  const codings = encoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '');
  if (codings.length > MOST_CODINGS) return { text: null, why: `it is packed ${codings.length} times over` };
  let plain = bytes;
  for (const coding of codings.reverse()) {
    const unpack = Object.hasOwn(CODINGS, coding) ? CODINGS[coding] : undefined;
    if (unpack === undefined) {
      const known = Object.keys(CODINGS).join(', ');
      return {
        text: null,
        why: `its Content-Encoding ${JSON.stringify(coding.slice(0, 40))} is none of ${known}`,
      };
    }
    try {
      plain = unpack(plain, { maxOutputLength: limitBytes });
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'ERR_BUFFER_TOO_LARGE') return { text: null, why: bodyTooLarge(limitBytes) };
      return { text: null, why: `its Content-Encoding says ${coding}, and it is none (${message})` };
    }
  }
  const text = decodeText(plain, contentType);
  return text === null
    ? { text, why: `it is in a charset that can't be read: ${contentType.slice(0, 80)}` }
    : { text };
}

export function bodyTooLarge(limitBytes: number): string {
  return `it is larger than ${limitBytes / 1024 / 1024} MiB`;
}

/** With its wrapper, as the standard says, or without, as some servers send it. */
function inflateEither(bytes: Buffer, limit: { readonly maxOutputLength: number }): Buffer {
  const isWrapped = ((bytes[0] ?? 0) & 15) === 8 && bytes.length > 1 && bytes.readUInt16BE(0) % 31 === 0;
  return isWrapped ? inflateSync(bytes, limit) : inflateRawSync(bytes, limit);
}
