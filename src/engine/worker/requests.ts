import type { Method, RequestSpec } from '../../config/plan.ts';
import type { Mix } from '../mix.ts';
import { seededRandom } from '../random.ts';
import type { Writer } from '../render.ts';
import type { Values } from '../values.ts';
import type { PickedRequest } from './dispatch.ts';
import type { RoundPart, WorkerOrder } from './messages.ts';
import { Repetitions } from './retries.ts';
import { createValuesOf, shuffleMix } from './supplies.ts';

/** What a round sends: drawn from the mix, filled with values, and sent again where that is declared. */
export class Requests {
  readonly repetitions: Repetitions;
  readonly #order: WorkerOrder;
  readonly #part: RoundPart;
  readonly #values: Values;
  #mix: Mix;

  /** @param onDue told of a request that is to be sent again now */
  constructor(order: WorkerOrder, part: RoundPart, onDue: (picked: PickedRequest) => void) {
    this.#order = order;
    this.#part = part;
    this.#values = createValuesOf(part);
    this.#mix = shuffleMix(order, part, 'warm-up');
    this.repetitions = new Repetitions({
      requests: order.requests,
      random: seededRandom(`${part.seed}/retries`),
      values: this.#values,
      most: part.mostRepetitions,
      onDue,
    });
  }

  /** The measured time has a mix of its own, which begins with it. */
  beginMeasuring(): void {
    this.#mix = shuffleMix(this.#order, this.#part, 'measure');
  }

  /** @param stage that it belongs to; null outside the measured time */
  pick(dueMs: number, stage: number | null): PickedRequest {
    const request = this.#mix.pick();
    const { method, expect } = this.#order.requests[request] as RequestSpec;
    const repeatable = this.repetitions.begin(request);
    const idempotent = (method !== 'POST' && method !== 'PATCH') || repeatable?.keyed === true;
    const head = method === 'HEAD';
    const trace = null;
    return { request, head, idempotent, expect, dueMs, stage, generation: -1, trace, repeatable };
  }

  methodOf({ request }: PickedRequest): Method {
    return (this.#order.requests[request] as RequestSpec).method;
  }

  /** The request's bytes, each time with the same values where it may be sent again. */
  write(picked: PickedRequest, writers: readonly Writer[]): Buffer | string {
    const { request, repeatable } = picked;
    const written = (writers[request] as Writer)(repeatable?.values.fromStart() ?? this.#values);
    picked.trace = this.#values.traces.take();
    return written;
  }
}
