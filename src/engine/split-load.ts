import { availableParallelism } from 'node:os';
import type { Load, Stage } from '../config/plan.ts';
import type { RoundPart } from './worker/messages.ts';

/** Connections that one worker thread carries before another one is worth its core. */
const CONNECTIONS_PER_WORKER = 100;

type LoadPart = Pick<RoundPart, 'connections' | 'arrivals'>;

/** A stage in parts, one for each worker thread. A core stays free for a service on the same machine. */
export function splitStage(stage: Stage, cores = availableParallelism()): readonly LoadPart[] {
  const spare = Math.max(1, cores - 1);
  const workers = Math.min(spare, Math.ceil(stage.connections / CONNECTIONS_PER_WORKER));
  return Array.from({ length: workers }, (_, worker) => {
    const connections = Math.floor((stage.connections + worker) / workers);
    return { connections, arrivals: arrivalsOf(stage, connections / stage.connections, worker / workers) };
  });
}

/**
 * So many requests in parts, one for each of the workers that share a load: by their connections, and none is lost.
 * @param most of all together
 */
export function splitRequests(most: number, parts: readonly LoadPart[]): readonly number[] {
  const connections = parts.reduce((sum, part) => sum + part.connections, 0);
  let [before, given] = [0, 0];
  return parts.map((part) => {
    before += part.connections;
    const share = Math.round((most * before) / connections) - given;
    given += share;
    return share;
  });
}

/** The most connections that each worker thread has in any stage. */
export function mostByWorker({ stages }: Load, cores = availableParallelism()): readonly number[] {
  const parts = stages.map((stage) => splitStage(stage, cores));
  const workers = Math.max(...parts.map(({ length }) => length));
  return Array.from({ length: workers }, (_, worker) =>
    Math.max(...parts.map((ofStage) => ofStage[worker]?.connections ?? 0)),
  );
}

/** A worker's portion of the schedule; the workers take turns within an interval. */
function arrivalsOf({ arrivals }: Stage, portion: number, phase: number): LoadPart['arrivals'] {
  return arrivals && { perSecond: arrivals.perSecond * portion, kind: arrivals.kind, phase };
}
