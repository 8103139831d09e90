import { resolveByDns } from '../../src/engine/target/guard.ts';
import type { Site } from '../../src/engine/target/site.ts';

/** A site that is polled at /health and resolved by the system, unless told otherwise. */
export function siteOf(origin: string, over: Partial<Site> = {}): Site {
  return {
    origin,
    ready: '/health',
    identity: null,
    commit: null,
    headers: {},
    resolve: () => resolveByDns(new URL(origin).hostname.replace(/^\[|\]$/g, '')),
    redact: (text) => text,
    ...over,
  };
}
