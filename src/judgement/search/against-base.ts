/** Two capacities that were probed in turn. */
import { METRICS, type Metric } from '../../config/metrics.ts';
import type { Plan } from '../../config/plan.ts';
import { logErrorOf } from '../../evidence/log-error.ts';
import type { RegressionResult } from '../../evidence/result/comparison.ts';
import type { CapacityRange, SearchFigures } from '../../evidence/result/search.ts';
import { judgeLogs } from '../passes/change.ts';
import { doubtPasses } from '../passes/doubt-passes.ts';
import { type JudgedRegression, openQuestion } from '../row.ts';
import { FEWEST_PASSES } from '../statistics/few-passes.ts';
import { mean } from '../statistics/mean.ts';

/**
 * Standard deviation from search to search of one and the same service, on the log scale: what searches of services of
 * known capacity differ by (bench/breakpoint), and more.
 */
export const SEARCH_SPREAD = 0.03;
/** Relative change that two hosts may explain, where nobody said otherwise. */
const ALLOWANCE = 0.02;

/**
 * How the capacities of both sides differ. Each search tells its own within its interval, and a few of them how much
 * they differ among themselves: Student's t on the wider of the two. No sequential claim: all are made, then compared.
 * Of a side of which searches found only the least, the least is compared: a base that bears at least that much more is
 * a regression, and a target that bears at least as much is none.
 *
 * @param sharedHost both sides answered at one address: their host explains no difference
 */
export function compareCapacities(
  metric: Metric,
  search: SearchFigures,
  { gate }: Pick<Plan, 'gate'>,
  sharedHost: boolean,
): JudgedRegression {
  const tolerance = gate.whole[metric]?.regression ?? null;
  const [target, base] = [foundOf('target', search), foundOf('base', search)];
  const passes = Math.min(target.length, base.length);
  const unknown = {
    against: null,
    baseline: null,
    compared: null,
    basis: null,
    change: null,
    interval: null,
  } as const;
  const result = (finding: RegressionResult['finding'], detectable: number | null) =>
    tolerance === null ? null : { tolerance, finding, detectable, gates: true, passes, secondsMore: null };
  const leaveOpen = (): JudgedRegression => {
    const found = { target: target.filter(isKnown).length, base: base.filter(isKnown).length };
    const cause = { code: 'too-few-searches', found, needed: FEWEST_PASSES } as const;
    return {
      ...unknown,
      regression: result('undecided', null),
      notes: tolerance === null ? [] : [cause],
      open: tolerance === null ? null : openQuestion(cause),
    };
  };
  if (passes < FEWEST_PASSES) return leaveOpen();
  const within = mean([...target, ...base].map((range) => (logErrorOf(range) ?? 0) ** 2));
  const allowance = gate.interleaved.allowance ?? (sharedHost ? 0 : ALLOWANCE);
  const judged = judgeLogs(
    metric,
    { target: target.map(logOf), base: base.map(logOf), within },
    {
      tolerance: tolerance ?? 0,
      level: 1 - METRICS[metric].alpha,
      spread: SEARCH_SPREAD,
      allowance: Math.log1p(allowance),
    },
  );
  const { change, interval, finding, detectable, now, before } = judged;
  const decides = {
    target: finding === 'within' || finding === 'improved',
    base: finding === 'regressed',
  };
  if (!target.every(isKnown) && !decides.target) return leaveOpen();
  if (!base.every(isKnown) && !decides.base) return leaveOpen();
  const doubt =
    tolerance === null ? null : doubtPasses({ metric, endpoint: null, change: judged, tolerance, passes });
  return {
    against: 'base',
    baseline: before,
    compared: now,
    basis: 'successes',
    change,
    interval,
    regression: result(finding, detectable),
    notes:
      finding === 'undecided' && tolerance !== null
        ? [{ code: 'none-shown', detectable, runs: null, passes }]
        : [],
    open: doubt && openQuestion(doubt),
  };
}

function foundOf(side: 'target' | 'base', { searches }: SearchFigures): CapacityRange[] {
  return searches.flatMap((one) => (one.side === side && one.capacity !== null ? [one.capacity] : []));
}

/** Else it is only the least that the service bears. */
function isKnown({ high }: CapacityRange): boolean {
  return high !== null;
}

function logOf({ perSecond }: CapacityRange): number {
  return Math.log(perSecond);
}
