import { availableParallelism } from 'node:os';
import type { Load, Plan } from '../config/plan.ts';
import type { ShareOrder } from './worker/share-messages.ts';

/** Connections that one worker thread carries before another one is worth its core. */
const CONNECTIONS_PER_WORKER = 100;

export type LoadPart = Pick<ShareOrder, 'connections' | 'arrivals'>;

/** The load in parts, one for each worker thread. A core stays free for a service on the same machine. */
export function splitLoad({ load }: Plan, cores = availableParallelism()): LoadPart[] {
  const spare = Math.max(1, cores - 1);
  const workers = Math.min(spare, Math.ceil(load.connections / CONNECTIONS_PER_WORKER));
  return Array.from({ length: workers }, (_, worker) => {
    const connections = Math.floor((load.connections + worker) / workers);
    return { connections, arrivals: arrivalsOf(load, connections / load.connections, worker / workers) };
  });
}

/** A worker's part of the schedule; the workers take turns within an interval. */
function arrivalsOf({ arrivals }: Load, share: number, phase: number): ShareOrder['arrivals'] {
  return arrivals && { perSecond: arrivals.perSecond * share, kind: arrivals.kind, phase };
}
