import type { Measurement } from '../../evidence/measurement.ts';
import type { Cause } from '../../evidence/result/causes.ts';

interface Course {
  /** It did not count right, or somebody ended it: nobody can be held to what it shows. */
  readonly counts: Cause | null;
  /** The service no longer took the login. */
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
    login: ended.how === 'login-lost' ? lostLogin(ended) : null,
  };
}

function lostLogin({
  side,
  afterSeconds,
  detail,
}: Extract<Measurement['ended'], { readonly detail: string }>): Cause {
  return { code: 'login-lost', side, afterSeconds, detail };
}
