/** The simplest meetings: a moment that was agreed on before, and nobody to meet. */
import type { Meet } from './meeting.ts';
import { Unmeasurable } from './unmeasurable.ts';

/** @param atMs since 1970, by clocks that are taken to agree */
export function meetAt(atMs: number): Meet {
  const moment = new Date(atMs).toISOString();
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
