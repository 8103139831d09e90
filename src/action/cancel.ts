const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type Signal = (typeof SIGNALS)[number];

/** Where signals come from: the process, or a test's emitter. */
export interface SignalSource {
  on(signal: Signal, listener: () => void): unknown;
  off(signal: Signal, listener: () => void): unknown;
}

export interface Cancelling {
  /** Aborted as soon as the run is cancelled or has crashed: the load stops. */
  readonly signal: AbortSignal;
  /** Aborted when the words about the run's beginning are given up, so that there is time for the last ones. */
  readonly firstCall: AbortSignal;
  /** Aborted when what is still under way on the network has to be given up. */
  readonly lastCall: AbortSignal;
  /**
   * Stops the load of a run that crashed, or that a mistake ended. Cancelled later, it has the time that others have.
   */
  abandon(): void;
  stop(): void;
}

const CRASHED = Symbol('crashed');

/** Aborted by who cancelled the run, not by a crash. */
export function wasCancelled({ aborted, reason }: AbortSignal): boolean {
  return aborted && reason !== CRASHED;
}

/**
 * A runner that cancels sends SIGINT, SIGTERM 7.5 s later, and kills after another 2.5 s; one that goes down, SIGHUP.
 * The load is stopped at once, the files are written, what the comment was begun with has until `firstCallMs`, its last
 * word until `lastCallMs`, and after `deadlineMs` the process ends whatever hangs.
 */
export function listenForCancel(
  source: SignalSource,
  endProcess: () => void,
  { firstCallMs = 1500, lastCallMs = 4000, deadlineMs = 5500 } = {},
): Cancelling {
  const cancelled = new AbortController();
  const firstCall = new AbortController();
  const lastCall = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  const cancel = () => {
    if (timers.length > 0) return;
    timers.push(
      // A request that may have taken effect is worth a moment: who doesn't know of a comment may write a second one.
      setTimeout(() => firstCall.abort(), firstCallMs),
      setTimeout(() => lastCall.abort(), lastCallMs),
      setTimeout(endProcess, deadlineMs),
    );
    cancelled.abort();
  };
  for (const signal of SIGNALS) source.on(signal, cancel);
  return {
    signal: cancelled.signal,
    firstCall: firstCall.signal,
    lastCall: lastCall.signal,
    abandon: () => cancelled.abort(CRASHED),
    stop() {
      for (const signal of SIGNALS) source.off(signal, cancel);
      timers.forEach(clearTimeout);
    },
  };
}
