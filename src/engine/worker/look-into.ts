/** What a response came to: by its status, by what is looked for in it, and by the cookies that it sets. */
import { bytesNeeded, inspect } from '../inspection/inspect.ts';
import { isExpected } from '../is-expected.ts';
import type { PickedRequest } from './dispatch.ts';
import { checkFailed, type RequestEnd, success, type Times, unexpected } from './outcome.ts';
import type { ResponseParser } from './response-parser.ts';

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
  if (!isGood && session === null) return unexpected(parser, status, times, wantsSample('status'));
  const headers = parser.headers();
  const { setCookies } = headers;
  if (session !== null && setCookies.length > 0) user?.jars[session]?.take(setCookies, path);
  if (!isGood) return unexpected(parser, status, times, wantsSample('status'));
  if (inspection === null) return success(status, times);
  const { bodyBytes } = parser;
  const { captured, failure } = inspect(inspection, {
    status,
    headers,
    setCookies,
    body: parser.body(),
    bodyBytes,
  });
  if (failure !== null) return checkFailed(status, times, failure, wantsSample('check'));
  return { ...success(status, times), captured };
}
