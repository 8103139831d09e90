import { brotliDecompressSync, constants, gunzipSync, inflateSync } from 'node:zlib';
import type { OutcomeKind } from '../round.ts';
import type { RawSample } from './messages.ts';

/** Characters of a response that leave the worker; secrets are taken out before less of it is shown. */
const UNPACKED_CHARACTERS = 4096;
/** A body may be a decompression bomb: only its start is ever unpacked. */
const UNPACKED_BYTES = 256 * 1024;
/** Deflate makes at most 1,032 bytes of one: so many can't become more than may be unpacked. */
const HARMLESS_BYTES = 240;

/** An unexpected response as it was kept during the load, when there was no time to unpack it. */
export interface KeptSample {
  readonly kind: OutcomeKind;
  readonly status: number | null;
  readonly text: string;
  readonly body?: Buffer;
  readonly encoding?: string;
}

export function unpackSample({ kind, status, text, body, encoding }: KeptSample): RawSample {
  if (body === undefined) return { kind, status, text };
  return {
    kind,
    status,
    text: unpack(body, encoding ?? '')
      .toString('utf8')
      .slice(0, UNPACKED_CHARACTERS),
  };
}

function unpack(body: Buffer, encoding: string): Buffer {
  try {
    return unpackStart(body, encoding);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') return notUnpacked(body, encoding);
  }
  try {
    return unpackStart(body.subarray(0, HARMLESS_BYTES), encoding);
  } catch {
    return notUnpacked(body, encoding);
  }
}

function notUnpacked(body: Buffer, encoding: string): Buffer {
  return Buffer.from(`(${body.length} bytes of ${encoding} that can't be unpacked)`);
}

function unpackStart(body: Buffer, encoding: string): Buffer {
  const limit = { maxOutputLength: UNPACKED_BYTES };
  // What was kept may be the start of a longer body: a flush at its end yields what there is.
  const partial = { ...limit, finishFlush: constants.Z_SYNC_FLUSH };
  if (/gzip/i.test(encoding)) return gunzipSync(body, partial);
  if (/deflate/i.test(encoding)) return inflateSync(body, partial);
  if (/br/i.test(encoding)) {
    return brotliDecompressSync(body, { ...limit, finishFlush: constants.BROTLI_OPERATION_FLUSH });
  }
  return body;
}
