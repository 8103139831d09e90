/** What may become of the threads that make the load, and that is no fault of whom they load. */
import { codeOf, explainCode, isOwnFault } from './target/failure.ts';
import { Unmeasurable } from './unmeasurable.ts';

/** Each thread is heard of once a second. One that could not run for so long has spoilt every figure. */
const HUNG_MS = 10_000;
const LOOK_MS = 1000;
/** What this thread has slept through, such as a machine that was suspended, the others have as well. */
const LONGEST_LOOK_MS = 2000;

/** Notices a thread whose event loop has stopped going round. */
export class ThreadWatch {
  /** Since each was heard of last; below 0 where nothing is expected of it any more. */
  readonly #silentMs: number[];
  readonly #timer: NodeJS.Timeout;
  #lookedMs = performance.now();

  /** @param onHung told once, with an error that says so */
  constructor(threads: number, onHung: (error: Unmeasurable) => void) {
    this.#silentMs = Array.from({ length: threads }, () => 0);
    this.#timer = setInterval(() => {
      if (!this.#look()) return;
      this.end();
      onHung(
        new Unmeasurable(
          'generator-hung',
          `a worker thread of the load was not heard of for ${HUNG_MS / 1000} s: its event loop has stopped`,
        ),
      );
    }, LOOK_MS);
  }

  heard(thread: number): void {
    this.#silentMs[thread] = 0;
  }

  /** It has told all that it had to tell. */
  done(thread: number): void {
    this.#silentMs[thread] = Number.NEGATIVE_INFINITY;
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #look(): boolean {
    const nowMs = performance.now();
    const sinceMs = Math.min(LONGEST_LOOK_MS, nowMs - this.#lookedMs);
    this.#lookedMs = nowMs;
    this.#silentMs.forEach((ms, thread) => {
      this.#silentMs[thread] = ms + sinceMs;
    });
    return this.#silentMs.some((ms) => ms >= HUNG_MS);
  }
}

/** @param code of a connection's error */
export function exhausted(code: string): Unmeasurable {
  return new Unmeasurable('generator-exhausted', `no more connections could be opened: ${explainCode(code)}`);
}

/** What broke a thread: as it is, unless it is for want of what only the machine can give. */
export function explainBroken(error: Error): Error {
  const code = isOwnFault(codeOf(error)) ? codeOf(error) : /\b(?:EMFILE|ENFILE)\b/.exec(error.message)?.[0];
  return code === undefined ? error : exhausted(code);
}

/** Of a run that is cancelled. */
export function unheard(): Unmeasurable {
  return new Unmeasurable('cancelled', 'cancelled, and a worker thread did not report its results');
}
