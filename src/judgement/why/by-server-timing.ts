import type { Explanation } from '../../evidence/result/why.ts';
import type { Asked, ComparedEndpoint } from './asked.ts';
import { LEAST_SHARE, MOST_NAMED } from './standing-out.ts';

/** Durations that the service tells, of the requests that are known to be slower. */
export function explainByServerTiming(asked: Asked, found: readonly Explanation[]): Explanation[] {
  return slowerRequests(asked, found).flatMap(({ endpoint, share }) => {
    const request = asked.endpoints.find(({ name }) => name === endpoint);
    return request ? explainOne(asked, request, share) : [];
  });
}

/** With the part of the shift that each carries; all of it where its own figure is what got worse. */
function slowerRequests({ worse }: Asked, found: readonly Explanation[]) {
  const named = found.flatMap((one) =>
    one.kind === 'endpoint' ? [{ endpoint: one.endpoint, share: one.share }] : [],
  );
  const own = worse.flatMap(({ endpoint }) => (endpoint === null ? [] : [{ endpoint, share: 1 }]));
  const further = own.filter(
    ({ endpoint }, i) =>
      named.every((one) => one.endpoint !== endpoint) &&
      own.findIndex((one) => one.endpoint === endpoint) === i,
  );
  return [...named, ...further];
}

function explainOne({ noise }: Asked, request: ComparedEndpoint, shareOfShift: number): Explanation[] {
  const { name: endpoint, slowest } = request;
  if (slowest === null) return [];
  const { base: before, target: after } = slowest;
  const ofMs = after.latencyMs - before.latencyMs;
  if (!(ofMs > 0)) return [];
  return [...after.byName]
    .map(([name, afterMs]) => {
      const beforeMs = before.byName.get(name) ?? 0;
      return { name, beforeMs, afterMs, ms: afterMs - beforeMs };
    })
    .filter(({ ms }) => ms / ofMs >= LEAST_SHARE)
    .sort((a, b) => b.ms - a.ms)
    .filter(({ name }) => noise.isLonger(request, name))
    .slice(0, MOST_NAMED)
    .map(({ name, beforeMs, afterMs, ms }) => {
      const share = Math.min(1, ms / ofMs) * shareOfShift;
      return { kind: 'server-timing', endpoint, name, share, ms, ofMs, beforeMs, afterMs };
    });
}
