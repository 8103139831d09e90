import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether a request's header Authorization (RFC 6750) has the token; how long that takes tells nothing of it. */
export function bearsToken(authorization: string | undefined, token: string): boolean {
  return timingSafeEqual(digest(authorization ?? ''), digest(bearer(token)));
}

export function bearer(token: string): string {
  return `Bearer ${token}`;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
