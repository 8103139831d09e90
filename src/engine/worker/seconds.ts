import type { SecondStats } from './messages.ts';
import { isResponse, type RequestEnd } from './outcome.ts';
import { COARSE, Recorder } from './recorder.ts';

const emptySecond = () => ({ completedSuccesses: 0, completedResponses: 0, errors: 0 });

/** Second by second what those who watch are told. */
export class Seconds {
  readonly #latency = new Recorder(COARSE);
  #second = emptySecond();

  /**
   * @param inTime whether it came in before the end of the measured time: only that is throughput
   * @param measured whether the request was sent in it
   */
  see({ kind, latencyMs }: RequestEnd, inTime: boolean, measured: boolean): void {
    if (inTime && kind === 'success') this.#second.completedSuccesses++;
    if (inTime && isResponse(kind)) this.#second.completedResponses++;
    if (!measured) return;
    if (kind === 'success' || kind === 'timeout') this.#latency.record(latencyMs);
    if (kind !== 'success') this.#second.errors++;
  }

  take(): SecondStats {
    const second = { ...this.#second, latency: this.#latency.take() };
    this.#second = emptySecond();
    return second;
  }
}
