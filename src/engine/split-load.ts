import { availableParallelism } from 'node:os';
import { fewestConnections, mostConnections } from '../config/load/whole-load.ts';
import type { Load, Stage } from '../config/plan.ts';
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
export function workersFor(load: Stages, cores = availableParallelism()): number {
  const spare = Math.max(1, cores - 1);
  const wanted = Math.ceil(mostConnections(load) / CONNECTIONS_PER_WORKER);
  const atMost = Math.max(1, Math.floor(fewestConnections(load) / FEWEST_CONNECTIONS));
  return Math.min(spare, wanted, atMost);
}

/** Stages in parts, one for each worker thread. */
export function splitStages(stages: readonly [Stage, ...Stage[]], workers: number): readonly LoadPart[] {
  return Array.from({ length: workers }, (_, worker) => {
    const share = { worker, of: workers };
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
export function mostByWorker(load: Stages, cores = availableParallelism()): readonly number[] {
  const of = workersFor(load, cores);
  return Array.from({ length: of }, (_, worker) => shareOf(mostConnections(load), { worker, of }));
}

function partOf({ connections, fromConnections, durationMs, arrivals }: Stage, share: Share): StagePart {
  const ramp = fromConnections === undefined ? {} : { fromConnections };
  const part = { durationMs, connections, ...ramp };
  if (arrivals === null) return { ...part, arrivals };
  // A worker's portion of the schedule; the workers take turns within an interval.
  const portion = shareOf(connections, share) / connections;
  const { perSecond, fromPerSecond, kind } = arrivals;
  return {
    ...part,
    arrivals: {
      kind,
      phase: share.worker / share.of,
      perSecond: perSecond * portion,
      ...(fromPerSecond !== undefined && { fromPerSecond: fromPerSecond * portion }),
    },
  };
}

function weightOf({ stages, share }: LoadPart): number {
  return stages.reduce(
    (sum, { connections, fromConnections = connections, durationMs }) =>
      sum + (shareOf(connections, share) + shareOf(fromConnections, share)) * durationMs,
    0,
  );
}
