import type { Explanation } from '../../evidence/result/why.ts';
import type { Asked, SlowerRequest } from './asked.ts';
import { explainEverywhere } from './everywhere.ts';
import { LEAST_SHARE, MOST_NAMED } from './standing-out.ts';

/** Of what is spread over all, a request is still named that carries so much of it. */
const MOST_OF_IT = 0.5;

/** Requests that carry a part of the shift of all. */
export function explainByEndpoint(asked: Asked): Explanation[] {
  const { worse, shift, slower } = asked;
  const figure = worse.find(({ endpoint }) => endpoint === null);
  if (figure === undefined || shift === undefined) return [];
  const { metric, quantile } = figure;
  const ofMs = shift.afterMs - shift.beforeMs;
  const least = explainEverywhere(asked).length > 0 ? MOST_OF_IT : LEAST_SHARE;
  return slower
    .filter(({ share }) => share >= least)
    .flatMap(({ request: { name: endpoint, latency }, ms, share }): Explanation[] => {
      const [beforeMs, afterMs] = [latency.base, latency.target].map((one) =>
        one.percentileMs(100 * quantile),
      );
      if (ms === null || beforeMs == null || afterMs == null) return [];
      return [{ kind: 'endpoint', metric, endpoint, share, ms, ofMs, beforeMs, afterMs }];
    });
}

/** Those that carry a shift of all, most first; then those whose own figure is what got worse. */
export function findSlower({ worse, shift, endpoints, chance }: Omit<Asked, 'slower'>): SlowerRequest[] {
  const figure = worse.find(({ endpoint }) => endpoint === null);
  const ofMs = shift ? shift.afterMs - shift.beforeMs : 0;
  const beyondMs = shift ? (shift.beforeMs + shift.afterMs) / 2 : 0;
  const carrying = (shift?.parts ?? [])
    .flatMap(({ endpoint, ms }) => {
      const request = endpoints.find(({ name }) => name === endpoint);
      return request && ms / ofMs >= LEAST_SHARE ? [{ request, ms, share: Math.min(1, ms / ofMs) }] : [];
    })
    .sort((a, b) => b.ms - a.ms)
    .filter(({ request }) => figure !== undefined && chance.isSlower(request, figure, beyondMs))
    .slice(0, MOST_NAMED);
  const own = endpoints.filter(
    ({ name }) =>
      worse.some(({ endpoint }) => endpoint === name) &&
      carrying.every(({ request }) => request.name !== name),
  );
  return [...carrying, ...own.map((request) => ({ request, ms: null, share: 1 }))];
}
