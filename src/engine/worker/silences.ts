import type { Stretch } from '../round.ts';

/** Shorter ones are nobody's outage; a slice is not much longer. */
const SHORTEST_MS = 200;
/** A generator that stood still for longer between two looks has not listened meanwhile: that is taken off. */
const LONGEST_LOOK_MS = 250;

/**
 * Stretches of a round in which nothing succeeded though somebody waited for it, and those in which nothing was sent.
 * Times in ms. Whatever answers in the service's place ends a silence, too: that is told apart.
 */
export class Silences {
  readonly #startMs: number;
  #endMs: number;
  readonly #stretches: Stretch[] = [];
  /** By the clock. The last one may go on. */
  readonly #pauses: { readonly fromMs: number; toMs: number }[] = [];
  #sinceMs: number;
  #lookedMs: number;
  #stalledMs = 0;
  #listening = true;

  /** @param endMs from when on nothing more is sent */
  constructor(startMs: number, endMs: number) {
    this.#startMs = startMs;
    this.#endMs = endMs;
    this.#sinceMs = startMs;
    this.#lookedMs = startMs;
  }

  endAt(endMs: number): void {
    this.#endMs = endMs;
  }

  /** To be called often. */
  look(nowMs: number): void {
    this.#stalledMs += Math.max(0, nowMs - this.#lookedMs - LONGEST_LOOK_MS);
    this.#lookedMs = nowMs;
  }

  /** @param breaks a success, or an answer of somebody before the service */
  see(breaks: boolean, nowMs: number): void {
    this.look(nowMs);
    // What ends after the round's end leaves its connection idle: what lies behind that is no silence.
    const isOver = nowMs >= this.#endMs;
    if (breaks || isOver) this.#close(nowMs);
    if (isOver) this.#listening = false;
  }

  /** Nobody waits for anything just now. */
  rest(nowMs: number): void {
    this.#close(nowMs);
  }

  /** Nothing is sent from now on, until `goOn`. */
  pause(nowMs: number): void {
    this.#close(nowMs);
    this.#listening = false;
    this.#pauses.push({ fromMs: nowMs, toMs: Number.POSITIVE_INFINITY });
  }

  goOn(nowMs: number): void {
    this.#sinceMs = nowMs;
    this.#lookedMs = nowMs;
    this.#stalledMs = 0;
    this.#listening = nowMs < this.#endMs;
    const pause = this.#pauses.at(-1);
    if (pause !== undefined) pause.toMs = nowMs;
  }

  /** How much of a stretch, by the clock, was paused. */
  pausedMs(fromMs: number, toMs: number): number {
    return this.#pauses.reduce(
      (sum, pause) => sum + Math.max(0, Math.min(pause.toMs, toMs) - Math.max(pause.fromMs, fromMs)),
      0,
    );
  }

  /** @returns in ms since the round's start, ascending */
  finish(nowMs: number): readonly Stretch[] {
    this.look(nowMs);
    this.#close(nowMs);
    this.#listening = false;
    return this.#stretches;
  }

  #close(nowMs: number): void {
    const endMs = nowMs - this.#stalledMs;
    if (this.#listening && endMs - this.#sinceMs >= SHORTEST_MS)
      this.#stretches.push({ fromMs: this.#sinceMs - this.#startMs, toMs: endMs - this.#startMs });
    this.#sinceMs = nowMs;
    this.#stalledMs = 0;
  }
}

/** Their parts in a stretch of the round, in ms since its start. */
export function within(silences: readonly Stretch[], startMs: number, endMs: number): readonly Stretch[] {
  return silences.flatMap(({ fromMs, toMs }) => {
    const part = { fromMs: Math.max(fromMs, startMs) - startMs, toMs: Math.min(toMs, endMs) - startMs };
    return part.toMs > part.fromMs ? [part] : [];
  });
}
