/** Sums of histograms to which more is added a few parts at a time, as what many machines saw is. */
import type { Buckets } from '../engine/round.ts';
import { addUp, indexOf, lowerEdgeUs, type Pairs } from './add-buckets.ts';

/**
 * Pairs are gone through from end to end for each addition, which for thousands of sums would be most of what a merge
 * takes. So a sum of many buckets is kept as a table of counts, to which a part is added without looking at the rest;
 * to whoever holds it, something stands for it until it is closed.
 */
export class GrowingSums {
  readonly #tables = new WeakMap<Buckets, Table>();

  /**
   * @param parts ascending; the first one may be what this gave before, which is used up
   * @returns what to give with the next parts, and reads as no histogram until then
   */
  readonly grow = (parts: readonly Buckets[]): Buckets => {
    const sum = this.#add(parts);
    const table = sum instanceof Table ? sum : Table.of(sum);
    if (table === null) return sum as Pairs;
    const standIn: Buckets = [];
    this.#tables.set(standIn, table);
    return standIn;
  };

  /** The same with the last parts, and gives the sum itself: see `addUp`. */
  readonly close = (parts: readonly Buckets[]): Pairs => {
    const sum = this.#add(parts);
    return sum instanceof Table ? sum.toPairs() : sum;
  };

  #add(parts: readonly Buckets[]): Table | Pairs {
    const [first, ...others] = parts;
    const table = first && this.#tables.get(first);
    if (table === undefined) return addUp(parts);
    // Its memory is free as soon as nobody asks for it any more, and not only when all sums are closed.
    this.#tables.delete(first as Buckets);
    return table.add(others) ? table : addUp([table.toPairs(), ...others]);
  }
}

/** So many buckets a table may have for each that holds something: it takes at most four times as much as pairs. */
const MOST_PER_HELD = 8;
/** Free buckets on either side, so that a slightly slower or faster part needs no other table. */
const MARGIN = 256;
const LARGEST = 2 ** 32 - 1;
const LAST = indexOf(LARGEST);

/** Counts of neighbouring buckets, in 32 bits each. */
class Table {
  #from = 0;
  #counts = new Uint32Array(0);
  /** Buckets that hold something. */
  #held = 0;
  /** All counts together: where they fit into 32 bits, each of them does. */
  #counted = 0;

  /** Null where it would take much more memory than pairs, or 32 bits are too few. */
  static of(pairs: Pairs): Table | null {
    const table = new Table();
    return table.#add([pairs], pairs.length / 2) ? table : null;
  }

  /** False where that can't be in a table, as above: then nothing is added. */
  add(parts: readonly Buckets[]): boolean {
    return this.#add(parts, this.#held);
  }

  toPairs(): Pairs {
    const pairs = new Uint32Array(2 * this.#held);
    const [counts, from] = [this.#counts, this.#from];
    for (let at = 0, i = 0; at < pairs.length; i++) {
      const count = counts[i] as number;
      if (count === 0) continue;
      pairs[at++] = lowerEdgeUs(from + i);
      pairs[at++] = count;
    }
    return pairs;
  }

  /** @param held buckets that hold something, at least */
  #add(parts: readonly Buckets[], held: number): boolean {
    const filled = parts.filter(({ length }) => length > 0);
    const counted = filled.reduce((sum, part) => sum + countOf(part), this.#counted);
    if (counted > LARGEST || !this.#makeRoom(filled, held)) return false;
    this.#counted = counted;
    for (const part of filled) this.#addPart(part);
    return true;
  }

  #makeRoom(parts: readonly Buckets[], held: number): boolean {
    let [first, last] = [this.#from, this.#from + this.#counts.length - 1];
    if (last < first) first = LAST;
    for (const part of parts) {
      first = Math.min(first, indexOf(part[0] as number));
      last = Math.max(last, indexOf(part[part.length - 2] as number));
    }
    if (first >= this.#from && last < this.#from + this.#counts.length) return true;
    if (last > LAST || last - first >= MOST_PER_HELD * held) return false;
    const from = Math.max(0, first - MARGIN);
    const counts = new Uint32Array(Math.min(LAST, last + MARGIN) + 1 - from);
    if (this.#counts.length > 0) counts.set(this.#counts, this.#from - from);
    [this.#from, this.#counts] = [from, counts];
    return true;
  }

  #addPart(part: Buckets): void {
    const [counts, from] = [this.#counts, this.#from];
    let held = this.#held;
    const { length } = part;
    for (let i = 0; i < length; i += 2) {
      const at = indexOf(part[i] as number) - from;
      if (counts[at] === 0) held++;
      (counts[at] as number) += part[i + 1] as number;
    }
    this.#held = held;
  }
}

function countOf(part: Buckets): number {
  let count = 0;
  for (let i = 1; i < part.length; i += 2) count += part[i] as number;
  return count;
}
