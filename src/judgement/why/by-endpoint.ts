import type { Explanation } from '../../evidence/result/why.ts';
import type { Asked } from './asked.ts';
import { LEAST_SHARE, MOST_NAMED } from './standing-out.ts';

/** Requests that carry a part of the shift of all. */
export function explainByEndpoint({ worse, shift, endpoints, noise }: Asked): Explanation[] {
  const figure = worse.find(({ endpoint }) => endpoint === null);
  if (figure === undefined || shift === undefined) return [];
  const ofMs = shift.afterMs - shift.beforeMs;
  const beyondMs = (shift.beforeMs + shift.afterMs) / 2;
  return shift.parts
    .flatMap(({ endpoint, ms }) => {
      const request = endpoints.find(({ name }) => name === endpoint);
      return request && ms / ofMs >= LEAST_SHARE ? [{ request, ms, share: Math.min(1, ms / ofMs) }] : [];
    })
    .sort((a, b) => b.ms - a.ms)
    .filter(({ request }) => noise.isSlower(request, figure, beyondMs))
    .slice(0, MOST_NAMED)
    .flatMap(({ request, ms, share }): Explanation[] => {
      const { name: endpoint, latency } = request;
      const { metric, quantile } = figure;
      const [beforeMs, afterMs] = [latency.base, latency.target].map((one) =>
        one.percentileMs(100 * quantile),
      );
      if (beforeMs == null || afterMs == null) return [];
      return [{ kind: 'endpoint', metric, endpoint, share, ms, ofMs, beforeMs, afterMs }];
    });
}
