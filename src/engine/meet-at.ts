/** The simplest meetings: a moment that was agreed on before, and nobody to meet. */
import { ConfigurationError } from '../config/configuration-error.ts';
import type { Meet } from './meeting.ts';
import { Unmeasurable } from './unmeasurable.ts';

/** Whoever writes a later one means another day, or another unit; and nothing waits for 25 days (`setTimeout`). */
const LONGEST_AHEAD_MS = 86_400_000;

/**
 * @param atMs since 1970, by clocks that are taken to agree
 * @param key of the input or the flag
 * @throws ConfigurationError for a moment that is more than a day ahead
 */
export function meetAt(atMs: number, key: string): Meet {
  const moment = new Date(atMs).toISOString();
  const nowMs = Date.now();
  if (atMs > nowMs + LONGEST_AHEAD_MS) {
    const why = `is more than a day ahead of this machine’s clock (${new Date(nowMs).toISOString()}): start the shards nearer to it, and look at date, time zone and unit`;
    throw new ConfigurationError(`${moment} ${why}`, { key });
  }
  return async () => {
    const lateMs = Date.now() - atMs;
    if (lateMs > 0) {
      const seconds = (lateMs / 1000).toFixed(1);
      throw new Unmeasurable(
        'shards-missing',
        `It was ready ${seconds} s after the moment at which all shards were to begin (${moment}).`,
      );
    }
    return { atMs, clock: { offsetMs: 0, uncertaintyMs: 0, source: 'own' }, run: `start at ${moment}` };
  };
}

export const meetNobody: Meet = async () => {
  const atMs = Date.now();
  const run = `start at ${new Date(atMs).toISOString()}`;
  return { atMs, clock: { offsetMs: 0, uncertaintyMs: 0, source: 'own' }, run };
};
