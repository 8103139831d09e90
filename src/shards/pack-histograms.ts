/**
 * Histograms one after the other as bytes: how many there are and how many pairs they hold together; then of each its
 * pairs, and for every pair its distance from the one before and its count. Numbers are LEB128 (DWARF 5, 7.6), of which
 * most take a byte. As numbers in JSON they would be several times as long, and take ten times as long to read.
 */
import type { Buckets } from '../engine/round.ts';

const MORE = 0x80;
const LARGEST = Number.MAX_SAFE_INTEGER;
/** Each is named in a batch or a tick, in fifty bytes of rounds that have 64 MiB at most. */
const MOST_HISTOGRAMS = 1_500_000;
/** A third of a file's are empty, and a view of nothing takes as much memory as any. */
const NO_PAIRS: Buckets = new Uint32Array(0);
/** Numbers of a piece of memory: 4 MiB. */
const PIECE = 2 ** 20;

export function packHistograms(histograms: readonly Buckets[]): Uint8Array {
  const bytes: number[] = [];
  write(bytes, histograms.length);
  write(
    bytes,
    histograms.reduce((pairs, { length }) => pairs + length / 2, 0),
  );
  for (const buckets of histograms) {
    write(bytes, buckets.length / 2);
    let before = 0;
    for (let i = 0; i + 1 < buckets.length; i += 2) {
      const edge = buckets[i] as number;
      write(bytes, edge - before);
      write(bytes, buckets[i + 1] as number);
      before = edge;
    }
  }
  return Uint8Array.from(bytes);
}

/** Memory for the numbers of some files, used again for the next ones: freed, it would stay with the process. */
export class NumbersMemory {
  readonly #pieces: Uint32Array[] = [];
  #piece = 0;
  #used = 0;

  /** 32-bit numbers, which may hold anything. */
  reserve(length: number): Uint32Array {
    for (; ; [this.#piece, this.#used] = [this.#piece + 1, 0]) {
      this.#pieces[this.#piece] ??= new Uint32Array(Math.max(PIECE, length));
      const [piece, from] = [this.#pieces[this.#piece] as Uint32Array, this.#used];
      if (from + length > piece.length) continue;
      this.#used += length;
      return piece.subarray(from, this.#used);
    }
  }

  /** What was unpacked into it is nothing any more. */
  clear(): void {
    [this.#piece, this.#used] = [0, 0];
  }
}

/**
 * Throws RangeError for bytes that `packHistograms` does not write: others may have written the file.
 *
 * @returns all of them in one piece, of the memory where they fit into 32 bits: of 256 machines there are 300,000
 */
export function unpackHistograms(bytes: Uint8Array, memory: NumbersMemory): readonly Buckets[] {
  const numbers = new Numbers(bytes);
  const [histograms, pairs] = [numbers.next(), numbers.next()];
  // Each takes a byte at least, and a pair two: no claim reserves more memory than the file is long.
  if (histograms + 2 * pairs > bytes.length) throw new RangeError('more histograms than it has room for');
  // An empty one takes a byte here, and a hundred times as much as a list.
  if (histograms > MOST_HISTOGRAMS) throw new RangeError('more histograms than rounds name');
  const from = numbers.at;
  const narrow = memory.reserve(2 * pairs);
  const ends = fill(narrow, histograms, numbers);
  if (ends !== null) return cut(narrow, ends);
  numbers.at = from;
  const wide = new Float64Array(2 * pairs);
  return cut(wide, fill(wide, histograms, numbers) ?? []);
}

/** @returns where each ends; null where a number doesn't fit */
function fill(into: Uint32Array | Float64Array, histograms: number, numbers: Numbers): number[] | null {
  const most = into instanceof Uint32Array ? 2 ** 32 - 1 : LARGEST;
  const ends: number[] = [];
  let at = 0;
  for (let k = 0; k < histograms; k++) {
    const end = at + 2 * numbers.next();
    if (end > into.length) throw new RangeError('more pairs than are claimed');
    let edge = 0;
    for (const first = at; at < end; at += 2) {
      const distance = numbers.next();
      const count = numbers.next();
      edge += distance;
      if ((distance === 0 && at > first) || count === 0) throw new RangeError('no such bucket');
      if (edge > most || count > most) {
        if (most === LARGEST) throw new RangeError('too large a number');
        return null;
      }
      into[at] = edge;
      into[at + 1] = count;
    }
    ends.push(end);
  }
  if (at < into.length || !numbers.isAtEnd) throw new RangeError('something else than histograms');
  return ends;
}

function cut(numbers: Uint32Array | Float64Array, ends: readonly number[]): readonly Buckets[] {
  let from = 0;
  return ends.map((end) => {
    const [at, isEmpty] = [from, from === end];
    from = end;
    return isEmpty ? NO_PAIRS : numbers.subarray(at, end);
  });
}

function write(bytes: number[], value: number): void {
  let left = value;
  for (; left >= MORE; left = Math.floor(left / MORE)) bytes.push((left % MORE) + MORE);
  bytes.push(left);
}

/** Reads one after the other. */
class Numbers {
  readonly #bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.at === this.#bytes.length;
  }

  /** Throws RangeError where there is none, or it is written longer than it is. Nearly all have one byte or two. */
  next(): number {
    const [bytes, at] = [this.#bytes, this.at];
    const low = bytes[at] ?? MORE;
    if (low < MORE) {
      this.at = at + 1;
      return low;
    }
    const high = bytes[at + 1] ?? MORE;
    if (high > 0 && high < MORE) {
      this.at = at + 2;
      return low - MORE + high * MORE;
    }
    return this.#finish(this.#take() - MORE);
  }

  #finish(lowest: number): number {
    let [value, scale] = [lowest, MORE];
    for (;;) {
      const byte = this.#take();
      value += (byte % MORE) * scale;
      if (value > LARGEST) throw new RangeError('too large a number');
      if (byte < MORE) {
        if (byte === 0) throw new RangeError('a number that is longer than it need be');
        return value;
      }
      scale *= MORE;
    }
  }

  #take(): number {
    const byte = this.#bytes[this.at++];
    if (byte === undefined) throw new RangeError('cut off');
    return byte;
  }
}
