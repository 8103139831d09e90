import { isUtf8 } from 'node:buffer';
import { decodeBody } from '../decode-body.ts';
import type { InspectedResponse } from './response.ts';

/** The most of a body that is looked into: as it is received, and unpacked. */
export const MOST_INSPECTED_BYTES = 1024 * 1024;
const MOST_UNPACKED_BYTES = 8 * MOST_INSPECTED_BYTES;

/** Types of bodies that are UTF-8 wherever their bytes are: JSON's always, another's where it says so. */
const IN_UTF8 = /^application\/(?:[\w.+-]{1,80}\+)?json$|;\s{0,8}charset="?utf-8"?$/i;

/** Each letter one byte of UTF-8, and none of the zeros of wider letters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII but the zero is what is looked for
const IS_ASCII = /^[\u0001-\u007f]*$/;

/** A text, or why there is none: a clause about the response. */
type TextOrWhy = { readonly text: string } | { readonly text: null; readonly why: string };

/** A document, or why there is none. */
type JsonOrWhy =
  | { readonly isJson: true; readonly document: unknown; readonly text: string }
  | { readonly isJson: false; readonly why: string };

/** A response's body, which is unpacked, decoded and parsed once, and only if somebody asks for it. */
export class InspectedBody {
  readonly #response: InspectedResponse;
  #text: TextOrWhy | null = null;
  #json: JsonOrWhy | null = null;

  constructor(response: InspectedResponse) {
    this.#response = response;
  }

  text(): TextOrWhy {
    this.#text ??= readText(this.#response);
    return this.#text;
  }

  json(): JsonOrWhy {
    this.#json ??= parse(this.text());
    return this.#json;
  }
}

function readText({ body, bodyBytes, headers }: InspectedResponse): TextOrWhy {
  if (bodyBytes > body.length || bodyBytes > MOST_INSPECTED_BYTES)
    return {
      text: null,
      why: `a body of ${bodyBytes} bytes, but at most ${MOST_INSPECTED_BYTES} are read`,
    };
  const encoding = headers.get('content-encoding') ?? '';
  const type = headers.get('content-type') ?? '';
  const isSaid = encoding === '' && IN_UTF8.test(type);
  if (isSaid && typeof body === 'string' && IS_ASCII.test(body)) return { text: body };
  const bytes = typeof body === 'string' ? Buffer.from(body, 'latin1') : body;
  if (isSaid && isPlainUtf8(bytes)) return { text: bytes.toString('utf8') };
  const decoded = decodeBody(bytes, encoding, MOST_UNPACKED_BYTES, type);
  return decoded.text === null ? { text: null, why: `a body that can't be read: ${decoded.why}` } : decoded;
}

/** As nearly all bodies are: without a byte order mark, and without the zeros of wider letters. */
function isPlainUtf8(body: Buffer): boolean {
  return body[0] !== 0xef && body[0] !== 0 && body[1] !== 0 && isUtf8(body);
}

function parse(read: TextOrWhy): JsonOrWhy {
  if (read.text === null) return { isJson: false, why: read.why };
  const { text } = read;
  if (text === '') return { isJson: false, why: 'no body' };
  try {
    return { isJson: true, document: JSON.parse(text), text };
  } catch {
    return { isJson: false, why: 'a body that is no JSON' };
  }
}
