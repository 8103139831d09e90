import { requestsPerArrival } from '../config/load/deck.ts';
import { firstPerSecond, modelOf, offeredRequests } from '../config/load/whole-load.ts';
import type { Plan } from '../config/plan.ts';
import { type Shard, shareOfShard } from '../config/shard.ts';
import type { RoundOrder } from './round.ts';
import { splitRequests, splitStages } from './split-load.ts';
import type { RoundPart } from './worker/messages.ts';

/**
 * What `max-requests` leaves each worker of a round. What a rate comes to is known before, each step of a flow with it,
 * and such a load isn't begun where it would be too much: only what is sent again can go beyond it.
 *
 * @param sent of the load so far
 * @param parts one for each worker
 * @param shard whose workers they are, with its part of the cap; absent: there are no others
 */
export function shareCap(
  { load, scenario }: Pick<Plan, 'load' | 'scenario'>,
  order: Pick<RoundOrder, 'stages' | 'warmupMs'>,
  sent: number,
  parts: Parameters<typeof splitRequests>[1],
  shard?: Shard,
): readonly Pick<RoundPart, 'mostRequests' | 'mostRepetitions'>[] {
  const { maxRequests } = load;
  if (maxRequests === undefined) return parts.map(() => ({}));
  const isOpen = modelOf(order) === 'open';
  const most = shard === undefined ? maxRequests : capOfShard(maxRequests, load, shard);
  const due = isOpen
    ? Math.ceil(
        (offeredRequests(order) + (firstPerSecond(order) * order.warmupMs) / 1000) *
          (requestsPerArrival(scenario) / (shard?.of ?? 1)),
      )
    : 0;
  const shares = splitRequests(Math.max(0, most - sent - due), parts);
  return shares.map((share) => (isOpen ? { mostRepetitions: share } : { mostRequests: share }));
}

/**
 * At a rate, all have as much. In a closed model each by its connections, so that all come to their end together: what
 * had fewer requests for each connection would end before the others. Each has one at least.
 */
function capOfShard(maxRequests: number, load: Plan['load'], shard: Shard): number {
  if (modelOf(load) === 'open') return shareOfShard(maxRequests, shard);
  const parts = Array.from({ length: shard.of }, (_, i) =>
    splitStages(load.stages, 1, { index: i + 1, of: shard.of }),
  ).flat();
  return 1 + (splitRequests(Math.max(0, maxRequests - shard.of), parts)[shard.index - 1] as number);
}
