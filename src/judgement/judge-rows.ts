import { countedStages } from '../config/load/halves.ts';
import { METRIC_NAMES, METRICS, type Metric } from '../config/metrics.ts';
import type { Plan } from '../config/plan.ts';
import { isWhole, keyOfStage, partOf, scopeOf, WHOLE } from '../config/scope.ts';
import { figureOf } from '../evidence/figure-of.ts';
import type { Measurement } from '../evidence/measurement.ts';
import type { Comparison, Finding } from '../evidence/result/comparison.ts';
import type { Remark } from '../evidence/result/remarks.ts';
import { boundsUnder } from './declared-regressions.ts';
import { judgeLimit } from './limits/judge-limit.ts';
import { doubtSpeed, passes } from './regressions/doubt-speed.ts';
import type { JudgedLimit, JudgedRegression, OpenQuestion, Opponent, Row, Scope } from './row.ts';
import { GATES_FROM } from './statistics/history-limit.ts';

/** Every row of the regression table: the whole's headline figures, then what else is declared. */
export function judgeRows(plan: Plan, measurement: Measurement, opponent: Opponent): Row[] {
  return scopesOf(plan, measurement, opponent).flatMap((scope) => judgeScope(scope, opponent));
}

/** The whole, and each stage, request and flow that has bounds of its own. */
export function scopesOf({ gate, load }: Plan, measurement: Measurement, opponent: Opponent): Scope[] {
  const shared = { seconds: measurement.measuredSeconds, stages: countedStages(load).length };
  const whole: Scope = {
    ...shared,
    ...WHOLE,
    figures: measurement.whole,
    bounds: gate.whole,
    baseline: opponent.figuresOf(WHOLE),
  };
  const stages = measurement.stages.flatMap(({ index, name, figures }): Scope[] => {
    const part = { endpoint: null, stage: keyOfStage({ name }, index), index };
    const own = { ...shared, ...part, stages: 1, figures, baseline: opponent.figuresOf(part) };
    return boundsUnder(gate.stages, part.stage).map((bounds) => ({ ...own, bounds }));
  });
  const single = measurement.endpoints.flatMap(({ name, figures }): Scope[] => {
    const part = { endpoint: name };
    const own = { ...shared, ...part, figures, baseline: opponent.figuresOf(part) };
    return boundsUnder(gate.endpoints, name).map((bounds) => ({ ...own, bounds }));
  });
  const flows = (measurement.flows ?? []).flatMap(({ name, figures }): Scope[] => {
    const part = { endpoint: name, flow: true } as const;
    const own = { ...shared, ...part, figures, baseline: opponent.figuresOf(part) };
    return boundsUnder(gate.flows ?? {}, name).map((bounds) => ({ ...own, bounds }));
  });
  return [whole, ...stages, ...single, ...flows];
}

function judgeScope(scope: Scope, { compare }: Opponent): Row[] {
  const metrics = METRIC_NAMES.filter(
    (metric) => scope.bounds[metric] || (isWhole(scope) && METRICS[metric].headline),
  );
  const limits = new Map(metrics.map((metric) => [metric, judgeLimit(metric, scope)]));
  const share = metrics.find((metric) => METRICS[metric].kind === 'share');
  const errors = share ? compare(share, scope) : null;
  const errorsPass = share !== undefined && errors !== null && passes(limits.get(share) ?? null, errors);
  return metrics.map((metric) => {
    const isShare = METRICS[metric].kind === 'share';
    const compared = isShare && errors ? errors : METRICS[metric].compared ? compare(metric, scope) : ALONE;
    const judged = isShare || errorsPass ? compared : doubtSpeed(metric, compared, scope);
    return makeRow(metric, scope, limits.get(metric) ?? null, judged);
  });
}

/** The row of one metric alone, whatever else is declared. */
export function judgeMetric(metric: Metric, scope: Scope, { compare }: Opponent): Row {
  return makeRow(metric, scope, judgeLimit(metric, scope), compare(metric, scope));
}

/** What is held against a limit, and compared with nothing. */
const ALONE: JudgedRegression = {
  against: null,
  baseline: null,
  compared: null,
  basis: null,
  change: null,
  interval: null,
  regression: null,
  notes: [],
  open: null,
};

function makeRow(metric: Metric, scope: Scope, limit: JudgedLimit | null, judged: JudgedRegression): Row {
  const { open: question, regression, notes, advising, warning, ...compared } = judged;
  const comparison: Comparison = {
    metric,
    ...partOf(scope),
    target: scope.figures.requests === 0 ? null : figureOf(metric, scope.figures),
    ...compared,
    limit: limit?.result ?? null,
    regression,
    finding: worse(limit, judged),
    notes: limit?.open ? [limit.open.cause, ...notes] : notes,
  };
  const gates = regression?.gates ?? false;
  const open = [limit?.open, gates ? question : null].filter((item): item is OpenQuestion => Boolean(item));
  const instead = gates ? [] : warnInstead(comparison, question, advising);
  return {
    comparison,
    open,
    warnings: warning ? [...instead, warning] : instead,
    ...(advising && { advising }),
    ...(question && !gates && { spared: question }),
  };
}

const FROM_BEST: readonly Finding[] = [
  'not-gated',
  'within',
  'improved',
  'undecided',
  'not-comparable',
  'regressed',
  'degraded',
  'over-limit',
];

/** The one that a reader has to know of. */
export function worseFinding(one: Finding, other: Finding): Finding {
  return FROM_BEST.indexOf(other) > FROM_BEST.indexOf(one) ? other : one;
}

/** An improvement is told even where a limit has nothing to say but that it holds. */
function worse(limit: JudgedLimit | null, { regression, open }: JudgedRegression): Finding {
  // Without a baseline there is nothing to compare, and no question either: the limit stands alone.
  const unasked = regression?.finding === 'not-comparable' && open === null;
  const findings = [limit?.result.finding, limit && unasked ? null : regression?.finding];
  return findings.reduce<Finding>(
    (worst, finding) => (finding ? worseFinding(worst, finding) : worst),
    'not-gated',
  );
}

/** Under `stored: warn` neither a regression nor a comparison that can't be made changes the outcome. */
function warnInstead(
  comparison: Comparison,
  open: OpenQuestion | null,
  advising: OpenQuestion | undefined,
): Remark[] {
  if (open) return [open.cause];
  if (comparison.regression?.finding !== 'regressed') return [];
  const runs = advising?.cause.code === 'advises-only' ? advising.cause.runs : null;
  return [
    {
      code: 'regressed-warns',
      ...scopeOf(comparison),
      history: runs === null ? null : { runs, gatesFrom: GATES_FROM },
    },
  ];
}
