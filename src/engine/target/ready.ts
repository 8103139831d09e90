import { setTimeout as sleep } from 'node:timers/promises';
import type { Target } from '../../config/plan.ts';
import { Unmeasurable } from '../unmeasurable.ts';
import { type Answer, ask } from './ask.ts';
import { explainFailure, isTlsError, isUnknownHost } from './failure.ts';

/** Well-answered polls in a row: one good answer of a service that is restarting proves nothing. */
const GOOD_IN_A_ROW = 3;
const DEADLINE_MS = 120_000;
const POLL_MS = 500;
/** Between good answers there is no need to wait as long. */
const CONFIRM_MS = 100;
const ASK_MS = 10_000;

export interface Patience {
  readonly deadlineMs: number;
  readonly pollMs: number;
}

/**
 * Polls the target until it answers well several times in a row.
 * @returns the address that answered, for the load to go to
 * @throws Unmeasurable `not-ready` with the last answer named, `dns` where its name can't be resolved, `tls` at once
 */
export async function awaitReady(
  target: Target,
  signal: AbortSignal,
  onWaiting: (note: string, elapsedMs: number) => void,
  patience: Patience = { deadlineMs: DEADLINE_MS, pollMs: POLL_MS },
): Promise<string | null> {
  const startMs = performance.now();
  const url = target.origin + (target.ready ?? '/');
  let good = 0;
  let last = 'nothing was heard of it';
  let unknownHost = false;
  while (performance.now() - startMs < patience.deadlineMs) {
    try {
      const restMs = startMs + patience.deadlineMs - performance.now();
      const answer = await ask({
        url,
        method: 'GET',
        headers: { accept: '*/*' },
        body: null,
        // Not cut to the last millisecond: the answer of the last poll is what the message names.
        deadlineMs: Math.min(ASK_MS, 1000 * Math.max(1, Math.ceil(restMs / 1000))),
        signal,
      });
      if (isReady(target, answer)) {
        if (++good === GOOD_IN_A_ROW) return answer.address;
      } else {
        good = 0;
        unknownHost = false;
        last = `the last answer was ${answer.status}${redirectedTo(answer)}`;
      }
    } catch (error) {
      if (signal.aborted)
        throw new Unmeasurable('cancelled', 'cancelled while waiting for the target to be ready');
      if (isTlsError(error)) {
        throw new Unmeasurable('tls', `${target.origin} can't be trusted: ${explainFailure(error)}`);
      }
      good = 0;
      unknownHost = isUnknownHost(error);
      last = explainFailure(error);
    }
    if (good === 0) onWaiting(last, performance.now() - startMs);
    await sleep(good > 0 ? CONFIRM_MS : patience.pollMs, undefined, { signal }).catch(() => {});
  }
  throw new Unmeasurable(
    unknownHost ? 'dns' : 'not-ready',
    `${url} did not answer well ${GOOD_IN_A_ROW} times in a row within ${patience.deadlineMs / 1000} s: ${last}`,
  );
}

/** A path that was named has to answer 2xx; without one, any answer that isn't the proxy's "not yet" will do. */
function isReady(target: Target, answer: Answer): boolean {
  if (target.ready !== null) return answer.status >= 200 && answer.status < 300;
  return answer.status < 500;
}

function redirectedTo(answer: Answer): string {
  const { location } = answer.headers;
  return location === undefined ? '' : `, a redirect to ${location} (is the preview protected by a login?)`;
}
