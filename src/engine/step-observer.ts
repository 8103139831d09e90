import type { Plan, Stage } from '../config/plan.ts';
import { isGeneratorBusy, isGeneratorLate } from '../search/late-generator.ts';
import { limitsIn, limitsOf, type StepLimits } from '../search/limits.ts';
import { type StepTotals, seeStep } from '../search/see-step.ts';
import type { SearchStep, SeenStep } from '../search/step.ts';
import { StepWatch } from '../search/step-watch.ts';
import { mergeBuckets } from './merge-portions.ts';
import type { Buckets, Round } from './round.ts';
import type { SecondStats } from './worker/messages.ts';

/** How often a step is looked at: soon enough to be kind, and seldom enough to cost nothing. */
export const LOOK_MS = 250;
/** A look after the step's end sees only what is waited for. */
const AFTER_END_MS = 50;

/** Watches a step of a search while it is under way, and says what came of it. */
export class StepObserver {
  readonly #step: SearchStep;
  readonly #limits: StepLimits;
  readonly #watch: StepWatch;
  readonly #isOpen: boolean;
  #startMs: number | null = null;
  #lookedMs = 0;

  constructor(step: SearchStep, { gate }: Pick<Plan, 'gate'>, { arrivals }: Stage) {
    this.#step = step;
    this.#limits = limitsIn(step.phase, limitsOf(gate));
    this.#isOpen = arrivals !== null;
    const perSecond = arrivals?.perSecond ?? null;
    const atRandom = arrivals?.kind === 'poisson';
    this.#watch = new StepWatch({ ms: step.ms, perSecond, atRandom }, this.#limits);
  }

  /** Its measured time has begun. */
  measuring(): void {
    this.#startMs ??= performance.now();
    this.#lookedMs = this.#startMs;
  }

  /** Whether it is to end here, since it is known what it breaks. */
  get isBroken(): boolean {
    return this.#watch.broken !== null;
  }

  look(seconds: readonly SecondStats[], sent: number): void {
    const nowMs = performance.now();
    if (this.#startMs === null || nowMs - this.#startMs > this.#step.ms + AFTER_END_MS) return;
    const ms = nowMs - this.#lookedMs;
    this.#lookedMs = nowMs;
    const errors = total(seconds, (second) => second.errors);
    const requests = errors + total(seconds, (second) => second.completedSuccesses);
    const latency = mergeBuckets(seconds.map((second) => second.latency));
    this.#watch.look({ ms, requests, errors, latency, sent });
  }

  /** @returns null where it was ended by something that says nothing of the service */
  seen(round: Round): SeenStep | null {
    const { ended } = round;
    const totals = this.#totalsOf(round);
    switch (ended.how) {
      case 'complete':
        return seeStep(this.#step, this.#limits, totals, this.#watch);
      case 'target-lost':
        return seeStep(this.#step, this.#limits, totals, { broken: { what: 'silence' }, grew: false });
      case 'rate-limited':
        return seeStep(this.#step, this.#limits, totals, { broken: { what: 'limiter' }, grew: false });
      default:
        return null;
    }
  }

  #totalsOf({ measuredMs, elapsedMs, requests, generator, connections }: Round): StepTotals {
    const batches = requests.flatMap((stats) => stats.batches);
    const latency = mergeBuckets(batches.map((batch) => batch.latency));
    const outcomes = total(requests, (stats) => total(Object.values(stats.outcomes), (count) => count));
    const successes = total(requests, (stats) => stats.outcomes.success);
    const completed = total(batches, (batch) => batch.completedSuccesses);
    // Each connection always has one under way: without the edges of a short step, X = N / R (Little's law).
    const busyMs = total(batches, (batch) => batch.busyMs) / connections;
    const [count, ms] = this.#isOpen ? [completed, measuredMs] : [successes, busyMs];
    return {
      sentMs: measuredMs,
      elapsedMs,
      throughputPerSecond: ms > 0 ? (1000 * count) / ms : 0,
      requests: outcomes,
      errors: outcomes - successes,
      limited: total(requests, (stats) => stats.intercepted.rateLimited),
      latency,
      generatorLate: isGeneratorLate(generator, p99MsOf(latency)),
      // With a rate, what it was late by is in the latency, and what was due is sent all the same.
      generatorHeldBack: !this.#isOpen && isGeneratorBusy(generator),
    };
  }
}

function total<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}

/** At the lower edge of its bucket; 0 where nothing was recorded. */
function p99MsOf(latency: Buckets): number {
  const counts = Array.from(latency).filter((_, i) => i % 2 === 1);
  let left = 0.99 * total(counts, (count) => count);
  const at = counts.findIndex((count) => {
    left -= count;
    return left <= 0;
  });
  return (latency[2 * at] ?? 0) / 1000;
}
