import type { Explanation } from '../../evidence/result/why.ts';
import type { Asked } from './asked.ts';
import type { ComparedSeries, ComparedServer, Resource } from './compared-server.ts';
import { LEAST_SHARE } from './standing-out.ts';
import { weighWait, weighWork } from './weigh.ts';

type ResourceMoved = Extract<Explanation, { kind: 'resource' }>;

/** What the server's side took more of, or waited for longer: of each kind the series that grew most. */
export function explainByResource({ server }: Pick<Asked, 'server'>): ResourceMoved[] {
  if (server === null) return [];
  const found = new Map<Resource, ResourceMoved>();
  for (const one of server.series) {
    if (!one.isHigher) continue;
    const moved = explainSeries(one, server);
    const other = found.get(one.what);
    if (moved !== null && (other === undefined || moved.share > other.share)) found.set(one.what, moved);
  }
  // What waits for a lock waits.
  if (found.has('lock-wait')) found.delete('database-wait');
  return [...found.values()];
}

function explainSeries(one: ComparedSeries, server: ComparedServer): ResourceMoved | null {
  const { key, unit, what, mean } = one;
  const ms = msPerRequest(one, server);
  const share = ms === null ? 0 : shareOf(what, ms.before, ms.after, server);
  if (ms !== null && share < LEAST_SHARE) return null;
  return {
    kind: 'resource',
    what,
    series: key,
    unit,
    share,
    before: mean.base,
    after: mean.target,
    msBefore: ms?.before ?? null,
    msAfter: ms?.after ?? null,
  };
}

/**
 * For each request: processor time as it is; of what is told as how many there are at a time, how long each of them
 * takes or waits (Little's law). Null where a series tells no time.
 */
function msPerRequest(
  { what, mean }: ComparedSeries,
  { perSecond }: ComparedServer,
): { readonly before: number; readonly after: number } | null {
  switch (what) {
    case 'cpu':
      return { before: 1000 * mean.base, after: 1000 * mean.target };
    case 'lock-wait':
    case 'database-wait':
    case 'pool-wait':
    case 'collection':
      return {
        before: (1000 * mean.base) / perSecond.base,
        after: (1000 * mean.target) / perSecond.target,
      };
    case 'collections':
    case 'longest-transaction':
    case 'memory':
      return null;
  }
}

function shareOf(what: Resource, before: number, after: number, { slowing, series }: ComparedServer): number {
  if (what !== 'cpu' && what !== 'collection') return weighWait(after - before, slowing);
  const cpu = series.find((one) => one.what === 'cpu')?.mean.base;
  // A collector's work is a part of the processor's, where that is known.
  const all = what === 'collection' && cpu !== undefined ? 1000 * cpu : before;
  return weighWork(after - before, (after - before) / all, slowing);
}
