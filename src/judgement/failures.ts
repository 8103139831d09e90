import { METRICS } from '../config/metrics.ts';
import { isErrorsOfWhole, scopeOf } from '../config/scope.ts';
import type { Measurement } from '../evidence/measurement.ts';
import type { Cause } from '../evidence/result/causes.ts';
import type { Comparison } from '../evidence/result/comparison.ts';
import { mainErrorsOf } from './main-errors.ts';
import type { Row } from './row.ts';

/**
 * Rows that fail the run, worst first: limits before regressions, each by how far it is beyond; then those whose trend
 * fails it.
 */
export function findFailures(rows: readonly Row[], measurement: Measurement): FailedRow[] {
  const failing = rows.map(({ comparison }) => comparison).filter((row) => isOver(row) || hasRegressed(row));
  const degraded = rows.flatMap(({ comparison: row, degraded: cause }) => (cause ? [{ row, cause }] : []));
  return [
    ...failing
      .sort((a, b) => Number(isOver(b)) - Number(isOver(a)) || severity(b) - severity(a))
      .map((row) => ({ row, cause: causeOf(row, measurement) })),
    ...degraded,
  ];
}

interface FailedRow {
  readonly row: Comparison;
  readonly cause: Cause;
}

function isOver({ limit }: Comparison): boolean {
  return limit?.finding === 'over-limit';
}

function hasRegressed({ regression }: Comparison): boolean {
  return regression?.finding === 'regressed' && regression.gates;
}

/** How many times worse than its limit or baseline. */
function severity(row: Comparison): number {
  const { metric, target, compared, baseline, limit } = row;
  const [figure, bound] = isOver(row) ? [target, limit?.value] : [compared, baseline];
  const ratio = (figure ?? 0) / (bound ?? 0);
  return METRICS[metric].worse === 'lower' ? 1 / ratio : ratio;
}

function causeOf(row: Comparison, measurement: Measurement): Cause {
  const { metric, target, limit, compared, baseline, change, regression } = row;
  const main = isErrorsOfWhole(row) ? mainErrorsOf(measurement) : null;
  const { recovery } = measurement;
  if (limit && METRICS[metric].kind === 'time' && recovery?.seconds === null) {
    const { of, measuredSeconds } = recovery;
    return { code: 'not-recovered', of, measuredSeconds, limitSeconds: limit.value };
  }
  if (limit && isOver(row)) {
    const { bound, value } = limit;
    return { code: 'over-limit', ...scopeOf(row), figure: target ?? 0, bound, limit: value, main };
  }
  return {
    code: 'regressed',
    ...scopeOf(row),
    against: row.against ?? 'baseline',
    before: baseline ?? 0,
    figure: compared ?? 0,
    change: change ?? 0,
    tolerance: regression?.tolerance ?? 0,
    main,
  };
}
