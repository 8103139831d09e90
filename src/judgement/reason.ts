import { formatBound, formatCount, formatFigure, formatSeconds } from './format.ts';
import { LONGEST_SECONDS } from './limits/outcome.ts';
import type { LiveStanding } from './live/standing.ts';
import type { Footing } from './regressions/footing.ts';
import type { OpenQuestion, Row } from './row.ts';
import type { Comparison } from './verdict.ts';
import { beginSentence, enumerate, nameRow } from './wording.ts';

/** What was judged, and what was not: a pass never says more than the run has shown. */
export function tellPass(rows: readonly Row[], footing: Footing): string {
  const comparisons = rows.map(({ comparison }) => comparison);
  const limits = tellLimits(comparisons.filter(({ limit }) => limit));
  const regressions = tellRegressions(comparisons, footing);
  return beginSentence([limits, regressions].filter(Boolean).join('; '));
}

/** The first open question, and how many there are beside it. */
export function tellOpen(questions: readonly OpenQuestion[]): string {
  const [first, ...others] = questions;
  if (!first) return '';
  const more =
    others.length === 1 ? '1 more question is' : `${formatCount(others.length)} more questions are`;
  return beginSentence(others.length > 0 ? `${first.why}; ${more} open` : first.why);
}

/** What would decide an inconclusive run: so many seconds more, or something else where load doesn't help. */
export function adviseOpen(questions: readonly OpenQuestion[], seconds: number): string {
  const more = Math.max(0, ...questions.map(({ secondsMore }) => secondsMore ?? 0));
  const total = formatSeconds(more + seconds);
  const longer =
    more + seconds > LONGEST_SECONDS
      ? `At this rate it would take ${total} of load; more connections or a larger weight decide it sooner.`
      : `About ${formatSeconds(more)} more load would decide it: ${total} in all.`;
  const advice = questions.flatMap((question) => question.advice ?? []);
  return (
    [...(more > 0 ? [longer] : []), ...new Set(advice)].join(' ') || 'See the notes of the undecided rows.'
  );
}

function tellLimits(rows: readonly Comparison[]): string | null {
  const [only, second] = rows;
  if (!only) return null;
  if (!second) return `${nameRow(only)} ${figureOf(only)} is within its limit of ${boundOf(only)}`;
  const figures = rows.map(
    (row) =>
      `${nameRow(row)} ${figureOf(row)} (${row.limit?.bound === 'min' ? 'at least' : 'limit'} ${boundOf(row)})`,
  );
  return `${enumerate(figures)} are within their limits`;
}

function tellRegressions(rows: readonly Comparison[], { live, baseline, unasked }: Footing): string | null {
  const declared = rows.flatMap((row) => (row.regression ? [{ row, ...row.regression }] : []));
  if (declared.length === 0) return null;
  if (unasked) return 'no regression was judged, because no baseline is configured';
  const against = live ? tellBlocks(live) : `against ${baseline?.source ?? 'the baseline'}`;
  if (declared.every(({ gates }) => !gates)) return `regressions ${against} only warn`;
  const improved = declared.filter(({ finding }) => finding === 'improved').map(({ row }) => nameRow(row));
  const shown = declared.every(({ finding }) => finding === 'within' || finding === 'improved');
  const none = `no regression${shown ? '' : ' shown'} ${against}`;
  return improved.length > 0 ? `${none}, and ${enumerate(improved)} improved` : none;
}

function tellBlocks({ evidence }: LiveStanding): string {
  const blocks = evidence.blocks.length;
  return `against the base in ${formatCount(blocks)} ${blocks === 1 ? 'block' : 'blocks'}`;
}

function figureOf({ metric, target }: Comparison): string {
  return formatFigure(metric, target ?? 0);
}

function boundOf({ metric, limit }: Comparison): string {
  return formatBound(metric, limit?.value ?? 0);
}
