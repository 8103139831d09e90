import { machineShareSince, machineTimes } from './machine.ts';
import type { StageBegun } from './rounds-of.ts';

interface Begun {
  /** Wall clock, ISO 8601 in UTC; null where the measured time hasn't begun. */
  startedAt: string | null;
  readonly fromMs: number;
  readonly times: ReturnType<typeof machineTimes>;
  logins: number;
  elapsedMs: number;
  machineShare: number | null;
}

/** What the main thread notes of each stage of a load while it is under way. Begins with the first one's warm-up. */
export class StageClock {
  readonly #stages: [Begun, ...Begun[]] = [begin(null)];

  /** The stage's measured time has begun. */
  measuring(stage: number, startedAt: string): void {
    if (stage === 0) this.#stages[0].startedAt ??= startedAt;
    if (stage !== this.#stages.length) return;
    this.#close();
    this.#stages.push(begin(startedAt));
  }

  loggedIn(): void {
    this.#latest.logins++;
  }

  /** The load is over. */
  end(): readonly StageBegun[] {
    this.#close();
    const now = new Date().toISOString();
    return this.#stages.map(({ startedAt, elapsedMs, logins, machineShare }) => ({
      startedAt: startedAt ?? now,
      elapsedMs,
      logins,
      machineShare,
    }));
  }

  get #latest(): Begun {
    return this.#stages.at(-1) as Begun;
  }

  #close(): void {
    const latest = this.#latest;
    latest.elapsedMs = performance.now() - latest.fromMs;
    latest.machineShare = machineShareSince(latest.times);
  }
}

function begin(startedAt: string | null): Begun {
  return {
    startedAt,
    fromMs: performance.now(),
    times: machineTimes(),
    logins: 0,
    elapsedMs: 0,
    machineShare: null,
  };
}
