import type { Lane } from './lane.ts';

export interface TurnTaking {
  /** Whether requests are still sent: a spent connection isn't replaced for nothing. */
  readonly sending: boolean;
  /** These have had their turns, and are free unless something happened to them meanwhile. */
  offer(lanes: readonly Lane[]): void;
}

/**
 * Has connections wait for their turn, so that nothing that takes long comes before answers that lie ready, and nothing
 * is written into a connection whose end is already known to the system. Arrays, not sets: V8 makes the table of a
 * cleared set anew among what lives long, and a run at full speed would fill the memory with them.
 */
export class Turns {
  readonly #taker: TurnTaking;
  #turning: Lane[] = [];
  #spent: Lane[] = [];

  constructor(taker: TurnTaking) {
    this.#taker = taker;
  }

  /**
   * Offered two turns of the event loop after it became free: if the server has closed it, that is seen before something
   * is written into it. A lane that comes twice is offered twice, which nobody minds.
   */
  take(lane: Lane): void {
    if (lane.spent) return this.#replace(lane);
    this.#turning.push(lane);
    if (this.#turning.length === 1) setImmediate(this.#turn);
  }

  readonly #turn = () => {
    setImmediate(this.#turnAgain);
  };

  readonly #turnAgain = () => {
    const lanes = this.#turning;
    this.#turning = [];
    // A close that came between the two turns: nobody else would ever replace that connection.
    for (const lane of lanes) if (lane.spent) this.#replace(lane);
    this.#taker.offer(lanes);
  };

  /**
   * One spent connection a turn is replaced: opening one takes longer than reading an answer, and answers that come in
   * meanwhile on other connections would be timed late.
   */
  #replace(lane: Lane): void {
    this.#spent.push(lane);
    if (this.#spent.length === 1) setImmediate(this.#replaceNext);
  }

  readonly #replaceNext = () => {
    if (!this.#taker.sending) {
      this.#spent = [];
      return;
    }
    this.#spent.shift()?.renew();
    if (this.#spent.length > 0) setImmediate(this.#replaceNext);
  };
}
