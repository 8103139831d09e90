import type { Explanation } from '../../evidence/result/why.ts';
import { median } from '../statistics/median.ts';
import type { Asked, ComparedEndpoint, SlowerRequest } from './asked.ts';
import { carryingSteps } from './by-step.ts';
import { LEAST_SHARE, MOST_NAMED } from './standing-out.ts';

/**
 * Where most requests got slower, one stands out whose mean grew so many times as much as that in the middle. The mean:
 * what waits for another request does so now and then, and that shows in its slowest responses as in the other's.
 */
const OUTSTANDING = 1.2;

/** Requests that carry a part of the shift of all; of what is spread over all only those that stand out. */
export function explainByEndpoint({ worse, shift, slower, everywhere }: Asked): Explanation[] {
  const figure = worse.find(({ endpoint }) => endpoint === null);
  if (figure === undefined || shift === undefined) return [];
  const { metric, quantile } = figure;
  const ofMs = shift.afterMs - shift.beforeMs;
  return slower
    .filter(({ outstanding }) => outstanding || everywhere === null)
    .flatMap(({ request: { name: endpoint, latency }, ms, share }): Explanation[] => {
      const [beforeMs, afterMs] = [latency.base, latency.target].map((one) =>
        one.percentileMs(100 * quantile),
      );
      if (ms === null || beforeMs == null || afterMs == null) return [];
      return [{ kind: 'endpoint', metric, endpoint, share, ms, ofMs, beforeMs, afterMs }];
    });
}

/**
 * Those that carry a shift of all, most first, but those that stand out of all before the others; then those whose own
 * figure is what got worse, and steps that carry what walks through a flow became longer by.
 */
export function findSlower({
  worse,
  shift,
  endpoints,
  flows,
  everywhere,
  chance,
}: Omit<Asked, 'slower'>): SlowerRequest[] {
  const figure = worse.find(({ endpoint }) => endpoint === null);
  const ofMs = shift ? shift.afterMs - shift.beforeMs : 0;
  const beyondMs = shift ? (shift.beforeMs + shift.afterMs) / 2 : 0;
  const typical = median(endpoints.map(growthOf).sort((a, b) => a - b));
  const carrying = (shift?.parts ?? [])
    .flatMap(({ endpoint, ms }): SlowerRequest[] => {
      const request = endpoints.find(({ name }) => name === endpoint);
      if (!request || ms / ofMs < LEAST_SHARE) return [];
      const times = growthOf(request) / typical;
      const outstanding = everywhere !== null && times >= OUTSTANDING && chance.standsOut(request, times);
      return [{ request, ms, share: Math.min(1, ms / ofMs), outstanding }];
    })
    .sort((a, b) => Number(b.outstanding) - Number(a.outstanding) || b.share - a.share)
    .filter(
      ({ request, outstanding }) =>
        outstanding || (figure !== undefined && chance.isSlower(request, figure, beyondMs)),
    )
    .slice(0, MOST_NAMED);
  const own = endpoints.filter(
    ({ name }) =>
      worse.some(({ endpoint }) => endpoint === name) &&
      carrying.every(({ request }) => request.name !== name),
  );
  const known = [...carrying, ...own.map((request) => ({ request, ms: null, share: 1, outstanding: false }))];
  const steps = flows.flatMap(carryingSteps).flatMap(({ step, share }): SlowerRequest[] => {
    const request = endpoints.find(({ name }) => name === step.name);
    if (!request || known.some((one) => one.request.name === step.name)) return [];
    return [{ request, ms: null, share, outstanding: false }];
  });
  return [...known, ...steps];
}

/** How many times as long its mean response takes; 1 where a side has none. */
function growthOf({ latency: { base, target } }: ComparedEndpoint): number {
  return base.meanMs && target.meanMs ? target.meanMs / base.meanMs : 1;
}
