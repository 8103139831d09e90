import type { Explanation } from '../../evidence/result/why.ts';
import type { Asked, ChanceRule, ComparedEndpoint } from './asked.ts';
import { LEAST_SHARE, MOST_NAMED } from './standing-out.ts';

/** Durations that the service tells, of the requests that are known to be slower. */
export function explainByServerTiming({ slower, chance }: Asked): Explanation[] {
  // What waits for another request has longer durations, too.
  const outstanding = slower.filter((one) => one.outstanding || one.ms === null);
  const asked = slower.some((one) => one.outstanding) ? outstanding : slower;
  return asked.flatMap(({ request, share }) => explainOne(request, share, chance));
}

function explainOne(request: ComparedEndpoint, shareOfShift: number, chance: ChanceRule): Explanation[] {
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
    .filter(({ name }) => chance.isLonger(request, name))
    .slice(0, MOST_NAMED)
    .map(({ name, beforeMs, afterMs, ms }) => {
      const share = Math.min(1, ms / ofMs) * shareOfShift;
      return { kind: 'server-timing', endpoint, name, share, ms, ofMs, beforeMs, afterMs };
    });
}
