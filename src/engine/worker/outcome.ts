/** How a request ended, and how that is told. */
import { retryAfterSeconds } from '../retry-after.ts';
import type { OutcomeKind } from '../round.ts';
import { explainCode } from '../target/failure.ts';
import type { PickedRequest } from './dispatch.ts';
import { classifyResponse, type InterceptionKind } from './intercepted.ts';
import type { ResponseParser } from './response-parser.ts';
import type { KeptSample } from './sample.ts';

/** How one request ended. */
export interface RequestEnd {
  readonly kind: OutcomeKind;
  /** From when the request was due (in a closed model: sent) to the last byte read, or to the deadline. */
  readonly latencyMs: number;
  /** From the first byte sent; null where it never was. */
  readonly serviceMs: number | null;
  readonly status: number | null;
  /** Name of a socket's or the parser's error. */
  readonly code: string | null;
  readonly intercepted: InterceptionKind | null;
  readonly retryAfterSeconds: number | null;
  readonly sample: KeptSample | null;
  /** Server-Timing of a success; absent where it has none. */
  readonly serverTiming?: string | undefined;
  /** From the response until it was looked into, for which its connection was taken; absent where it wasn't. */
  heldMs?: number | undefined;
  /** What was captured, by name, also from a response that failed its check; absent where nothing is. */
  readonly captured?: Readonly<Record<string, string>> | undefined;
  /** How the request came to its end; absent for one that is never sent again. */
  readonly course?: Course;
}

/** What lies behind the end of a request that may be sent again. Of an attempt of it there is none. */
interface Course {
  /** The part of its latency that its last attempt took. */
  readonly attemptMs: number;
  /** It was sent more than once. */
  readonly repeated: boolean;
  /** It would have been sent again, had there been time, or room, to wait for it. */
  readonly gaveUp: boolean;
}

export interface Times {
  readonly latencyMs: number;
  readonly serviceMs: number;
  /** The header's value; '' where there is none. */
  readonly serverTiming?: string;
}

type ResponseHeaders = ReturnType<ResponseParser['headers']>;

/** Why a request was not answered, or not wholly. */
export interface Fault {
  readonly kind: OutcomeKind;
  /** Name of a socket's or the parser's error. */
  readonly code: string | null;
  /** The error's own words. */
  readonly text?: string;
}

/** Whether a response came, and could be read to its end. */
export function isResponse(kind: OutcomeKind): boolean {
  return kind === 'success' || kind === 'status' || kind === 'check';
}

/**
 * Successes are nearly all there is: each has all fields, set or not, and so what reads them meets one shape.
 * @param captured by name; undefined where nothing is
 */
export function success(status: number, times: Times, captured?: RequestEnd['captured']): RequestEnd {
  const { latencyMs, serviceMs, serverTiming } = times;
  return {
    kind: 'success',
    latencyMs,
    serviceMs,
    status,
    code: null,
    intercepted: null,
    retryAfterSeconds: null,
    sample: null,
    serverTiming: serverTiming === '' ? undefined : serverTiming,
    heldMs: undefined,
    captured,
  };
}

/**
 * An expected status, and what was looked for in the response does not hold.
 * @param inspected expected and found; and what was there all the same, which is needed to clear up
 * @param secrets of its sample; null where none is wanted
 */
export function checkFailed(
  status: number,
  times: Times,
  { failure, captured }: { readonly failure: string } & Pick<RequestEnd, 'captured'>,
  secrets: KeptSample['secrets'] | null,
): RequestEnd {
  const { latencyMs, serviceMs } = times;
  return {
    kind: 'check',
    latencyMs,
    serviceMs,
    status,
    code: null,
    intercepted: null,
    retryAfterSeconds: null,
    sample: secrets === null ? null : { kind: 'check', status, text: failure, secrets },
    captured,
  };
}

/** @param serviceMs null where it was never sent */
export function failed(
  { kind, code, text = '' }: Fault,
  latencyMs: number,
  serviceMs: number | null,
  sampled: boolean,
): RequestEnd {
  return {
    kind,
    latencyMs,
    serviceMs,
    status: null,
    code,
    intercepted: null,
    retryAfterSeconds: null,
    sample: sampled && code !== null ? { kind, status: null, text: explainCode(code, text || code) } : null,
  };
}

/**
 * @param response that the parser has just read, and holds until the next one
 * @param secrets of its sample; null where none is wanted
 */
export function unexpected(
  response: ResponseParser,
  headers: ResponseHeaders,
  times: Times,
  secrets: KeptSample['secrets'] | null,
): RequestEnd {
  const { status } = response;
  return {
    kind: 'status',
    latencyMs: times.latencyMs,
    serviceMs: times.serviceMs,
    status,
    code: null,
    intercepted: classifyResponse(status, headers),
    retryAfterSeconds: retryAfterSeconds(headers.get('retry-after'), Date.now()),
    sample:
      secrets === null
        ? null
        : { kind: 'status', status, text: '', body: keptBody(response, headers), secrets },
  };
}

function keptBody(response: ResponseParser, headers: ReadonlyMap<string, string>) {
  const bytes = response.body();
  return {
    bytes,
    isCut: response.bodyBytes > bytes.length,
    encoding: headers.get('content-encoding') ?? '',
    type: headers.get('content-type') ?? '',
  };
}

/** Requests of a stage that have no outcome yet, counted by request. */
export function countOpen(
  open: readonly (PickedRequest | null)[],
  stage: number,
): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const picked of open) {
    if (picked?.stage === stage) counts.set(picked.request, (counts.get(picked.request) ?? 0) + 1);
  }
  return counts;
}
