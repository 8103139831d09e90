/** What a round still waits for. */
import type { Connection } from './connection.ts';
import type { PickedRequest } from './dispatch.ts';
import type { Pacer } from './pacer.ts';
import type { Supply } from './supply.ts';

/** Whether a response is awaited, or a connection that waits before it connects anew. */
export function isUnderWay(connections: readonly Connection[]): boolean {
  return connections.some(({ inFlight }) => inFlight !== null);
}

/** Nothing is awaited. What waits since the warm-up is nobody's loss. */
export function isQuiet(
  connections: readonly Connection[],
  { waiting }: Pacer,
  { repeats }: Pick<Supply, 'repeats'>,
): boolean {
  return !repeats && !isUnderWay(connections) && !waiting.list().some(({ stage }) => stage !== null);
}

/** What waits and was sent before, so that it has an outcome of its own, and what never was. */
export function partByAttempts(waiting: readonly PickedRequest[]): {
  readonly tried: readonly PickedRequest[];
  readonly untried: readonly PickedRequest[];
} {
  const wasTried = ({ repeatable }: PickedRequest) => repeatable !== null && repeatable.last !== null;
  return { tried: waiting.filter(wasTried), untried: waiting.filter((picked) => !wasTried(picked)) };
}
