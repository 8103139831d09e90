import { fewestResponses, METRICS, type Metric } from '../../config/metrics.ts';
import type { Gate } from '../../config/plan.ts';
import { formatChangeSize } from '../format.ts';
import { errorsDesignEffect } from '../limits/errors.ts';
import { askForAnswers } from '../limits/quantile.ts';
import type { JudgedRegression, OpenQuestion, Scope } from '../row.ts';
import { logStandardError } from '../statistics/batch-means.ts';
import type { RegressionResult } from '../verdict.ts';
import { nameRow } from '../wording.ts';
import { type Pair, pairFigures } from './basis.ts';
import type { Change } from './change.ts';
import { judgeDifference } from './difference.ts';
import { adviseOn, type Footing } from './footing.ts';
import { judgeHistory } from './history/judge-history.ts';
import { askIncomparable } from './incomparable.ts';
import { isNearlyGone, tellNoSpread, withoutSpread } from './nearly-gone.ts';
import { judgeRatio } from './ratio.ts';

/** Where no tolerance is declared the change is only shown; the tolerance then plays no part in what is kept. */
const UNDECLARED = 0;

/** Holds one figure against the baseline's. */
export function judgeRegression(
  metric: Metric,
  scope: Scope,
  footing: Footing,
  gate: Gate,
): JudgedRegression {
  const history = footing.baseline?.history;
  if (history && !footing.refused) return judgeHistory(metric, scope, history);
  const tolerance = scope.bounds[metric]?.regression ?? null;
  // What the gate says of one stored number says nothing of a history.
  const gates = (gate.stored === 'gate' || history !== undefined) && !footing.unasked;
  const { endpoint, figures, baseline } = scope;
  const name = nameRow({ metric, endpoint });

  const pair = baseline && pairFigures(metric, figures, baseline);
  const seen = {
    against: pair ? ('baseline' as const) : null,
    baseline: pair?.before ?? null,
    compared: figures.requests > 0 ? (pair?.now ?? null) : null,
    basis: pair?.basis ?? null,
  };
  const unknown = { ...seen, change: null, interval: null };
  const result = (finding: RegressionResult['finding'], more?: Partial<RegressionResult>) =>
    tolerance === null ? null : { tolerance, finding, detectable: null, gates, secondsMore: null, ...more };
  const cannotCompare = (why: string, advice: string): JudgedRegression => ({
    ...unknown,
    regression: result('not-comparable'),
    note: tolerance === null ? null : why,
    open: tolerance === null ? null : { why, note: why, secondsMore: null, advice, beyondLimit: false },
  });
  const leaveOpen = (open: OpenQuestion): JudgedRegression => ({
    ...unknown,
    regression: result('undecided', { secondsMore: open.secondsMore }),
    note: tolerance === null ? null : open.note,
    open: tolerance === null ? null : open,
  });

  if (footing.unasked) {
    const note = tolerance === null ? null : 'no regression judged: no baseline is configured';
    return { ...unknown, regression: result('not-comparable'), note, open: null };
  }
  if (footing.refused) return cannotCompare(footing.refused, adviseOn(footing));
  const source = footing.baseline?.source ?? '';
  if (!pair || (METRICS[metric].scale === 'log' && !(pair.before > 0))) {
    return cannotCompare(
      `the baseline ${source} gives no ${name}`,
      `Take the figure out of the gate's regressions, or compare with a baseline that gives it, such as a Tailgate result.`,
    );
  }
  if (pair.now === null || figures.requests === 0)
    return leaveOpen(askIncomparable(name, 'nothing came back to compare'));
  const enough = METRICS[metric].kind === 'latency' ? fewestResponses(metric) : 0;
  if (pair.count < enough && pair.count > 0) {
    const more = (enough - pair.count) / (pair.count / scope.seconds);
    return leaveOpen(askForAnswers(metric, name, pair.count, more, false));
  }
  const change = changeOf(metric, pair, scope, gate, tolerance ?? UNDECLARED);
  if (!change) return leaveOpen(askIncomparable(name, tellNoSpread(figures.batches)));
  return {
    ...seen,
    change: change.change,
    interval: change.interval,
    regression: result(change.finding, { detectable: change.detectable }),
    note: tolerance === null ? null : noteOn(metric, change),
    open: null,
  };
}

/** Null where the run doesn't tell its own spread. */
function changeOf(metric: Metric, pair: Pair, scope: Scope, gate: Gate, tolerance: number): Change | null {
  const { now, before, count } = pair;
  const { figures, baseline } = scope;
  if (now === null) return null;
  const { kind } = METRICS[metric];
  if (kind === 'share') {
    if (count === 0) return null;
    const burst = errorsDesignEffect(figures);
    const n = baseline?.requests || count;
    const burstBefore = Math.max(1, baseline?.spread?.[metric] ?? burst);
    return judgeDifference(
      { share: now, n: count / burst },
      { share: before, n: n / burstBefore },
      tolerance,
    );
  }
  // Requests, but not one success: no logarithm, and no doubt either.
  if (kind === 'rate' && now === 0)
    return { change: -1, interval: null, detectable: null, finding: 'regressed' };
  const standardErrorNow = logStandardError(pair.batches);
  const judge = (own: number): Change =>
    judgeRatio({
      metric,
      now,
      before,
      standardErrorNow: own,
      standardErrorBefore: baseline?.spread?.[metric] ?? own,
      spread: gate.spread,
      tolerance,
    });
  if (standardErrorNow !== null) return judge(standardErrorNow);
  const gone = kind === 'rate' && isNearlyGone(figures.batches, pair.batches, before, tolerance);
  return gone ? withoutSpread(judge(0)) : null;
}

function noteOn(metric: Metric, { finding, detectable }: Change): string | null {
  if (finding !== 'undecided') return null;
  if (detectable === null) return 'no regression shown; too few requests to show any';
  return `no regression shown; one number can only show ≥ ${formatChangeSize(metric, detectable)}`;
}
