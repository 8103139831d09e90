import type { SingleRequest } from '../../config/scenario.ts';
import { inspect } from '../inspection/inspect.ts';
import { type Captures, renderBody, renderText } from '../render.ts';
import type { UserJar } from '../users/cookies.ts';
import type { ValueSource } from '../values.ts';
import { type ProbeResponse, sendProbe } from './probe.ts';

/** Who asks an environment beside the load, and with what. */
export interface Asking {
  /** The environment's, with what it lies below. */
  readonly url: string;
  /** That it was found ready at. */
  readonly address: string;
  /** Of a request that has none of its own. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  readonly captures: Captures;
  /** What is in no capture. */
  readonly values: ValueSource;
  /** Null where no cookies are kept. */
  readonly jar: UserJar | null;
}

/** A request as it goes out. */
export interface Rendered {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | null;
}

export interface AskedOnce {
  readonly response: ProbeResponse;
  readonly ms: number;
  /** Whatever of it was there, whatever the status. */
  readonly captured: Captures;
  /** What was looked for in it and isn't as it has to be; values of the response may be in it. */
  readonly failure: string | null;
}

export function renderRequest(request: Omit<SingleRequest, 'expect'>, asking: Asking): Rendered {
  const { captures, values, jar, url } = asking;
  const path = renderText(request.path, captures, values);
  const headers = Object.fromEntries(
    request.headers.map(([name, value]) => [name, renderText(value, captures, values)]),
  );
  const kept = jar?.headerFor(pathOf(url) + path) ?? '';
  if (kept !== '') headers.cookie = headers.cookie === undefined ? kept : `${headers.cookie}; ${kept}`;
  const body = request.body === null ? null : renderBody(request.body, captures, values);
  return { path, headers, body };
}

/** Asks once; its errors are those of `sendProbe`. */
export async function ask(
  { method, timeoutMs, inspection }: Pick<SingleRequest, 'method' | 'timeoutMs' | 'inspection'>,
  { path, headers, body }: Rendered,
  { url, address, deadlineMs, signal, jar }: Asking,
): Promise<AskedOnce> {
  const startMs = performance.now();
  const response = await sendProbe({
    url: url + path,
    addresses: [address],
    method,
    headers,
    body,
    deadlineMs: timeoutMs ?? deadlineMs,
    signal,
  });
  const ms = performance.now() - startMs;
  const setCookies = response.headers['set-cookie'] ?? [];
  jar?.take(setCookies, pathOf(url) + path);
  if (inspection === undefined) return { response, ms, captured: {}, failure: null };
  const { captured, failure } = inspect(inspection, {
    status: response.status,
    headers: new Map(
      Object.entries(response.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
    ),
    setCookies,
    body: response.packed,
    bodyBytes: response.bytes,
  });
  return { response, ms, captured, failure };
}

/** What stands in a URL behind its host. */
function pathOf(url: string): string {
  return url.replace(/^[a-z]+:\/\/[^/]*/, '');
}
