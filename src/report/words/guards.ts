/** Who on the path answered instead of the service. */
import type { CauseOf } from '../../evidence/result/causes.ts';
import { formatSeconds, formatShare } from './format.ts';

type Guard = CauseOf<'intercepted'>['guards'][number];

const GUARDS: Readonly<
  Record<Guard['by'], { readonly what: (guard: Guard) => string; readonly advice: string }>
> = {
  'rate-limiter': {
    what: ({ retryAfterSeconds }) => `rejected by a rate limiter (${limiterSays(retryAfterSeconds)})`,
    advice: 'Raise the rate limit for the preview, allow-list the runner, or use fewer connections.',
  },
  'login-page': {
    what: () => 'redirected to a login page',
    advice:
      "Check the scenario's login and authorization header, or let the runner through the preview's access protection with its bypass header.",
  },
  challenge: {
    what: () => 'stopped by a bot challenge',
    advice:
      "Exempt the runner from the bot protection, or send the provider's bypass header in scenario.headers.",
  },
};

/** `4 % of the requests were rejected by a rate limiter (429)`. */
export function guardSays(guard: Guard): string {
  return `${formatShare(guard.share)} of the requests were ${GUARDS[guard.by].what(guard)}`;
}

/** `429, Retry-After up to 1 h 40 min` */
export function limiterSays(retryAfterSeconds: number | null): string {
  return retryAfterSeconds === null ? '429' : `429, Retry-After up to ${formatSeconds(retryAfterSeconds)}`;
}

export function guardsSay(guards: readonly Guard[]): string {
  return guards.map(guardSays).join(' and ');
}

export function adviceOnGuard(by: Guard['by']): string {
  return GUARDS[by].advice;
}

export function adviseOnGuards(guards: readonly Guard[]): string {
  return guards.map(({ by }) => adviceOnGuard(by)).join(' ');
}
