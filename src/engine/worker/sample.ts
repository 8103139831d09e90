import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { redactor } from '../../config/secrets/redact.ts';
import { MOST_CODINGS } from '../decode-body.ts';
import { decodeText } from '../decode-text.ts';
import type { OutcomeKind } from '../round.ts';
import type { RawSample } from './messages.ts';

/** Characters of a response that leave the worker; secrets are taken out before less of it is shown. */
const UNPACKED_CHARACTERS = 4096;
/** A body may be a decompression bomb: only its start is ever unpacked. */
const UNPACKED_BYTES = 256 * 1024;
/** Deflate makes at most 1,032 bytes of one: so many can't become more than may be unpacked. */
const HARMLESS_BYTES = 240;
/** Letters of a header's word that a sample repeats. */
const SHOWN_WORD = 40;

/** An unexpected response as it was kept during the load, when there was no time to unpack it. */
export interface KeptSample {
  readonly kind: OutcomeKind;
  readonly status: number | null;
  readonly text: string;
  readonly body?: KeptBody;
  /** Values that belong to its user, which may not leave the worker with it. */
  readonly secrets?: readonly string[] | undefined;
}

interface KeptBody {
  /** From the body's beginning. */
  readonly bytes: Buffer;
  /** The body goes on. */
  readonly isCut: boolean;
  /** Content-Encoding and Content-Type; '' where there is none. */
  readonly encoding: string;
  readonly type: string;
}

interface Start {
  readonly bytes: Buffer;
  readonly isCut: boolean;
}

/** Unpacks it, and takes its own secrets out. */
export function unpackSample({ secrets = [], ...kept }: KeptSample): RawSample {
  const sample = unpack(kept);
  return secrets.length === 0 ? sample : { ...sample, text: redactor(secrets)(sample.text, sample.isCut) };
}

function unpack({ kind, status, text, body }: KeptSample): RawSample {
  if (body === undefined) return { kind, status, text, isCut: false };
  const { bytes, isCut } = body;
  const start = undoCodings({ bytes, isCut }, body.encoding);
  if (start === null)
    return {
      kind,
      status,
      text: unreadable(bytes, body.encoding.slice(0, SHOWN_WORD), 'unpacked'),
      isCut: false,
    };
  const whole = decodeText(start.bytes, body.type, start.isCut);
  if (whole === null)
    return { kind, status, text: unreadable(bytes, charsetOf(body.type), 'read'), isCut: false };
  const shown = whole.slice(0, UNPACKED_CHARACTERS);
  return { kind, status, text: shown, isCut: start.isCut || shown.length < whole.length };
}

function unreadable(bytes: Buffer, word: string, done: 'unpacked' | 'read'): string {
  return `(${bytes.length} bytes of ${word} that can't be ${done})`;
}

function charsetOf(type: string): string {
  return /charset\s*=\s*["']?([\w.:-]+)/i.exec(type)?.[1]?.slice(0, SHOWN_WORD) ?? 'text';
}

/** Undoes what Content-Encoding lists, the last first (RFC 9110, 8.4); null where it can't be. */
function undoCodings(packed: Start, encoding: string): Start | null {
  const codings = encoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > MOST_CODINGS) return null;
  let start: Start | null = packed;
  for (const coding of codings.reverse()) start = start && unpackFrom(start, coding);
  return start;
}

function unpackFrom({ bytes, isCut }: Start, coding: string): Start | null {
  // Of no body in any coding, there is nothing to unpack.
  if (bytes.length === 0) return { bytes, isCut };
  try {
    return { bytes: unpackStart(bytes, coding), isCut };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') return null;
  }
  try {
    return { bytes: unpackStart(bytes.subarray(0, HARMLESS_BYTES), coding), isCut: true };
  } catch {
    return null;
  }
}

function unpackStart(bytes: Buffer, coding: string): Buffer {
  const limit = { maxOutputLength: UNPACKED_BYTES };
  // What was kept may be the start of a longer body: a flush at its end yields what there is.
  const partial = { ...limit, finishFlush: constants.Z_SYNC_FLUSH };
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(bytes, partial);
    case 'deflate':
      // With its wrapper, as the standard says, or without, as some servers send it.
      return ((bytes[0] ?? 0) & 15) === 8 ? inflateSync(bytes, partial) : inflateRawSync(bytes, partial);
    case 'br':
      return brotliDecompressSync(bytes, { ...limit, finishFlush: constants.BROTLI_OPERATION_FLUSH });
    default:
      throw new Error('a coding that is not known');
  }
}
