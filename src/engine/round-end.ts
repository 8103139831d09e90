/** What ended a round, told by what happened. */
import type { RoundEnd } from './round.ts';
import { Unmeasurable } from './unmeasurable.ts';

export function hungFor(silentMs: number, afterMs: number): RoundEnd {
  const why = `no response came for ${(silentMs / 1000).toFixed(1)} s, and all requests waited until their timeout`;
  return { how: 'target-lost', afterMs, why, hung: true };
}

/** Whose doing it is that there is no new login; null where it is this machine's. */
export function whatFailed(error: Error): 'login-limited' | 'login-broken' | 'login-lost' | null {
  const code = error instanceof Unmeasurable ? error.code : null;
  if (code === 'generator-exhausted') return null;
  if (code === 'limited-at-start') return 'login-limited';
  return code === 'service-broken' ? 'login-broken' : 'login-lost';
}
