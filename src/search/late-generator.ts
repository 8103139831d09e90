/** Of one core: from here on, responses wait for the generator to look at them, and requests to be sent. */
const BUSIEST_CPU_SHARE = 0.85;
/** Of the time, in which the threads were ready to run and had no processor: then they are as good as busy. */
const MOST_WAIT_SHARE = 0.4;
/** A delay of the event loop that may have been what broke a limit: such a part of what broke it. */
const DELAY_SHARE = 0.5;
const SMALLEST_DELAY_MS = 2;

interface Health {
  readonly cpuShare: number;
  readonly waitShare: number | null;
  readonly loopDelayP99Ms: number;
}

/** Whether it was so busy that it could make hardly more load than it made. */
export function isGeneratorBusy({ cpuShare, waitShare }: Omit<Health, 'loopDelayP99Ms'>): boolean {
  return cpuShare >= BUSIEST_CPU_SHARE || (waitShare ?? 0) >= MOST_WAIT_SHARE;
}

/**
 * Whether a step may have broken by the generator's own lateness. It looks only at the generator, so that a slow
 * service can't be taken for it, and only at delays of the size of what broke.
 *
 * @param p99Ms of the step
 */
export function isGeneratorLate(health: Health, p99Ms: number): boolean {
  return isGeneratorBusy(health) || health.loopDelayP99Ms > Math.max(SMALLEST_DELAY_MS, DELAY_SHARE * p99Ms);
}
