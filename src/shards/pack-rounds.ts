/** Rounds as text: histograms packed, and all of it compressed, for one machine of 256 may leave its own each night. */
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { z } from 'zod';
import type { Round } from '../engine/round.ts';
import { packBuckets } from './pack-buckets.ts';
import { roundSchema } from './round-schema.ts';

/** A compressed text of some kilobytes can hold gigabytes. */
const MOST_BYTES = 64 * 1024 * 1024;
/** In pieces of that size it is unpacked: small ones are put together once more. */
const CHUNK_BYTES = 1024 * 1024;
/** Blocks of a budget, each of two rounds; or stages. */
const MOST_ROUNDS = 2000;

const HISTOGRAMS: readonly string[] = ['latency', 'latencyOfErrors', 'service', 'loopDelay'];

/** @returns base64 of what Brotli (RFC 7932) makes of their JSON */
export function packRounds(rounds: readonly Round[]): string {
  const json = JSON.stringify(rounds, (key, value) => {
    if (HISTOGRAMS.includes(key)) return packBuckets(value);
    // Typed arrays are written as lists.
    return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
  });
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 9,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
  };
  return brotliCompressSync(json, { params }).toString('base64');
}

/** Throws an Error that says what is wrong with it. */
export function unpackRounds(packed: string): readonly Round[] {
  const json = brotliDecompressSync(Buffer.from(packed, 'base64'), {
    maxOutputLength: MOST_BYTES,
    chunkSize: CHUNK_BYTES,
  });
  const read = z
    .array(roundSchema)
    .max(MOST_ROUNDS)
    .safeParse(JSON.parse(json.toString('utf8')));
  // In JSON a key is there or not: none is undefined.
  if (read.success) return read.data as readonly Round[];
  const [issue] = read.error.issues;
  throw new Error(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}
