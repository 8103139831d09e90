import type { StepLimits } from './limits.ts';
import type { SearchStep, SeenStep, StepBreak } from './step.ts';
import type { StepWatch } from './step-watch.ts';

/** What all of a step came to, with the responses that were waited for. */
export interface StepTotals {
  /** For so long was it sent, and with the wait for its last responses. */
  readonly sentMs: number;
  readonly elapsedMs: number;
  /** Successes. */
  readonly throughputPerSecond: number;
  /** Requests that came to an end, those of them that were no success, and those that a rate limiter turned away. */
  readonly requests: number;
  readonly errors: number;
  readonly limited: number;
  /** Of successes and timeouts: pairs of lower edge in µs and count. */
  readonly latency: ArrayLike<number>;
  /** Whether the load generator was late enough to matter, and so busy that it asked less than it was to. */
  readonly generatorLate: boolean;
  readonly generatorHeldBack: boolean;
}

/** One request alone of so many or more may be slow, or fail, by chance: it shows no share. */
const CHANCE_OF = 10;
/** Errors are a limiter's where at least so many of them are. */
const MOSTLY = 0.5;

/**
 * What came of a step: what it was ended for, or what its limits say of all of it.
 *
 * @param limits of its phase
 */
export function seeStep(
  { phase, load }: SearchStep,
  limits: StepLimits,
  totals: StepTotals,
  watch: Pick<StepWatch, 'grew' | 'broken'>,
): SeenStep {
  const { sentMs, elapsedMs, throughputPerSecond } = totals;
  const broke = watch.broken ?? breakOf(totals, limits, watch.grew);
  return {
    phase,
    load,
    seconds: sentMs / 1000,
    elapsedMs,
    throughputPerSecond,
    broke: whoseIs(broke, totals, limits),
    cut: watch.broken !== null,
  };
}

function breakOf(
  { requests, errors, latency }: StepTotals,
  limits: StepLimits,
  grew: boolean,
): StepBreak | null {
  if (requests === 0) return { what: 'silence' };
  const [counts, edges] = [odd(latency, 1), odd(latency, 0)];
  const all = counts.reduce((sum, count) => sum + count, 0);
  for (const { metric, limitMs, allowed } of limits.latencies) {
    const slow = counts.reduce(
      (sum, count, i) => ((edges[i] as number) > 1000 * limitMs ? sum + count : sum),
      0,
    );
    if (isMore(slow, allowed, all)) return { what: 'limit', metric };
  }
  if (isMore(errors, limits.errors.share, requests)) return { what: 'limit', metric: limits.errors.metric };
  return grew ? { what: 'queue' } : null;
}

/** Whether so many of all are more than a share of them, and not one that comes to less than a tenth. */
function isMore(cases: number, share: number, all: number): boolean {
  return cases > Math.max(share * all, Math.min(1, all / CHANCE_OF));
}

/** Every other one. */
function odd(pairs: ArrayLike<number>, from: 0 | 1): number[] {
  return Array.from(pairs).filter((_, i) => i % 2 === from);
}

/** A limit that somebody else breaks is not the service's. */
function whoseIs(broke: StepBreak | null, totals: StepTotals, limits: StepLimits): StepBreak | null {
  const { errors, limited, generatorLate, generatorHeldBack } = totals;
  if (broke?.what === 'limiter' || broke?.what === 'silence') return broke;
  const failed = broke?.what === 'limit' && broke.metric === limits.errors.metric;
  if (failed && limited > 0 && limited >= MOSTLY * errors) return { what: 'limiter' };
  return generatorHeldBack || (broke !== null && generatorLate) ? { what: 'generator' } : broke;
}
