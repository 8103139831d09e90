/** How many connections a worker has at each moment of the load. Pure. */
import { shareOfShard } from '../../config/shard.ts';
import type { RoundPart, Share } from './messages.ts';

/** A worker's part of what all have together; the parts add up. */
export function shareOf(total: number, { worker, of, shard }: Share): number {
  const own = shard === undefined ? total : shareOfShard(total, shard);
  return Math.floor((own + worker) / of);
}

/** This worker's at the first stage's beginning, and in the warm-up. */
export function firstConnections({ stages: [first], share }: Pick<RoundPart, 'stages' | 'share'>): number {
  return shareOf(first.fromConnections ?? first.connections, share);
}

interface Step {
  /** Since the measured time began. */
  readonly atMs: number;
  readonly connections: number;
}

/**
 * Goes through them in their order. In a ramp the connections of all workers together change one at a time, so that
 * their number is always the nearest to the straight line.
 */
export class ConnectionSteps {
  /** As it is now. */
  connections: number;
  readonly #steps: readonly Step[];
  #next = 0;

  constructor(part: Pick<RoundPart, 'stages' | 'share'>) {
    this.connections = firstConnections(part);
    this.#steps = listSteps(part.stages, part.share, this.connections);
  }

  /** When the number changes; +∞ where it stays. */
  get nextMs(): number {
    return this.#steps[this.#next]?.atMs ?? Number.POSITIVE_INFINITY;
  }

  /** @returns whether the number has changed by then */
  goTo(atMs: number): boolean {
    const before = this.#next;
    while (this.nextMs <= atMs) {
      this.connections = this.#steps[this.#next]?.connections as number;
      this.#next++;
    }
    return this.#next > before;
  }
}

function listSteps(stages: RoundPart['stages'], share: Share, first: number): readonly Step[] {
  const steps: Step[] = [];
  let own = first;
  let startMs = 0;
  const turn = (atMs: number, total: number) => {
    const connections = shareOf(total, share);
    if (connections !== own) steps.push({ atMs, connections });
    own = connections;
  };
  for (const { durationMs, connections, fromConnections = connections } of stages) {
    turn(startMs, fromConnections);
    const count = Math.abs(connections - fromConnections);
    const sign = Math.sign(connections - fromConnections);
    for (let nth = 1; nth <= count; nth++)
      turn(startMs + ((nth - 0.5) / count) * durationMs, fromConnections + sign * nth);
    startMs += durationMs;
  }
  return steps;
}
