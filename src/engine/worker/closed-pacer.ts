import type { Connection } from './connection.ts';
import type { PickedRequest } from './dispatch.ts';
import type { Pacer, Sender } from './pacer.ts';
import { Queue } from './queue.ts';
import { departAt } from './retries.ts';

/** Each connection sends its next request when the last one is answered; what is sent again goes before a new one. */
export class ClosedPacer implements Pacer {
  readonly waiting = new Queue<PickedRequest>();
  readonly #sender: Sender;
  #pausedMs: number | null = null;

  constructor(sender: Sender) {
    this.#sender = sender;
  }

  begin(): void {}

  offer(connections: readonly Connection[]): void {
    for (const connection of connections) {
      const dueMs = performance.now();
      if (this.#sender.sendingAt(dueMs) && connection.idle) connection.send(this.next(dueMs));
    }
  }

  next(nowMs: number): PickedRequest {
    const again = this.waiting.take();
    return again === undefined ? this.#sender.pick(nowMs) : departAt(again, nowMs);
  }

  /** Somebody could not even connect. */
  pickFailed(_: string, nowMs: number): PickedRequest | null {
    return this.#sender.sendingAt(nowMs) ? this.next(nowMs) : null;
  }

  again(picked: PickedRequest): void {
    this.waiting.push(picked);
  }

  sweep(): void {}

  pause(nowMs: number): void {
    this.#pausedMs ??= nowMs;
  }

  /** Who was waiting has not waited: the pause is the generator's own. */
  goOn(nowMs: number): void {
    const pauseMs = this.#pausedMs === null ? 0 : nowMs - this.#pausedMs;
    this.#pausedMs = null;
    for (const picked of this.waiting.list()) picked.dueMs += pauseMs;
  }

  stop(): void {}
}
