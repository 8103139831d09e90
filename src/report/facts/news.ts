import { blocksOf } from '../../judgement/live/series.ts';
import { findStalls } from '../../judgement/live/warnings.ts';
import type { Report } from '../report.ts';
import { pathSentences } from './conditions.ts';
import { isGated, markOf } from './signs.ts';

/**
 * Whether a reviewer has to know: anything but a plain pass, a row that moved for better or worse, a request that stands
 * out, stalls, or answers by somebody else than the service. What is the same in every run (that two hosts are compared,
 * that a baseline was measured under other conditions) is no news.
 */
export function hasNews(report: Report): boolean {
  const { verdict, measurement, live } = report;
  return (
    verdict.outcome !== 'pass' ||
    verdict.accepted !== undefined ||
    verdict.comparisons.some((row) => isGated(row) && MOVED.has(markOf(row).tone)) ||
    verdict.suspects.length > 0 ||
    (measurement !== null && pathSentences(report).length > 0) ||
    (live !== null && findStalls(blocksOf(live, null)) !== null)
  );
}

const MOVED: ReadonlySet<string> = new Set(['bad', 'warn', 'good']);
