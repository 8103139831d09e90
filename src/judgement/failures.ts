import { METRICS, TAIL } from '../config/metrics.ts';
import type { Measurement } from '../evidence/measurement.ts';
import { formatBound, formatChangeSize, formatFactor, formatFigure } from './format.ts';
import type { Row } from './row.ts';
import type { Comparison } from './verdict.ts';
import { beginSentence, enumerate, formatBeside, nameMainErrors, nameRow } from './wording.ts';

/** Rows that fail the run, worst first: limits before regressions, each by how far it is beyond. */
export function findFailures(rows: readonly Row[]): Comparison[] {
  const failing = rows.map(({ comparison }) => comparison).filter((row) => isOver(row) || hasRegressed(row));
  return failing.sort((a, b) => Number(isOver(b)) - Number(isOver(a)) || severity(b) - severity(a));
}

/** `P99 of create owner is 2.1× its limit (210 ms, limit 100 ms); throughput fails too`. */
export function tellFailures(failures: readonly Comparison[], measurement: Measurement): string {
  const [worst, ...others] = failures;
  if (!worst) return '';
  return `${tell(worst, measurement)}${alsoFailing(others)}`;
}

/** What follows the worst one. */
export function alsoFailing(others: readonly Comparison[]): string {
  if (others.length === 0) return '';
  return `; ${enumerate(others.map(nameRow))} ${others.length === 1 ? 'fails' : 'fail'} too`;
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

function tell(row: Comparison, measurement: Measurement): string {
  const isErrors = METRICS[row.metric].kind === 'share' && row.endpoint === null;
  const errors = isErrors ? nameMainErrors(measurement) : null;
  const sentence = isOver(row) ? tellLimit(row) : tellRegression(row);
  return beginSentence(errors ? `${sentence}, ${errors}` : sentence);
}

function tellLimit(row: Comparison): string {
  const { metric, target, limit } = row;
  const value = limit?.value ?? 0;
  const bound = formatBound(metric, value);
  const figure = formatBeside(metric, target ?? 0, bound);
  if (value === 0) return `${nameRow(row)} is ${figure}, where none is allowed`;
  const ratio = (target ?? 0) / value;
  const figures = `(${figure}, limit ${bound})`;
  if (METRICS[metric].worse === 'lower')
    return `${nameRow(row)} is ${sizeOf(1 - ratio)} below its limit ${figures}`;
  if (ratio < 1.095) return `${nameRow(row)} is ${sizeOf(ratio - 1)} above its limit ${figures}`;
  return `${nameRow(row)} is ${formatFactor(ratio)} its limit ${figures}`;
}

function tellRegression(row: Comparison): string {
  const { metric, compared, baseline, change, regression } = row;
  const verb = METRICS[metric].worse === 'lower' ? 'fell' : 'rose';
  const figures = [
    formatFigure(metric, compared ?? 0),
    `${row.against ?? 'baseline'} ${formatFigure(metric, baseline ?? 0)}`,
    `tolerated ${formatChangeSize(metric, regression?.tolerance ?? 0)}`,
  ];
  return `${nameRow(row)} ${verb} by ${formatChangeSize(metric, change ?? 0)} (${figures.join(', ')})`;
}

function sizeOf(share: number): string {
  return formatChangeSize(TAIL, share);
}
