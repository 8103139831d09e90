import type { HistoryBasis } from '../evidence/history/basis.ts';
import { formatBound, formatCount, formatFigure, formatSeconds } from './format.ts';
import { LONGEST_SECONDS } from './limits/outcome.ts';
import type { LiveStanding } from './live/standing.ts';
import type { Footing } from './regressions/footing.ts';
import type { OpenQuestion, Row } from './row.ts';
import { GATES_FROM } from './statistics/history-limit.ts';
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
  if (declared.every(({ gates }) => !gates)) {
    const warned = declared.some(({ finding }) => finding === 'regressed');
    const yet =
      warned || !baseline?.history
        ? null
        : tellRuns(
            declared.map(({ row }) => row),
            baseline.history,
          );
    return yet ?? `regressions ${against} only warn`;
  }
  const improved = declared.filter(({ finding }) => finding === 'improved').map(({ row }) => nameRow(row));
  const shown = declared.every(({ finding }) => finding === 'within' || finding === 'improved');
  const none = `no regression${shown ? '' : ' shown'} ${against}`;
  return improved.length > 0 ? `${none}, and ${enumerate(improved)} improved` : none;
}

/** Of the figure with the fewest runs; null where a rule other than their number keeps them from gating. */
function tellRuns(rows: readonly Comparison[], { whole, endpoints }: HistoryBasis): string | null {
  const fewest = Math.min(
    ...rows.map(({ metric, endpoint }) => {
      const regimes = endpoint === null ? whole : Object.hasOwn(endpoints, endpoint) && endpoints[endpoint];
      return (regimes || null)?.[metric]?.points.length ?? 0;
    }),
  );
  if (fewest >= GATES_FROM) return null;
  return `no regression can fail yet: ${fewest} of the ${GATES_FROM} runs that it takes are recorded`;
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
