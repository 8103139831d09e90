import type { Measurement } from '../../evidence/measurement.ts';
import type { Cause } from '../../evidence/result/causes.ts';

interface Course {
  /** It did not count right, or somebody ended it: nobody can be held to what it shows. */
  readonly counts: Cause | null;
  /** There was no login any more to load it with. */
  readonly login: Cause | null;
}

/** Whether the run came to its end and counted right. */
export function findBrokenCourse({ unaccounted, ended }: Measurement): Course {
  return {
    counts:
      unaccounted !== 0
        ? { code: 'unaccounted', requests: Math.abs(unaccounted) }
        : ended.how === 'cancelled'
          ? { code: 'cancelled', ran: ended.ran, detail: null }
          : null,
    login: lostLogin(ended),
  };
}

function lostLogin(ended: Measurement['ended']): Cause | null {
  if (ended.how !== 'login-lost' && ended.how !== 'login-limited' && ended.how !== 'login-broken')
    return null;
  const { how: code, side, afterSeconds, detail } = ended;
  return { code, side, afterSeconds, detail };
}
