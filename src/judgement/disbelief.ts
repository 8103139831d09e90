import type { Interception, Measurement } from '../evidence/measurement.ts';
import { formatCount, formatShare } from './format.ts';
import { disbelieveGenerator } from './saturation.ts';
import { dropFullStop } from './wording.ts';

/** Why the figures can't be believed, and what to do about it. */
export interface Disbelief {
  /** A sentence without a full stop. */
  readonly reason: string;
  readonly advice: string;
}

/** From this share of all requests on, the figures are those of whoever stands in the way. */
const TOO_MANY = 0.01;

const PATH: readonly {
  readonly share: (path: Interception) => number;
  readonly what: (path: Interception) => string;
  readonly advice: string;
}[] = [
  {
    share: (path) => path.rateLimited,
    what: ({ retryAfterSeconds }) =>
      `turned away by a rate limiter (429${retryAfterSeconds === null ? '' : `, Retry-After up to ${formatCount(retryAfterSeconds)} s`})`,
    advice: 'Raise the rate limit for the preview, allow-list the runner, or load with fewer connections.',
  },
  {
    share: (path) => path.loginRedirects,
    what: () => 'redirected to a login page',
    advice:
      "Check the scenario's login and authorization header, or let the runner through the preview's access protection by its bypass header.",
  },
  {
    share: (path) => path.challenges,
    what: () => 'stopped by a bot challenge',
    advice:
      "Exempt the runner from the bot protection, or send the provider's bypass header in scenario.headers.",
  },
];

/** Null where the measurement can be believed. */
export function disbelieve(measurement: Measurement): Disbelief | null {
  return (
    disbelieveCourse(measurement) ??
    disbelieveGenerator(measurement) ??
    disbelievePath(measurement.intercepted)
  );
}

/** Whether the run came to its end and counted right. */
export function disbelieveCourse({ unaccounted, ended }: Measurement): Disbelief | null {
  if (unaccounted !== 0) {
    const requests = Math.abs(unaccounted) === 1 ? 'request is' : 'requests are';
    return {
      reason: `${formatCount(Math.abs(unaccounted))} ${requests} not accounted for, which is a bug of Tailgate's, so its figures can't be believed`,
      advice: 'Please report it with the log of this run; another run may well be sound.',
    };
  }
  if (ended.how === 'cancelled') {
    return { reason: `${dropFullStop(ended.why)}, before it could be judged`, advice: 'Run it again.' };
  }
  if (ended.how === 'login-lost') {
    return {
      reason: dropFullStop(ended.why),
      advice: 'Check how long the login of this account holds, and whether others log it out.',
    };
  }
  return null;
}

/** Each that is there below the share that spoils the run, as a warning. */
export function warnOfPath(path: Interception): string[] {
  return found(path).map(
    ({ share, what }) => `${formatShare(share(path))} of the requests were ${what(path)}.`,
  );
}

/** Whether the answers are the service's own. */
export function disbelievePath(path: Interception): Disbelief | null {
  const guards = found(path);
  const total = guards.reduce((sum, { share }) => sum + share(path), 0);
  if (total < TOO_MANY - 1e-12) return null;
  const shares = guards.map(
    ({ share, what }) => `${formatShare(share(path))} of the requests were ${what(path)}`,
  );
  return {
    reason: `${shares.join(' and ')}, so these are not the service's own figures`,
    advice: guards.map(({ advice }) => advice).join(' '),
  };
}

function found(path: Interception): typeof PATH {
  return PATH.filter(({ share }) => share(path) > 0).sort((a, b) => b.share(path) - a.share(path));
}
