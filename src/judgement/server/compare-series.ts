import type { Plan } from '../../config/plan.ts';
import type { ServerFigures } from '../../evidence/server/server-figures.ts';
import type { Change } from '../regressions/change.ts';
import {
  againstBaseMeans,
  againstRuns,
  againstStoredMean,
  type MissingMean,
  meanOf,
} from './compare-means.ts';
import type { ServerOpponent } from './judge-server.ts';

/** What a series' mean is held against, and what came of it. */
interface ComparedSeries {
  readonly against: 'base' | 'baseline';
  readonly before: number | null;
  readonly change: Change | MissingMean;
}

/** Null where there is nothing to compare with. */
export function compareSeries(
  series: string,
  tolerance: number,
  {
    plan,
    server,
    opponent: { base, baseline },
  }: { readonly plan: Plan; readonly server: ServerFigures | null; readonly opponent: ServerOpponent },
): ComparedSeries | null {
  const rule = { tolerance, spread: plan.gate.spread };
  if (base !== undefined) {
    const change = againstBaseMeans(series, server, base, rule);
    return { against: 'base', before: meanOf(series, base), change };
  }
  if (baseline === null) return null;
  const before = baseline.server?.[series] ?? null;
  const now = meanOf(series, server);
  const { history } = baseline;
  const change = history
    ? againstRuns(now, history.server?.[series]?.points ?? [], rule)
    : againstStoredMean(now, before, rule);
  return { against: 'baseline', before, change };
}
