/** The walks of one round, bound to what the round counts and when it may send. */
import { seededRandom } from '../random.ts';
import type { MeasuredLoad } from './measured-load.ts';
import type { RoundPart } from './messages.ts';
import type { Requests } from './requests.ts';
import type { RoundHost } from './round-host.ts';
import { Walks } from './walks.ts';

interface RoundOfWalks {
  readonly requests: Requests;
  /** Null in the warm-up. */
  measured(): MeasuredLoad | null;
  /** Whether anything may be sent at all, but for the end of the measured time. */
  mayStillSend(): boolean;
  endMs(): number;
  /** How long they may go on after it. */
  readonly graceMs: number;
}

/** Null without flows. */
export function walksIn(host: RoundHost, part: RoundPart, round: RoundOfWalks): Walks | null {
  const { flows, requests, captures } = host.order;
  if (flows === undefined) return null;
  return new Walks(
    {
      connections: host.connections,
      walks: host.walks,
      mayWalk: (nowMs) => round.mayStillSend() && nowMs < round.endMs() + round.graceMs,
      pickStep(walk, request, nowMs) {
        const measured = round.measured();
        if (nowMs >= round.endMs()) measured?.leaveWalk(walk);
        const stage = measured?.stageAt(nowMs) ?? null;
        const picked = round.requests.pickStep(walk, request, nowMs, stage);
        if (stage !== null) measured?.countSent(stage, request);
        return picked;
      },
      notReached: (walk, request) => round.measured()?.notReached(walk, request),
      leave: (walk) => round.measured()?.leaveWalk(walk),
      over: (walk, outcome, nowMs) => round.measured()?.endWalk(walk, outcome, nowMs),
      thought: (request, fromMs, toMs) => round.measured()?.addThinking(request, fromMs, toMs),
      ready: (connection) => host.ready(connection),
    },
    {
      flows,
      requests,
      shared: new Set(Object.keys(captures)),
      random: seededRandom(`${part.seed}/thinking`),
    },
  );
}
