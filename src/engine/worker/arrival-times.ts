/**
 * When requests of an open model become due. With Λ(t) the requests that are expected until t, evenly spread ones come
 * where Λ is a whole number (and a phase), and those of an inhomogeneous Poisson process where Λ has grown by an
 * exponential step (Çınlar, "Introduction to Stochastic Processes", 1975, 4.7). Both go on over the stages' bounds, and
 * a ramp of rates has its very own moments.
 */
import type { Random } from '../random.ts';
import type { StagePart } from './messages.ts';

/** A stretch whose rate changes evenly, or stays. */
type RateStretch = Pick<StagePart, 'durationMs' | 'arrivals'>;

export class ArrivalTimes {
  readonly #stretches: readonly RateStretch[];
  /** Only of a Poisson process. */
  readonly #random: Random | null;
  /** Which stretch the next one falls into, when that began, and Λ by then. */
  #at = 0;
  #startMs = 0;
  #before = 0;
  /** Λ of the next one. */
  #mark: number;

  /** @param stretches one after the other; without any, nothing ever comes */
  constructor(stretches: readonly RateStretch[], random: Random) {
    const [first] = stretches;
    this.#stretches = stretches;
    this.#random = first?.arrivals?.kind === 'poisson' ? random : null;
    // At random, the first one is as far from the beginning as others are from the one before: several threads, or
    // machines, would else begin with one each at once.
    this.#mark = this.#random === null ? (first?.arrivals?.phase ?? 0) : exponential(this.#random);
  }

  /** @returns ms since the first stretch began, ascending; +∞ after the last one's end */
  next(): number {
    const mark = this.#mark;
    this.#mark += this.#random === null ? 1 : exponential(this.#random);
    for (;;) {
      const stretch = this.#stretches[this.#at];
      if (stretch === undefined) return Number.POSITIVE_INFINITY;
      const expected = expectedIn(stretch);
      if (mark < this.#before + expected) return this.#startMs + momentIn(stretch, mark - this.#before);
      this.#at++;
      this.#startMs += stretch.durationMs;
      this.#before += expected;
    }
  }
}

/** Of mean 1. */
function exponential(random: Random): number {
  return -Math.log(1 - random.unit());
}

function expectedIn({ durationMs, arrivals }: RateStretch): number {
  if (arrivals === null) return 0;
  const { perSecond, fromPerSecond = perSecond } = arrivals;
  return (((fromPerSecond + perSecond) / 2) * durationMs) / 1000;
}

/** Where so many are expected, in ms since its start: a root of a·t + (b − a)·t²/2T in a form that keeps its digits. */
function momentIn({ durationMs, arrivals }: RateStretch, count: number): number {
  if (arrivals === null || count <= 0) return 0;
  const { perSecond, fromPerSecond = perSecond } = arrivals;
  if (fromPerSecond === perSecond) return (1000 * count) / perSecond;
  const [a, b] = [fromPerSecond / 1000, perSecond / 1000];
  const root = Math.sqrt(Math.max(0, a * a + (2 * (b - a) * count) / durationMs));
  return (2 * count) / (a + root);
}
