/** Who of a load's shards has come to the first one, and when all of them begin: decisions alone, no network. */
import type { Shard } from '../../config/shard.ts';
import { type Absence, describeAbsent, nameShards } from './missing.ts';
import { type Arrival, LEAD_MS, type Leave, SILENCE_MS, type StartAnswer } from './protocol.ts';

/** A refusal of one request; the others wait on. */
type Refusal = { readonly status: 409; readonly why: string };

interface Present {
  readonly instance: string;
  lastMs: number;
  knowsStart: boolean;
  file: string | null;
}

/** What the first shard knows of the others. */
export class Roll {
  readonly #others = new Map<number, Present>();
  readonly #own: Shard;
  readonly #plan: string;
  readonly #run: string;
  #startMs: number | null = null;
  #calledOff: string | null = null;

  constructor(own: Shard, plan: string, run: string) {
    this.#own = own;
    this.#plan = plan;
    this.#run = run;
  }

  get of(): number {
    return this.#own.of;
  }

  get startMs(): number | null {
    return this.#startMs;
  }

  get calledOff(): string | null {
    return this.#calledOff;
  }

  /** Whether all others have said that they know the start. */
  get isKnown(): boolean {
    return this.#absent((one) => one?.knowsStart === true).length === 0;
  }

  /** The others' files, by their shards' numbers. */
  get files(): ReadonlyMap<number, string> {
    const left = [...this.#others].flatMap(([index, { file }]) =>
      file === null ? [] : [[index, file] as const],
    );
    return new Map(left);
  }

  hear(arrival: Arrival, heardMs: number): Omit<StartAnswer, 'saidMs'> | Refusal {
    const { index, of, plan, instance, knowsStart } = arrival;
    const who = nameShards([index], of);
    if (of !== this.#own.of) return this.#refuse(`${who} came, and there are ${this.#own.of} shards here`);
    if (plan !== this.#plan)
      return this.#refuse(
        `${who} has another plan: its tailgate.yml, its flags or its version of Tailgate differ`,
      );
    const there = this.#others.get(index);
    if (index === this.#own.index || (there !== undefined && there.instance !== instance))
      return { status: 409, why: `${who} is here already: two processes were started as one shard` };
    if (this.#startMs !== null && there === undefined)
      return { status: 409, why: 'the load has begun already' };
    if (there === undefined) this.#others.set(index, { instance, lastMs: heardMs, knowsStart, file: null });
    else Object.assign(there, { lastMs: heardMs, knowsStart });
    return { heardMs, startMs: this.#startMs, run: this.#run, calledOff: this.#calledOff };
  }

  /** Takes a shard's file; again where the answer was lost. */
  take(index: number, instance: string, file: string): Refusal | null {
    const there = this.#others.get(index);
    if (there === undefined || there.instance !== instance || this.#startMs === null)
      return { status: 409, why: `${nameShards([index], this.#own.of)} did not begin here` };
    there.file = file;
    return null;
  }

  /** Nobody waits for one that says it will not come. */
  leave({ index, of, why }: Leave): void {
    this.callOff(`${nameShards([index], of)} can’t begin: ${why}`);
  }

  /** Sees who has gone, and says when to begin once all are there. */
  settle(nowMs: number): void {
    if (this.#calledOff !== null) return;
    const silent = [...this.#others].filter(
      ([, { lastMs, knowsStart }]) => !knowsStart && nowMs - lastMs > SILENCE_MS,
    );
    if (silent.length > 0) {
      const who = nameShards(
        silent.map(([index]) => index),
        this.#own.of,
      );
      this.callOff(`${who} came, and has not been heard of for ${SILENCE_MS / 1000} s`);
      return;
    }
    if (this.#startMs === null && this.#absent((one) => one !== undefined).length === 0)
      this.#startMs = nowMs + LEAD_MS;
  }

  /** Who has not come, in words. */
  describeAbsent(): string {
    return describeAbsent(
      this.#absent((one) => one !== undefined),
      this.#own.of,
    );
  }

  callOff(why: string): void {
    this.#calledOff ??= why;
  }

  #absent(isThere: (one: Present | undefined) => boolean): Absence[] {
    const indices = Array.from({ length: this.#own.of }, (_, i) => i + 1);
    return indices
      .filter((index) => index !== this.#own.index && !isThere(this.#others.get(index)))
      .map((index) => [index, 'not come']);
  }

  /** What no waiting would mend: all are told. */
  #refuse(why: string): Refusal {
    this.callOff(why);
    return { status: 409, why };
  }
}
