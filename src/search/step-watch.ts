import { type GrowthTest, isGrowing, type LatencySeen } from './growth.ts';
import type { StepLimits } from './limits.ts';
import type { StepBreak } from './step.ts';

/** What came in since the last look. */
export interface Look {
  readonly ms: number;
  /** Requests that came to an end, whatever came of them. */
  readonly requests: number;
  readonly errors: number;
  /** Of successes and timeouts: pairs of lower edge in µs and count, ascending. */
  readonly latency: ArrayLike<number>;
  /** Requests that were sent, or became due, since the step's beginning. */
  readonly sent: number;
}

interface WatchedStep {
  readonly ms: number;
  /** Requests that become due; null where each connection sends its next one once the last one is answered. */
  readonly perSecond: number | null;
  /** Whether these come at random rather than evenly spaced. */
  readonly atRandom: boolean;
}

/** Nothing is said of so few errors. */
const FEWEST_ERRORS = 5;
/** Errors of the last looks, so long together, are beyond the limit by more than four standard deviations. */
const FAILING_MS = 2000;
const FAILING_DEVIATIONS = 4;
/** How many requests more or fewer than on average come in by chance, in standard deviations. */
const COMING_DEVIATIONS = 3;
/** A pace is known from here on, and so is what all of the step would come to. */
const PACE_MS = 1000;
/** Silence that is no chance, and how many times as long as usual an answer may take before it is any. */
const SILENCE_MS = 1000;
const SILENCE_TIMES = 4;
/** How latency grows that is worth ending a step for: fast, or for some seconds. */
const GROWS_FAST: GrowthTest = { looks: 6, sureness: 6, slope: 0.2, deviations: 1.5 };
const GROWS_ON: GrowthTest = { looks: 10, sureness: 5, slope: 0.01, deviations: 1.5 };
/** And once all of a step is seen: at a rate that is half a per cent above the capacity. */
const GREW: GrowthTest = { looks: 6, sureness: 4, slope: 0.005, deviations: 1.25 };

/**
 * Watches one step of a search, so that no service is held beyond its break for longer than it takes to see that. A
 * limit is broken for good as soon as more requests are beyond it than all of the step may have: whatever the rest
 * brought, it would be broken at its end.
 */
export class StepWatch {
  readonly #step: WatchedStep;
  readonly #limits: StepLimits;
  readonly #looks: Look[] = [];
  readonly #latencies: LatencySeen[] = [];
  readonly #slow: number[];
  #seenMs = 0;
  #requests = 0;
  #errors = 0;
  #silentMs = 0;
  #sent = 0;
  #broken: StepBreak | null = null;

  constructor(step: WatchedStep, limits: StepLimits) {
    this.#step = step;
    this.#limits = limits;
    this.#slow = limits.latencies.map(() => 0);
  }

  /** To be called several times a second. @returns what is broken for good; null while nothing is */
  look(look: Look): StepBreak | null {
    this.#add(look);
    this.#broken ??= this.#find();
    return this.#broken;
  }

  /** What the step was ended for; null where nothing did. */
  get broken(): StepBreak | null {
    return this.#broken;
  }

  /** Whether latency grew all the time, once the step is over. */
  get grew(): boolean {
    return this.#grows(GREW);
  }

  #add(look: Look): void {
    const { ms, requests, errors, latency, sent } = look;
    this.#looks.push(look);
    this.#seenMs += ms;
    this.#requests += requests;
    this.#errors += errors;
    this.#sent = sent;
    this.#silentMs = requests > 0 ? 0 : this.#silentMs + ms;
    let [count, sumMs] = [0, 0];
    for (let i = 0; i + 1 < latency.length; i += 2) {
      const [edgeMs, times] = [(latency[i] as number) / 1000, latency[i + 1] as number];
      count += times;
      sumMs += edgeMs * times;
      this.#limits.latencies.forEach(({ limitMs }, limit) => {
        if (edgeMs > limitMs) (this.#slow[limit] as number) += times;
      });
    }
    const meanMs = count === 0 ? 0 : sumMs / count;
    this.#latencies.push({ requests: count, meanMs, atMs: this.#seenMs - ms / 2 });
  }

  #find(): StepBreak | null {
    const broken = this.#limitBroken() ?? this.#silence();
    if (broken !== null) return broken;
    return this.#grows(GROWS_FAST) || this.#grows(GROWS_ON) ? { what: 'queue' } : null;
  }

  #limitBroken(): StepBreak | null {
    const expected = this.#expected();
    if (expected === null) return null;
    const { latencies, errors } = this.#limits;
    const broken = latencies.find(
      ({ limitMs, allowed }, limit) =>
        (this.#slow[limit] as number) + this.#overdue(limitMs) > Math.max(1, allowed * expected),
    );
    if (broken) return { what: 'limit', metric: broken.metric };
    const most = Math.max(FEWEST_ERRORS, errors.share * expected);
    const fails = this.#errors > most || this.#isFailing(errors.share);
    return fails ? { what: 'limit', metric: errors.metric } : null;
  }

  /** In a long step, a few per cent too many take long to become more than all of it may have. */
  #isFailing(share: number): boolean {
    let [ms, requests, errors] = [0, 0, 0];
    for (let i = this.#looks.length - 1; i >= 0 && ms < FAILING_MS; i--) {
      const look = this.#looks[i] as Look;
      ms += look.ms;
      requests += look.requests;
      errors += look.errors;
    }
    const byChance = FAILING_DEVIATIONS * Math.sqrt(share * (1 - share) * requests);
    return ms >= FAILING_MS && errors > Math.max(FEWEST_ERRORS, share * requests + byChance);
  }

  /** Requests of all of the step; null before that can be told. */
  #expected(): number | null {
    const { ms, perSecond } = this.#step;
    if (perSecond !== null) return (perSecond * ms) / 1000;
    return this.#seenMs < PACE_MS ? null : (this.#requests * Math.max(ms, this.#seenMs)) / this.#seenMs;
  }

  /** Those that have been under way for longer than that, and are not answered yet. */
  #overdue(limitMs: number): number {
    const { perSecond } = this.#step;
    if (perSecond === null || this.#seenMs < limitMs) return 0;
    const coming = (perSecond * limitMs) / 1000;
    return Math.max(0, this.#sent - coming - COMING_DEVIATIONS * Math.sqrt(coming) - this.#requests);
  }

  #silence(): StepBreak | null {
    const waiting = this.#sent > this.#requests;
    const usualMs = this.#latencies.reduce((longest, { meanMs }) => Math.max(longest, meanMs), 0);
    const isLong = this.#silentMs >= Math.max(SILENCE_MS, SILENCE_TIMES * usualMs);
    return waiting && isLong ? { what: 'silence' } : null;
  }

  /** In a closed model nothing queues that nobody waits for. */
  #grows(test: GrowthTest): boolean {
    const { perSecond, atRandom } = this.#step;
    return perSecond !== null && isGrowing(this.#latencies, test, atRandom ? perSecond : null);
  }
}
