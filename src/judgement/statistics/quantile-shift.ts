import { widthUs } from '../../evidence/add-buckets.ts';
import { Histogram } from '../../evidence/histogram.ts';
import type { Sides } from '../../evidence/result/parts.ts';

/** A quantile of a whole on either side, and what each part contributes to the difference. */
interface QuantileShift {
  /** Nearest rank, as `percentileMs` reads it. */
  readonly beforeMs: number;
  readonly afterMs: number;
  /** In the order of the parts; their sum is afterMs − beforeMs. */
  readonly partsMs: readonly number[];
}

/**
 * Whose responses carry the shift of a quantile of a mix. All parts are turned from the base's into the target's at
 * once, as the mixture (1 − t)·base + t·target with t from 0 to 1, and each gets what its change moves the quantile by
 * along that way: the value of Aumann and Shapley ("Values of Non-Atomic Games", 1974), which adds up and needs no
 * order. Of a quantile Q with survival functions S, where ΔS is the target's minus the base's and each part's ΔS_i is
 * in shares of its whole, it comes to
 *
 *     c_i = ∫ from Q_base to Q_target of ΔS_i(q) / ΔS(q) dq,
 *
 * since on the way dQ = −(dt · ΔS(Q)) / S′(Q), of which part i has the share ΔS_i(Q) / ΔS(Q). Between the buckets of
 * histograms S is constant, so that the integral is a sum. Between the two quantiles ΔS is never 0: one side has at
 * most 1 − quantile of its responses above, and the other has more.
 *
 * @param quantile 0…1
 * @returns null where a side has no response
 */
export function shiftOfQuantile(parts: readonly Sides<Histogram>[], quantile: number): QuantileShift | null {
  const whole = {
    base: Histogram.merge(...parts.map(({ base }) => base)),
    target: Histogram.merge(...parts.map(({ target }) => target)),
  };
  const beforeMs = whole.base.percentileMs(100 * quantile);
  const afterMs = whole.target.percentileMs(100 * quantile);
  if (beforeMs === null || afterMs === null) return null;
  const [low, high] = [Math.min(beforeMs, afterMs), Math.max(beforeMs, afterMs)];
  const steps = [
    ...new Set([low, high, ...[whole.base, whole.target].flatMap((all) => between(all, low, high))]),
  ];
  steps.sort((a, b) => a - b);
  const above = parts.map(({ base, target }) => ({
    base: new SharesAbove(base, whole.base.count),
    target: new SharesAbove(target, whole.target.count),
  }));
  const partsMs = parts.map(() => 0);
  for (let i = 0; i + 1 < steps.length; i++) {
    const at = steps[i] as number;
    const moved = above.map(({ base, target }) => target.at(at) - base.at(at));
    const all = moved.reduce((sum, one) => sum + one, 0);
    const lengthMs = Math.sign(afterMs - beforeMs) * ((steps[i + 1] as number) - at);
    moved.forEach((one, part) => {
      (partsMs[part] as number) += (lengthMs * one) / all;
    });
  }
  return { beforeMs, afterMs, partsMs };
}

/** Values at which buckets are read, from low to below high. */
function between({ buckets }: Histogram, low: number, high: number): number[] {
  const values: number[] = [];
  for (let i = 0; i < buckets.length; i += 2) {
    const ms = readMs(buckets[i] as number);
    if (ms >= low && ms < high) values.push(ms);
  }
  return values;
}

function readMs(edgeUs: number): number {
  return (edgeUs + widthUs(edgeUs) - 1) / 1000;
}

/** How large a share of the whole lies in this part and above a value; asked for values that ascend. */
class SharesAbove {
  readonly #buckets: Histogram['buckets'];
  readonly #all: number;
  #at = 0;
  #above: number;

  constructor({ buckets, count }: Histogram, all: number) {
    this.#buckets = buckets;
    this.#above = count;
    this.#all = all;
  }

  at(ms: number): number {
    while (this.#at < this.#buckets.length && readMs(this.#buckets[this.#at] as number) <= ms) {
      this.#above -= this.#buckets[this.#at + 1] as number;
      this.#at += 2;
    }
    return this.#above / this.#all;
  }
}
