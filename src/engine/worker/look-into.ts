/** What a response came to: by its status, by what is looked for in it, and by the cookies that it sets. */
import { bytesNeeded, inspect } from '../inspection/inspect.ts';
import { isExpected } from '../is-expected.ts';
import type { PickedRequest } from './dispatch.ts';
import { checkFailed, type RequestEnd, success, type Times, unexpected } from './outcome.ts';
import type { ResponseParser } from './response-parser.ts';
import { sampledSecrets, valuesOfCookies } from './sampled-secrets.ts';

/** Whether more than its status is needed: that takes time in which responses on other connections should be read. */
export function isLookedInto({ inspection, session, expect }: PickedRequest, status: number): boolean {
  return session !== null || (inspection !== null && isExpected(status, expect));
}

/** How much of an unexpected response is kept for a sample: enough to decompress the start of it. */
const SAMPLE_BYTES = 4096;

/** How many bytes of a body are kept; below 0 not even the head is. */
export function bytesKept(
  picked: PickedRequest,
  status: number,
  wantsSample: (kind: 'status') => boolean,
): number {
  const { inspection, session, expect } = picked;
  if (!isExpected(status, expect)) return wantsSample('status') ? SAMPLE_BYTES : 0;
  if (inspection !== null) return bytesNeeded(inspection);
  return session === null ? -1 : 0;
}

/** @param wantsSample asked once, of what is no success */
export function lookInto(
  picked: PickedRequest,
  parser: ResponseParser,
  times: Times,
  wantsSample: (kind: 'status' | 'check') => boolean,
): RequestEnd {
  const { expect, inspection, session, path, user } = picked;
  const { status } = parser;
  const isGood = isExpected(status, expect);
  if (isGood && inspection === null && session === null) return success(status, times);
  const headers = parser.headers();
  const { setCookies } = headers;
  const jar = user?.jars[session ?? -1];
  // What was sent may be gone with what the response sets.
  const sent = setCookies.length === 0 ? [] : (jar?.values ?? []);
  if (isOfSession(picked)) jar?.take(setCookies, path);
  const secrets = (kind: 'status' | 'check', captured: readonly string[]) =>
    wantsSample(kind) ? sampledSecrets(picked, [...captured, ...sent, ...valuesOfCookies(setCookies)]) : null;
  if (!isGood) return unexpected(parser, headers, times, secrets('status', []));
  if (inspection === null) return success(status, times);
  const { bodyBytes } = parser;
  const { captured, failure } = inspect(inspection, {
    status,
    headers,
    setCookies,
    body: parser.bodyAtHand(),
    bodyBytes,
  });
  if (failure !== null)
    return checkFailed(status, times, { failure, captured }, secrets('check', Object.values(captured)));
  return success(status, times, captured);
}

/** A late response of an old session would end the new one, or put its own in place. Without a login there is none. */
function isOfSession({ user, session, generation }: PickedRequest): boolean {
  return user !== null && (generation === user.generation || session === user.jars.length - 1);
}
