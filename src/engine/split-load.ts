import { availableParallelism } from 'node:os';
import { fewestConnections, mostConnections } from '../config/load/whole-load.ts';
import type { Load, Stage } from '../config/plan.ts';
import { type Shard, shareOfShard } from '../config/shard.ts';
import { shareOf } from './worker/connection-steps.ts';
import type { RoundPart, Share, StagePart } from './worker/messages.ts';

/** Connections that one worker thread carries before another one is worth its core. */
const CONNECTIONS_PER_WORKER = 100;
/** What is due on one thread can't be sent on another one's free connection: with so many, hardly any request waits. */
const FEWEST_CONNECTIONS = 5;

type LoadPart = Pick<RoundPart, 'stages' | 'share'>;
type Stages = Pick<Load, 'stages'>;

/**
 * As many threads as the busiest moment takes, all through the load; at its quietest one each still has a few
 * connections. A core stays free for a service on the same machine.
 */
export function workersFor(all: Stages, cores = availableParallelism(), shard?: Shard): number {
  const load = shard === undefined ? all : ofShard(all, shard);
  const spare = Math.max(1, cores - 1);
  const wanted = Math.ceil(mostConnections(load) / CONNECTIONS_PER_WORKER);
  const atMost = Math.max(1, Math.floor(fewestConnections(load) / FEWEST_CONNECTIONS));
  return Math.min(spare, wanted, atMost);
}

/**
 * Stages in parts, one for each worker thread.
 * @param shard whose threads they are, where several machines make the load
 */
export function splitStages(
  stages: readonly [Stage, ...Stage[]],
  workers: number,
  shard?: Shard,
): readonly LoadPart[] {
  return Array.from({ length: workers }, (_, worker) => {
    const share = { worker, of: workers, ...(shard && { shard }) };
    const [first, ...others] = stages;
    return { share, stages: [partOf(first, share), ...others.map((stage) => partOf(stage, share))] };
  });
}

/**
 * So many requests in parts, one for each of the workers that share a load: by their connections and the time that they
 * have them, and none is lost.
 * @param most of all together
 */
export function splitRequests(most: number, parts: readonly LoadPart[]): readonly number[] {
  const all = parts.reduce((sum, part) => sum + weightOf(part), 0);
  let [before, given] = [0, 0];
  return parts.map((part) => {
    before += weightOf(part);
    const share = Math.round((most * before) / all) - given;
    given += share;
    return share;
  });
}

/** The most connections that each worker thread has at any time. */
export function mostByWorker(load: Stages, cores = availableParallelism(), shard?: Shard): readonly number[] {
  const of = workersFor(load, cores, shard);
  const share = { of, ...(shard && { shard }) };
  return Array.from({ length: of }, (_, worker) => shareOf(mostConnections(load), { worker, ...share }));
}

/** As far as connections go. */
function ofShard({ stages: [first, ...others] }: Stages, shard: Shard): Stages {
  const own = (stage: Stage): Stage => ({
    ...stage,
    connections: shareOfShard(stage.connections, shard),
    ...(stage.fromConnections !== undefined && {
      fromConnections: shareOfShard(stage.fromConnections, shard),
    }),
  });
  return { stages: [own(first), ...others.map(own)] };
}

function partOf({ connections, fromConnections, durationMs, arrivals }: Stage, share: Share): StagePart {
  const ramp = fromConnections === undefined ? {} : { fromConnections };
  const part = { durationMs, connections, ...ramp };
  if (arrivals === null) return { ...part, arrivals };
  const { portion, phase } = turnsOf(connections, share);
  const { perSecond, fromPerSecond, kind } = arrivals;
  return {
    ...part,
    arrivals: {
      kind,
      phase,
      perSecond: perSecond * portion,
      ...(fromPerSecond !== undefined && { fromPerSecond: fromPerSecond * portion }),
    },
  };
}

/**
 * A worker's portion of the schedule; the workers take turns within an interval. Of several machines, the k-th of n
 * takes each n-th arrival from the k-th on, and its threads these in turn: all together are the schedule itself.
 */
function turnsOf(connections: number, share: Share): { readonly portion: number; readonly phase: number } {
  const { worker, of, shard } = share;
  if (shard === undefined) return { portion: shareOf(connections, share) / connections, phase: worker / of };
  const all = shard.of * of;
  return { portion: 1 / all, phase: (shard.index - 1 + shard.of * worker) / all };
}

function weightOf({ stages, share }: LoadPart): number {
  return stages.reduce(
    (sum, { connections, fromConnections = connections, durationMs }) =>
      sum + (shareOf(connections, share) + shareOf(fromConnections, share)) * durationMs,
    0,
  );
}
