/** Rounds as text: histograms packed, and all of it compressed, for one machine of 256 may leave its own each night. */
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { z } from 'zod';
import type { Buckets, Round } from '../engine/round.ts';
import { type NumbersMemory, packHistograms, unpackHistograms } from './pack-histograms.ts';
import { createRoundSchema, guardedList } from './round-schema.ts';

/** A compressed text of some kilobytes can hold gigabytes. */
const MOST_BYTES = 64 * 1024 * 1024;
/** In pieces of that size it is unpacked: small ones are put together once more. */
const CHUNK_BYTES = 1024 * 1024;
/** Blocks of a budget, each of two rounds; or stages. */
const MOST_ROUNDS = 2000;
/** Of the length of the JSON, which stands first. */
const LENGTH_BYTES = 4;

const HISTOGRAMS: readonly string[] = ['latency', 'latencyOfErrors', 'service', 'loopDelay'];

/**
 * The length of a JSON in bytes (32 bits, little-endian), the JSON of the rounds, in which each histogram is its
 * number, and the histograms.
 *
 * @returns base64 of what Brotli (RFC 7932) makes of these
 */
export function packRounds(rounds: readonly Round[]): string {
  const histograms: Buckets[] = [];
  const json = JSON.stringify(rounds, (key, value) => {
    if (HISTOGRAMS.includes(key)) return histograms.push(value) - 1;
    // Typed arrays are written as lists.
    return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
  });
  return packParts(json, packHistograms(histograms));
}

/** The same of what may be no rounds. */
export function packParts(json: string, histograms: Uint8Array): string {
  const text = Buffer.from(json);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(text.length);
  const bytes = Buffer.concat([length, text, histograms]);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 9,
    [constants.BROTLI_PARAM_LGWIN]: windowOf(bytes.length),
  };
  return brotliCompressSync(bytes, { params }).toString('base64');
}

/** As large as the text, less what RFC 7932 leaves out: a larger one takes more to set up than a small text to pack. */
function windowOf(length: number): number {
  const fitting = Math.ceil(Math.log2(length + 16));
  return Math.min(constants.BROTLI_DEFAULT_WINDOW, Math.max(constants.BROTLI_MIN_WINDOW_BITS, fitting));
}

/** Of the file that is read: a schema's checks take no argument, and to make a schema takes longer than to use it. */
let histograms: readonly Buckets[] = [];
const schema = guardedList(
  createRoundSchema((number) => histograms[number]),
  MOST_ROUNDS,
);
/** Only the first mistake is told, and all of them together would take more memory than there is. */
const FIRST_MISTAKE: z.core.ParseContextInternal<z.core.$ZodIssue> = { abortEarly: true };

/**
 * Of what `packRounds` gives, out of base64. Throws an Error that says what is wrong with it.
 *
 * @param memory that their histograms lie in
 */
export function unpackRounds(packed: Uint8Array, memory: NumbersMemory): readonly Round[] {
  const bytes = brotliDecompressSync(packed, {
    maxOutputLength: MOST_BYTES,
    chunkSize: CHUNK_BYTES,
  });
  if (bytes.length < LENGTH_BYTES) throw new Error('cut off');
  const end = LENGTH_BYTES + bytes.readUInt32LE();
  const json = JSON.parse(bytes.toString('utf8', LENGTH_BYTES, end));
  histograms = unpackHistograms(bytes.subarray(end), memory);
  const read = schema.safeParse(json, FIRST_MISTAKE);
  histograms = [];
  // In JSON a key is there or not: none is undefined.
  if (read.success) return read.data as readonly Round[];
  const [issue] = read.error.issues;
  throw new Error(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}
