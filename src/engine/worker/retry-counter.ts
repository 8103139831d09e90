import type { RetryCounts } from '../retry-counts.ts';
import type { RequestEnd } from './outcome.ts';

/** One request name's attempts beyond those that ended its requests. */
export class RetryCounter {
  readonly #counts = {
    repeated: 0,
    recovered: 0,
    givenUp: 0,
    statuses: {} as Record<string, number>,
    ends: { timeout: 0, socket: 0, unanswered: 0 },
  };

  /** A request is sent again. */
  repeat(): void {
    this.#counts.repeated++;
  }

  /** An attempt ended, and its request goes on. */
  goOn({ kind, status }: RequestEnd): void {
    const { statuses, ends } = this.#counts;
    if (status !== null) statuses[status] = (statuses[status] ?? 0) + 1;
    else if (kind in ends) ends[kind as keyof typeof ends]++;
  }

  /** A request ended. */
  end({ kind, course }: RequestEnd): void {
    if (course === undefined) return;
    if (kind === 'success' && course.repeated) this.#counts.recovered++;
    if (course.gaveUp) this.#counts.givenUp++;
  }

  get counts(): RetryCounts {
    return this.#counts;
  }
}
