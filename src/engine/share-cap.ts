import { requestsPerArrival } from '../config/load/deck.ts';
import { firstPerSecond, modelOf, offeredRequests } from '../config/load/whole-load.ts';
import type { Plan } from '../config/plan.ts';
import { type Shard, shareOfShard } from '../config/shard.ts';
import type { RoundOrder } from './round.ts';
import { splitRequests } from './split-load.ts';
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
  { load: { maxRequests }, scenario }: Pick<Plan, 'load' | 'scenario'>,
  order: Pick<RoundOrder, 'stages' | 'warmupMs'>,
  sent: number,
  parts: Parameters<typeof splitRequests>[1],
  shard?: Shard,
): readonly Pick<RoundPart, 'mostRequests' | 'mostRepetitions'>[] {
  if (maxRequests === undefined) return parts.map(() => ({}));
  const most = shard === undefined ? maxRequests : shareOfShard(maxRequests, shard);
  const isOpen = modelOf(order) === 'open';
  const due = isOpen
    ? Math.ceil(
        (offeredRequests(order) + (firstPerSecond(order) * order.warmupMs) / 1000) *
          (requestsPerArrival(scenario) / (shard?.of ?? 1)),
      )
    : 0;
  const shares = splitRequests(Math.max(0, most - sent - due), parts);
  return shares.map((share) => (isOpen ? { mostRepetitions: share } : { mostRequests: share }));
}
