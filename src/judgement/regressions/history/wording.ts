/** What a history that is too short leaves open, and what else a reader has to know of it. */
import { METRIC_NAMES, type Metric } from '../../../config/metrics.ts';
import type { Gate } from '../../../config/plan.ts';
import type { HistoryBasis, Regime } from '../../../evidence/history/basis.ts';
import { formatCount } from '../../format.ts';
import type { OpenQuestion } from '../../row.ts';
import { ADVISES_FROM, GATES_FROM } from '../../statistics/history-limit.ts';
import { nameRow } from '../../wording.ts';
import { SETTLED_FROM } from './regimes.ts';

export function askTooFew(name: string, regime: Regime, history: HistoryBasis): OpenQuestion {
  const { points } = regime;
  const [first] = points;
  const since = regime.earlier > 0 && first ? ` since it changed on ${first.at.slice(0, 10)}` : '';
  const held = points.length === 0 ? 'no comparable run' : `only ${runs(points.length)}`;
  return {
    why: `${name} can't be compared: ${history.place} holds ${held} of it${since}, and it takes ${ADVISES_FROM} to advise and ${GATES_FROM} to gate`,
    note: `not enough history${since}: ${runs(points.length)}; ${ADVISES_FROM - points.length} more until it advises, ${GATES_FROM - points.length} until it gates`,
    secondsMore: null,
    advice: adviseRuns(GATES_FROM - points.length),
    beyondLimit: false,
  };
}

/** Asked where nothing else gates: a pass that nothing could have failed is none. */
export function adviseTooFew(name: string, count: number): OpenQuestion {
  return {
    why: `nothing could have failed: ${name} has ${runs(count)} of history, which only advise`,
    note: noteAdvising(count),
    secondsMore: null,
    advice: `${adviseRuns(GATES_FROM - count)} Or declare limits, which gate at once.`,
    beyondLimit: false,
  };
}

/** Asked of a release, which must not go out on advice. */
export function askForRelease(name: string, count: number): OpenQuestion {
  return {
    why: `${name} can't decide a release: ${runs(count)} of history only advise, and it takes ${GATES_FROM} to gate`,
    note: noteAdvising(count),
    secondsMore: null,
    advice: adviseRuns(GATES_FROM - count),
    beyondLimit: false,
  };
}

export function noteAdvising(count: number): string {
  return `advises only: ${runs(count)} of history, and it takes ${GATES_FROM} to gate`;
}

/** What the history left out, and why; sentences. */
export function tellHistory(history: HistoryBasis, gate: Gate): string[] {
  const { leftOut, runs: comparable, skipped, whole, endpoints } = history;
  const were = leftOut === 1 ? 'was' : 'were';
  const others =
    leftOut > 0 && comparable > 0
      ? [`${runs(leftOut)} of the history ${were} measured under other conditions and left out.`]
      : [];
  const declared = Object.entries(gate.endpoints).flatMap(([endpoint, bounds]) =>
    METRIC_NAMES.flatMap((metric) => {
      const known = Object.hasOwn(endpoints, endpoint) ? endpoints[endpoint]?.[metric] : undefined;
      return bounds[metric]?.regression && known ? tellUnsettled(metric, endpoint, known) : [];
    }),
  );
  return [
    ...others,
    ...METRIC_NAMES.flatMap((metric) => (whole[metric] ? tellUnsettled(metric, null, whole[metric]) : [])),
    ...declared,
    ...skipped,
  ];
}

function tellUnsettled(metric: Metric, endpoint: string | null, { unsettled }: Regime): string[] {
  const count = unsettled.length;
  if (count === 0) return [];
  const [newest, differ, are] =
    count === 1
      ? ['The newest run', 'differs', 'is']
      : [`The newest ${formatCount(count)} runs`, 'differ', 'are'];
  return [
    `${newest} of the history ${differ} in ${nameRow({ metric, endpoint })} from those before, and ${are} left out until ${SETTLED_FROM} show a change.`,
  ];
}

function adviseRuns(more: number): string {
  return `Record ${more === 1 ? '1 more run' : `${formatCount(more)} more runs`}, such as one each night under the policy nightly.`;
}

function runs(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'run' : 'runs'}`;
}
