/** What wrk's counters say of the share of failed requests, and what they don't. */
import { writePercent } from '../../config/wording/units.ts';

/** As wrk prints them; 0 where it prints none. */
export interface WrkErrors {
  /** "Non-2xx or 3xx responses": the only one that counts responses. */
  readonly refused: number;
  readonly connect: number;
  readonly read: number;
  readonly write: number;
  readonly timeout: number;
}

interface Counts {
  /** Share 0…1; null where it isn't known. */
  readonly errorRate: number | null;
  /** About the run, each of the form "counts 3 …". */
  readonly doubts: readonly string[];
}

/** Where what is known leaves no more room than this, the lower bound is as good as the rate. */
const NEGLIGIBLE = 0.001;

/**
 * The error rate as far as wrk's counters tell it. "read" counts connections that ended, also after a good response;
 * "timeout" of wrk counts responses that came late, which may be refusals as well; that of wrk2 counts every two
 * seconds each connection whose last request is old, idle ones too. None is a share of the requests. So the rate is
 * that of the refused responses where nothing else was counted or all of it would hardly matter, and unknown otherwise.
 *
 * @param requests that wrk counts, each with its response
 */
export function countsOf(errors: WrkErrors, requests: number, isOpen: boolean): Counts {
  const { refused, connect, read, write, timeout } = errors;
  const others = connect + read + write + timeout;
  const late = !isOpen && timeout > 0 ? [lateDoubt(timeout)] : [];
  if (requests === 0) {
    const none =
      others > 0 ? [`counts no response, but ${listOf(errors, isOpen)}: its error rate is not known`] : [];
    return { errorRate: null, doubts: [...none, ...late] };
  }
  const atLeast = refused / requests;
  if (others === 0) return { errorRate: atLeast, doubts: [] };
  const what = `${listOf(errors, isOpen)}, which are no share of its requests`;
  // With all of them failed requests; a response that came late is among the requests already.
  const lost = connect + read + write + (isOpen ? timeout : 0);
  const atMost = (refused + others) / (requests + lost);
  if (atMost - atLeast <= NEGLIGIBLE) {
    return {
      errorRate: atLeast,
      doubts: [
        `counts ${what}: its error rate is taken to be ${writePercent(atLeast)}, and is at most ${writePercent(atMost)}`,
        ...late,
      ],
    };
  }
  return {
    errorRate: null,
    doubts: [
      `counts ${what}: its error rate is not known, only that at least ${writePercent(atLeast)} of its responses had a status of 400 or more`,
      ...late,
    ],
  };
}

/** wrk drops a latency beyond its timeout, of two seconds where nobody asks for another. */
function lateDoubt(timeout: number): string {
  return `leaves ${timeout} ${timeout === 1 ? 'response' : 'responses'} out of its percentiles, mean and maximum, because ${timeout === 1 ? 'it came' : 'they came'} after wrk's timeout: its latencies are too low`;
}

function listOf({ connect, read, write, timeout }: WrkErrors, isOpen: boolean): string {
  const parts = [
    [read, 'ended connections (read)'],
    [connect, 'failed connection attempts (connect)'],
    [write, 'failed writes (write)'],
    [timeout, isOpen ? 'old connections (timeout)' : 'late responses (timeout)'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} ${what}`)
    .join(', ');
}
