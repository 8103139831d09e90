import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { getOctokit } from '@actions/github';
import { waitBeforeRetry } from './retry.ts';

export type GitHub = ReturnType<typeof getOctokit>;

export interface Access extends Patience {
  readonly token: string;
  /** `https://api.github.com`, or an enterprise server's. */
  readonly apiUrl: string;
  /** Aborted when there is no time left, as when the run is being cancelled. */
  readonly signal: AbortSignal;
}

export interface Patience {
  /** No request is repeated later than this after connecting. */
  readonly patienceMs?: number;
  /** Deadline of one request. */
  readonly timeoutMs?: number;
}

/** For what is said in passing: nobody waits long for it. */
export const IN_PASSING: Patience = { patienceMs: 10_000, timeoutMs: 5000 };

/** A client whose requests have a deadline and are repeated only where that can't do anything twice. */
export function connect(access: Access): GitHub {
  const { signal, patienceMs = 60_000, timeoutMs = 10_000 } = access;
  const github = getOctokit(access.token, { baseUrl: access.apiUrl, log: silent });
  const until = performance.now() + patienceMs;
  github.hook.wrap('request', async (request, options) => {
    const send = async (deadline: AbortSignal) => {
      // In place: the hooks that Octokit runs after this one hold the same object and take no other.
      options.request = { ...options.request, signal: deadline } as typeof options.request;
      const response = await request(options);
      // A body that broke off reaches us as text; taken for a list it would read "no comments yet".
      if (options.method === 'GET' && typeof response.data === 'string')
        throw new Error('The response broke off.');
      return response;
    };
    for (let attempt = 0; ; attempt++) {
      try {
        return await withDeadline(send, timeoutMs, signal);
      } catch (error) {
        const waitMs = signal.aborted ? null : waitBeforeRetry(error, options, attempt, Date.now());
        if (waitMs === null || performance.now() + waitMs > until) throw withoutConflict(error);
        await pause(waitMs, undefined, { signal });
      }
    }
  });
  return github;
}

/**
 * Octokit's pagination takes the status 409 for an empty list; a second comment, or a second issue, would follow. So
 * the status is left in the response alone, where describeFailure finds it.
 */
function withoutConflict(error: unknown): unknown {
  const { status, message, response } = Object(error) as {
    status?: unknown;
    message?: string;
    response?: object;
  };
  return status === 409 && response
    ? Object.assign(new Error(message, { cause: error }), { response })
    : error;
}

/** Not AbortSignal.any: Node 20 may collect the signals that it was made of, and then nothing is ever aborted. */
export async function withDeadline<T>(
  act: (signal: AbortSignal) => Promise<T>,
  timeoutMs: number,
  outer: AbortSignal,
): Promise<T> {
  const own = new AbortController();
  const giveUp = () => own.abort(outer.reason);
  const timer = setTimeout(() => own.abort(new Error(`no response within ${timeoutMs / 1000} s`)), timeoutMs);
  outer.addEventListener('abort', giveUp, { once: true });
  try {
    outer.throwIfAborted();
    return await act(own.signal);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', giveUp);
  }
}

/** Failures are told once, in our own words, by whoever asked. */
const silent = { debug() {}, info() {}, warn() {}, error() {} };
