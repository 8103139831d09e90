/**
 * Which rows of a judgement stand though the generator was late: a verdict is invalid only where it hangs on the
 * others.
 */
import { METRICS, type Metric } from '../../config/metrics.ts';
import type { Figures } from '../../evidence/measurement.ts';
import type { Comparison, Finding, TrendResult } from '../../evidence/result/comparison.ts';
import { inStages } from '../in-stages.ts';
import { passesOf } from '../limits/each-pass.ts';
import { judgeLimit } from '../limits/judge-limit.ts';
import { allowedBeyond, burstOfSlower, isSlowInEach } from '../limits/slower.ts';
import type { Opponent, Row, Scope } from '../row.ts';
import { isShownAbove } from '../statistics/shown-above.ts';
import { atBest, atWorst, type Lateness } from './lateness.ts';

/** By how much a stall has to lift latencies over the limit, in ms, before it may be what did it. */
const STALLS_MS = [
  20, 30, 40, 60, 80, 120, 160, 240, 320, 480, 640, 960, 1280, 1920, 2560, 5120, 10_240,
] as const;

/**
 * Each row's limit and stored comparison; what was compared beside a base is another matter, see `findUnequalLateness`.
 */
export function withstands(
  { comparison }: Row,
  scope: Scope,
  opponent: Opponent,
  lateness: Lateness,
): boolean {
  const { metric, limit, regression, trend, against } = comparison;
  const limitStands = limit === null || standsLimit(metric, scope, limit.finding, lateness);
  const stands = limitStands && (trend === undefined || standsTrend(metric, trend.finding, lateness));
  if (!regression?.gates || against === 'base') return stands;
  return stands && standsRegression(metric, scope, regression.finding, opponent, lateness);
}

/** A machine that gets busier over the load makes latency rise, and the rate fall; it makes no errors. */
function standsTrend(metric: Metric, finding: TrendResult['finding'], { isLate }: Lateness): boolean {
  return !isLate || finding === 'undecided' || METRICS[metric].kind === 'share';
}

function standsLimit(metric: Metric, scope: Scope, finding: Finding, lateness: Lateness): boolean {
  const again = (figures: Figures) => judgeLimit(metric, { ...scope, figures })?.result.finding;
  if (finding === 'within')
    return standsAtWorst(metric, lateness, () => again(atWorst(scope.figures, lateness)) === 'within');
  if (finding !== 'over-limit') return true;
  // Late readings look like a service that is still slow.
  if (METRICS[metric].kind === 'time') return !lateness.isLate;
  return METRICS[metric].kind === 'latency'
    ? isOverDespiteStalls(metric, scope, lateness)
    : again(atBest(scope.figures, lateness)) === 'over-limit';
}

/**
 * A late reading only adds, and a rate that was reached was reached; but where much less load was offered than was
 * meant, nobody knows what latencies and errors the rest would have met.
 */
function standsAtWorst(
  metric: Metric,
  { isLate, model, withheld }: Lateness,
  isGood: () => boolean,
): boolean {
  if (!isLate || model === 'open' || METRICS[metric].kind === 'rate') return true;
  return withheld < 1 && isGood();
}

/**
 * A stall above y delays at most one request of each connection by y, and those that became due in it. So many slow
 * ones are taken off, for whichever y leaves the most; of a generator within its limits, what all its stalls explain.
 */
function isOverDespiteStalls(
  metric: Metric,
  { figures, bounds, stages }: Scope,
  lateness: Lateness,
): boolean {
  const limitMs = bounds[metric]?.limit ?? 0;
  const row = METRICS[metric];
  if (row.kind !== 'latency' || (lateness.isLate && lateness.withheld >= 1)) return false;
  // Then the wait is the generator's as well: only the service's own time says anything.
  if (lateness.sentLate) return (figures.serviceMs?.[row.field] ?? 0) > limitMs;
  const { count } = figures.latency;
  const parts = figures.batches.map(({ latency }) => latency);
  const burst = burstOfSlower(inStages(parts, figures, stages), limitMs);
  const isShown = (aboveMs: number, stallMs: number) => {
    const delayed = lateness.delayed(stallMs);
    const slow = figures.latency.shareAboveMs(aboveMs).above - delayed;
    if (isShownAbove(slow / count, count / burst, allowedBeyond(metric))) return true;
    return isSlowInEach(metric, passesOf(figures, stages), aboveMs, delayed);
  };
  const [shortest] = STALLS_MS;
  if (!lateness.isLate) return isShown(limitMs, shortest);
  return STALLS_MS.some((stallMs) => isShown(limitMs + stallMs, stallMs));
}

function standsRegression(
  metric: Metric,
  scope: Scope,
  finding: Finding,
  { compare }: Opponent,
  lateness: Lateness,
): boolean {
  const again = (figures: Figures) => compare(metric, { ...scope, figures }).regression?.finding;
  if (finding === 'within' || finding === 'improved') {
    return standsAtWorst(metric, lateness, () => isGood(again(atWorst(scope.figures, lateness))));
  }
  if (finding !== 'regressed' || (!lateness.isLate && METRICS[metric].kind !== 'rate')) return true;
  // With a rate all that is late is in the latency, and the figure alone doesn't say how much.
  if (lateness.model === 'open' && METRICS[metric].kind === 'latency') return false;
  return (
    (!lateness.isLate || lateness.withheld < 1) && again(atBest(scope.figures, lateness)) === 'regressed'
  );
}

function isGood(finding: NonNullable<Comparison['regression']>['finding'] | undefined): boolean {
  return finding === 'within' || finding === 'improved';
}
