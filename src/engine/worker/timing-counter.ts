import { MOST_NAMES, TIMING_COLUMNS } from '../../config/why.ts';
import type { Timings } from '../timings.ts';
import { readServerTiming } from './server-timing.ts';

/** Of a doubling. */
const BUCKETS = 16;

/** Adds up what Server-Timing tells of the responses to one request name, or what the steps of walks took. */
export class TimingCounter {
  readonly #most: number;
  readonly #columns = new Map<string, number>();
  readonly #rows = new Map<number, Float64Array>();
  #more = false;
  #row: Float64Array = new Float64Array(0);
  readonly #see = (name: string, ms: number): void => {
    const column = this.#columnOf(name);
    if (column < 0) this.#more = true;
    else (this.#row[column] as number) += ms;
  };

  /** @param most names that are kept */
  constructor(most = MOST_NAMES) {
    this.#most = most;
  }

  /** @param header the value of Server-Timing */
  record(latencyMs: number, header: string): void {
    this.#row = this.#rowOf(latencyMs);
    readServerTiming(header, this.#see);
  }

  /** @param partsMs what of it each of the names took, in their order */
  recordParts(latencyMs: number, names: readonly string[], partsMs: readonly number[]): void {
    this.#row = this.#rowOf(latencyMs);
    for (let i = 0; i < names.length; i++) this.#see(names[i] as string, partsMs[i] as number);
  }

  get timings(): Timings {
    const width = TIMING_COLUMNS + this.#columns.size;
    const rows = new Float64Array(width * this.#rows.size);
    let at = 0;
    for (const row of this.#rows.values()) {
      rows.set(row.subarray(0, width), at);
      at += width;
    }
    return { names: [...this.#columns.keys()], more: this.#more, rows };
  }

  /** With the response counted in it. */
  #rowOf(latencyMs: number): Float64Array {
    const bucket = Math.floor(BUCKETS * Math.log2(Math.max(1, latencyMs * 1000)));
    let row = this.#rows.get(bucket);
    if (row === undefined) {
      row = new Float64Array(TIMING_COLUMNS + this.#most);
      row[0] = bucket;
      this.#rows.set(bucket, row);
    }
    (row[1] as number)++;
    (row[2] as number) += latencyMs;
    return row;
  }

  /** −1 for a name beyond those that are kept. */
  #columnOf(name: string): number {
    const known = this.#columns.get(name);
    if (known !== undefined) return known;
    if (this.#columns.size >= this.#most) return -1;
    const column = TIMING_COLUMNS + this.#columns.size;
    this.#columns.set(name, column);
    return column;
  }
}
