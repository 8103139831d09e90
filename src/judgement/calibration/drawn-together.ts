/** All responses of a drawn session, as the guard of a gate over slices looks at them. */
import { METRICS, type Metric } from '../../config/metrics.ts';
import { Histogram } from '../../evidence/histogram.ts';
import type { ScopeFigures } from '../../evidence/interleaved.ts';
import type { Sides } from '../../evidence/result/parts.ts';
import { secondsOf, type Together } from '../interleaved/guarded-gate.ts';
import type { DrawnBlock } from './draw-session.ts';

/** Pairs of a place among all edges, and how many responses are there. */
type Places = readonly number[];

/**
 * Responses of measured blocks. Hundreds of sessions are put together of them, block by block, so that each response
 * has its place in one table from the beginning.
 */
interface Measured {
  /** 0…1, of the metric. */
  readonly quantile: number;
  /** ln of the buckets' lower edges in µs, ascending. */
  readonly edges: readonly number[];
  readonly blocks: readonly (Sides<Places> & { readonly seconds: number })[];
}

/** @param centre what the two sides differ by in all blocks, on the log scale: it is taken off the target's */
export function tabulate(metric: Metric, blocks: readonly Sides<ScopeFigures>[], centre: number): Measured {
  const row = METRICS[metric];
  if (row.kind !== 'latency') throw new RangeError(`${metric} has no histogram`);
  const sides = blocks.map(({ base, target }) => ({
    base: base.latency.buckets,
    target: scaled(target.latency, Math.exp(-centre)).buckets,
  }));
  const starts = (buckets: Histogram['buckets']) => [...buckets].filter((_, i) => i % 2 === 0);
  const all = new Set(sides.flatMap(({ base, target }) => [...starts(base), ...starts(target)]));
  const edges = [...all].sort((a, b) => a - b);
  const places = new Map(edges.map((edge, place) => [edge, place]));
  const placesOf = (buckets: Histogram['buckets']): Places =>
    [...buckets].map((value, i) => (i % 2 === 0 ? (places.get(value) ?? 0) : value));
  return {
    quantile: row.quantile,
    edges: edges.map((edge) => Math.log(Math.max(1, edge))),
    blocks: blocks.map((block, i) => ({
      base: placesOf(sides[i]?.base ?? []),
      target: placesOf(sides[i]?.target ?? []),
      seconds: secondsOf(block),
    })),
  };
}

function scaled(latency: Histogram, factor: number): Histogram {
  if (factor === 1) return latency;
  return Histogram.of([...latency.buckets].map((value, i) => (i % 2 === 0 ? value * factor : value)));
}

/** The responses of one side, added up as far as somebody asked. */
class Sum {
  readonly #counts: Uint32Array;
  #total = 0;

  constructor(places: number) {
    this.#counts = new Uint32Array(places);
  }

  add(places: Places): void {
    for (let i = 0; i + 1 < places.length; i += 2) {
      (this.#counts[places[i] as number] as number) += places[i + 1] as number;
      this.#total += places[i + 1] as number;
    }
  }

  /** Hyndman and Fan's type 7 between logs, as of a histogram; from above, where tails are. Null without a response. */
  quantile({ quantile, edges }: Measured): number | null {
    if (this.#total === 0) return null;
    const at = (this.#total - 1) * quantile;
    let place = this.#counts.length;
    let above = 0;
    const edgeOf = (rank: number): number => {
      while (above < this.#total - rank) above += this.#counts[--place] as number;
      return edges[place] as number;
    };
    const upper = edgeOf(Math.ceil(at));
    const lower = edgeOf(Math.floor(at));
    return lower + (at - Math.floor(at)) * (upper - lower);
  }
}

export class DrawnTogether {
  readonly #measured: Measured;
  readonly #drawn: readonly DrawnBlock[];
  readonly #widen: number;
  readonly #sums: Sides<Sum>;
  readonly #seconds: number[] = [0];
  /** After so many blocks, as far as somebody asked. */
  readonly #slowdowns: number[] = [0];

  /** @param widen as of the session's values */
  constructor(measured: Measured, drawn: readonly DrawnBlock[], widen: number) {
    this.#measured = measured;
    this.#drawn = drawn;
    this.#widen = widen;
    this.#sums = { base: new Sum(measured.edges.length), target: new Sum(measured.edges.length) };
  }

  /** Where the target is slower by so much, on the scale of the series. */
  with(change: number): Together {
    return {
      seconds: (blocks) => this.#until(blocks, this.#seconds),
      slowdown: (blocks) => this.#until(blocks, this.#slowdowns) + change,
    };
  }

  #until(blocks: number, values: readonly number[]): number {
    while (values.length <= blocks) this.#addNext();
    return values[blocks] as number;
  }

  #addNext(): void {
    const done = this.#seconds.length - 1;
    const { index, swapped } = this.#drawn[done] as DrawnBlock;
    const block = this.#measured.blocks[index] as Measured['blocks'][number];
    const { base, target } = this.#sums;
    base.add(swapped ? block.target : block.base);
    target.add(swapped ? block.base : block.target);
    const [before, now] = [base.quantile(this.#measured), target.quantile(this.#measured)];
    this.#seconds.push((this.#seconds[done] as number) + block.seconds);
    this.#slowdowns.push(before === null || now === null ? 0 : this.#widen * (now - before));
  }
}
