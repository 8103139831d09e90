import type { Explanation } from '../../evidence/result/why.ts';

/** From this part on, what is seen of the server's side may account for much of what the responses got slower by. */
const MUCH = 1 / 3;

/**
 * Of what accounts for much, what tells more comes first: a lock that statements wait for before the statements that it
 * makes slow, a statement before the processor time that it takes on the service's side, the collector before the
 * processor that it runs on, and all work before a wait for connections, which work makes longer.
 */
const TELLING: readonly string[] = [
  'lock-wait',
  'statement',
  'table',
  'collection',
  'collections',
  'cpu',
  'pool-wait',
  'database-wait',
];

/** The strongest first. What most requests share says less than what stands out of it. */
export function orderExplanations(found: readonly Explanation[]): Explanation[] {
  const isNamed = found.some(
    ({ kind, share }) => kind === 'endpoint' || kind === 'step' || (isOfServer(kind) && share > 0),
  );
  const told = mostTold(found);
  const isCarried = found.some(({ kind }) => kind === 'endpoint');
  const classOf = (one: Explanation) => {
    // A flow is made of requests: what all of them got slower by comes before what one flow did.
    if (one.kind === 'step') return isCarried ? 2 : 1;
    if (one.kind === 'everywhere') return isNamed ? 3 : 1;
    if (!isOfServer(one.kind)) return 1;
    if (one.share === 0) return 2;
    if (one.kind === 'resource' && one.what === 'cpu' && one.share < told) return 2;
    return one.share >= MUCH ? 0 : 1;
  };
  const tellingOf = (one: Explanation) => TELLING.indexOf(one.kind === 'resource' ? one.what : one.kind);
  return found.toSorted((a, b) => {
    const [of, other] = [classOf(a), classOf(b)];
    if (of !== other) return of - other;
    return of === 0 ? tellingOf(a) - tellingOf(b) || b.share - a.share : b.share - a.share;
  });
}

function isOfServer(kind: Explanation['kind']): boolean {
  return kind === 'statement' || kind === 'table' || kind === 'resource';
}

/**
 * The most that a duration of one name accounts for, over all requests. Where the service tells itself where more of
 * the time went, processor time comes behind: a request takes more of it by itself where fewer come, and beside
 * whatever else the machine does.
 */
function mostTold(found: readonly Explanation[]): number {
  const sums = new Map<string, number>();
  for (const one of found)
    if (one.kind === 'server-timing') sums.set(one.name, (sums.get(one.name) ?? 0) + one.share);
  return Math.max(0, ...sums.values());
}
