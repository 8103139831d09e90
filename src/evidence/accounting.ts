/** Whether everything that was sent, and every walk through a flow, has become of something. */

import type { Plan } from '../config/plan.ts';
import type { FlowStats, RequestStats, Round } from '../engine/round.ts';
import { outcomesOf, sum } from './figures.ts';

/**
 * Requests, walks and steps that are missing from the counts, or too many in them. Without their signs: one too many
 * under one name must not make up for one too few under another.
 */
export function unaccountedIn({ requests, flows = [] }: Round, { scenario }: Pick<Plan, 'scenario'>): number {
  const flowOf = new Map(
    scenario.requests.flatMap(({ name, flow }) => {
      const stats = flow === undefined ? undefined : flows[flow];
      return stats ? [[name, stats] as const] : [];
    }),
  );
  return (
    sum(requests, (stats) => missing(stats) + missingAtStep(stats, flowOf.get(stats.name))) +
    sum(flows, missingWalks)
  );
}

function missing(stats: RequestStats): number {
  return Math.abs(stats.sent - outcomesOf(stats) - stats.inFlight);
}

/** Of a walk that is cut, nothing is in flight: its step is. */
function missingWalks(flow: FlowStats): number {
  const { carriedIn, started, sent, carriedOut } = flow;
  return Math.abs(sent - outcomesOf(flow)) + Math.abs(carriedIn + started - sent - carriedOut);
}

/** Each walk that had the step before it has sent it, can't reach it any more, or has it still before it. */
function missingAtStep({ walks, sent }: RequestStats, flow: FlowStats | undefined): number {
  if (walks === undefined || flow === undefined) return 0;
  return Math.abs(walks.carriedIn + flow.started - sent - walks.notReached - walks.carriedOut);
}
