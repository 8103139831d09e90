import { setTimeout as sleep } from 'node:timers/promises';
import type { PlannedProbe } from '../../config/probes/probe.ts';
import type { ProbeReader, ProbeReading, ReadingTime } from './reader.ts';
import type { CountedTrouble, DatabaseSeen, MachineSeen, Trouble } from './readings.ts';
import { countedBetween, type DatabaseLook } from './statements.ts';
import { tellTrouble } from './tell-trouble.ts';
import { troubleOf } from './trouble-of.ts';

/** However often it is read, no reading may take longer. */
const MOST_MS = 5000;
/** Whoever waits for the next round waits no longer for a probe. */
const LAST_MS = 500;
/** Statements and tables are many, and are read while nobody waits for the load. */
const LOOK_MS = 10_000;

interface Taken extends ProbeReading {
  /** Of the clock of this process, in the middle of the reading. */
  readonly nowMs: number;
}

/** What came of one probe since it was last asked. */
export interface Sampled {
  readonly taken: readonly Taken[];
  readonly limits: readonly (number | null)[];
  readonly machine: MachineSeen | null;
  readonly troubles: readonly CountedTrouble[];
  readonly database: DatabaseSeen | null;
}

/**
 * Reads one probe on one side again and again, one reading at a time, in the main thread, which has little to do while
 * the worker threads make the load. Whatever goes wrong is noted, and the next reading is taken at its time.
 */
export class ProbeSampler {
  readonly #probe: PlannedProbe;
  readonly #reader: ProbeReader;
  readonly #redact: (text: string) => string;
  readonly #deadlineMs: number;
  #signal = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #reading: Promise<void> | null = null;
  #taken: Taken[] = [];
  #limits: readonly (number | null)[] = [];
  #machine: MachineSeen | null = null;
  #troubles = new Map<string, CountedTrouble>();
  #before: DatabaseLook | null = null;
  #database: DatabaseSeen | null = null;

  constructor(probe: PlannedProbe, reader: ProbeReader, redact: (text: string) => string) {
    this.#probe = probe;
    this.#reader = reader;
    this.#redact = redact;
    this.#deadlineMs = Math.min(MOST_MS, probe.everyMs);
  }

  /** Before the load: whatever has to be found or connected to is, and what a database has counted is noted. */
  async prepare(): Promise<void> {
    this.#before = await this.#lookAtDatabase();
    await this.#read({ isKept: false });
  }

  /** The load begins: reads now, and from now on. */
  start(): void {
    if (this.#timer !== null) return;
    this.#timer = setInterval(() => void this.mark(), this.#probe.everyMs);
    void this.mark();
  }

  /** Reads now, unless a reading is under way. */
  mark(): Promise<void> {
    this.#reading ??= this.#read({ isKept: true }).finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  /** The load is over: a last reading, which is waited for a moment, and no more until it begins again. */
  async pause(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    await Promise.race([this.mark(), sleep(LAST_MS, undefined, { ref: false })]);
  }

  /**
   * After a load: what the database counted since the first one began.
   * @param requests that the side was sent since then
   */
  async countDatabase(requests: number): Promise<void> {
    const look = this.#before && (await this.#lookAtDatabase());
    if (this.#before === null || look === null) return;
    const { statements, tables, ...counted } = countedBetween(this.#before, look, requests);
    this.#database = {
      ...counted,
      statements: statements?.map((one) => ({ ...one, text: this.#redact(one.text) })) ?? null,
      tables: tables.map((one) => ({ ...one, name: this.#redact(one.name) })),
    };
  }

  take(): Sampled {
    const taken = this.#taken;
    const troubles = [...this.#troubles.values()];
    const database = this.#database;
    [this.#taken, this.#troubles, this.#database] = [[], new Map(), null];
    return { taken, limits: this.#limits, machine: this.#machine, troubles, database };
  }

  /** The run is cancelled, or over. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#signal.abort();
    await Promise.race([this.#reading, sleep(LAST_MS, undefined, { ref: false })]);
    await this.#reader.close();
  }

  async #read({ isKept }: { readonly isKept: boolean }): Promise<void> {
    const { signal } = this.#signal;
    if (signal.aborted) return;
    const fromMs = performance.now();
    try {
      const reading = await this.#reader.read({ deadlineMs: this.#deadlineMs, signal });
      const { nowMs = (fromMs + performance.now()) / 2 } = reading;
      if (reading.limits !== undefined) this.#limits = reading.limits;
      if (reading.machine !== undefined) this.#machine = reading.machine;
      for (const trouble of reading.troubles) this.#note(trouble);
      if (isKept) this.#taken.push({ ...reading, nowMs });
    } catch (error) {
      if (!signal.aborted) this.#note(troubleOf(error));
    }
  }

  /** Null where nobody asks for it, or it tells nothing. */
  async #lookAtDatabase(): Promise<DatabaseLook | null> {
    const statements = await this.#ask((time) => this.#reader.readStatements?.(time));
    const read = await this.#ask((time) => this.#reader.readTables?.(time));
    return read === null ? null : { ...read, statements };
  }

  async #ask<T>(read: (time: ReadingTime) => Promise<T> | undefined): Promise<T | null> {
    const { signal } = this.#signal;
    try {
      return (await read({ deadlineMs: LOOK_MS, signal })) ?? null;
    } catch (error) {
      if (!signal.aborted) this.#note({ ...troubleOf(error), series: 'statements' });
      return null;
    }
  }

  #note(trouble: Trouble): void {
    const key = `${trouble.code} ${trouble.series ?? ''}`;
    const before = this.#troubles.get(key);
    this.#troubles.set(key, {
      ...(before ?? tellTrouble(trouble, this.#redact)),
      count: (before?.count ?? 0) + 1,
    });
  }
}
