/** How a request ended, and how that is told. */
import type { OutcomeKind } from '../round.ts';
import type { AnswerParser } from './answer-parser.ts';
import type { Dealt } from './dispatch.ts';
import { classifyAnswer, type PathAnswer, retryAfterSeconds } from './path.ts';
import type { KeptSample } from './sample.ts';

/** How one request ended. */
export interface Outcome {
  readonly kind: OutcomeKind;
  /** From when the request was due (in a closed model: sent) to the last byte read, or to the deadline. */
  readonly latencyMs: number;
  /** From the first byte sent; null where it never was. */
  readonly serviceMs: number | null;
  readonly status: number | null;
  /** Name of a socket's or the parser's error. */
  readonly code: string | null;
  readonly path: PathAnswer | null;
  readonly retryAfterSeconds: number | null;
  readonly sample: KeptSample | null;
}

export interface Times {
  readonly latencyMs: number;
  readonly serviceMs: number;
}

export function success(status: number, times: Times): Outcome {
  const { latencyMs, serviceMs } = times;
  return {
    kind: 'success',
    latencyMs,
    serviceMs,
    status,
    code: null,
    path: null,
    retryAfterSeconds: null,
    sample: null,
  };
}

/** @param answer that the parser has just read, and holds until the next one */
export function unexpected(answer: AnswerParser, status: number, times: Times, sampled: boolean): Outcome {
  const headers = answer.headers();
  const encoding = headers.get('content-encoding') ?? '';
  return {
    kind: 'status',
    status,
    ...times,
    code: null,
    path: classifyAnswer(status, headers),
    retryAfterSeconds: retryAfterSeconds(headers.get('retry-after'), Date.now()),
    sample: sampled ? { kind: 'status', status, text: '', body: answer.body(), encoding } : null,
  };
}

/** Requests of the measured time that have no outcome yet, counted by request. */
export function countOpen(open: readonly (Dealt | null)[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const dealt of open) {
    if (dealt?.measured) counts.set(dealt.request, (counts.get(dealt.request) ?? 0) + 1);
  }
  return counts;
}
