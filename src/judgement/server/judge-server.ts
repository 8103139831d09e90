/** What the server's side comes to: bounds of `gate.server`, probes that failed, and which way each series went. */
import type { Plan } from '../../config/plan.ts';
import type { ServerBounds } from '../../config/probes/probe.ts';
import type { Baseline } from '../../evidence/baseline.ts';
import type { Measurement } from '../../evidence/measurement.ts';
import type { Cause } from '../../evidence/result/causes.ts';
import type { Remark } from '../../evidence/result/remarks.ts';
import type { ServerGate } from '../../evidence/result/server.ts';
import type { ServerFigures, ServerProblem } from '../../evidence/server/server-figures.ts';
import type { OpenQuestion } from '../row.ts';
import { type Growth, measureGrowth } from './growth.ts';
import { judgeBounds } from './judge-bounds.ts';

/** What the server's side adds to a judgement. */
export interface ServerJudged {
  readonly gates: readonly ServerGate[];
  /** What fails the run. */
  readonly causes: readonly Cause[];
  readonly open: readonly OpenQuestion[];
  readonly warnings: readonly Remark[];
  /** By the series' key; those that the load can't show are left out. */
  readonly growths: ReadonlyMap<string, Growth>;
}

/** What a series' mean is held against. */
export interface ServerOpponent {
  /** Measured in turn; undefined without a base. */
  readonly base?: ServerFigures | null;
  /** Null where there is none that can be compared with. */
  readonly baseline: Baseline | null;
}

export function judgeServer(
  plan: Plan,
  { server }: Pick<Measurement, 'server'>,
  opponent: ServerOpponent,
): ServerJudged {
  const growths = growthsOf(plan, server);
  const judged = (plan.gate.server ?? []).map((bounds: ServerBounds) =>
    judgeBounds(bounds, { plan, server, opponent, growth: growths.get(bounds.series) ?? null }),
  );
  return {
    gates: judged.map(({ gate }) => gate),
    causes: judged.flatMap(({ causes }) => causes),
    open: judged.flatMap(({ open }) => open),
    warnings: [
      ...judged.flatMap(({ warnings }) => warnings),
      ...warnOf(server?.problems ?? [], opponent.base === undefined ? null : 'target'),
      ...warnOf(opponent.base?.problems ?? [], 'base'),
    ],
    growths,
  };
}

function growthsOf({ load }: Plan, server: ServerFigures | null): ReadonlyMap<string, Growth> {
  const known = (server?.series ?? []).flatMap((series): [string, Growth][] => {
    const growth = measureGrowth(series, load);
    return growth !== null && 'growth' in growth ? [[series.key, growth]] : [];
  });
  return new Map(known);
}

function warnOf(problems: readonly ServerProblem[], side: 'target' | 'base' | null): Remark[] {
  return problems.map(({ key: place, code: trouble, series = null, detail, candidates = [], count }) => ({
    code: 'probe-failed',
    side,
    trouble,
    place,
    series,
    detail,
    candidates: [...candidates],
    count,
  }));
}
