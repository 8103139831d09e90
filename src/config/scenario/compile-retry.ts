/** What a request does where an attempt of it fails, and by what a service knows it again. */
import { ConfigurationError, type Place } from '../configuration-error.ts';
import { IDEMPOTENCY_KEY, isIdempotent } from '../methods.ts';
import type { Method, RequestSpec, RetryPolicy } from '../plan.ts';
import type { RetryConfig } from '../schema/retry-schema.ts';
import type { ScenarioConfig } from '../schema/scenario-schema.ts';
import type { Path, Source } from '../yaml/source.ts';
import type { Headers } from './compile-headers.ts';

/** Ends after which a request that isn't answered may have been acted on: the connection, or a proxy, gave up. */
const DONE_PERHAPS: readonly (string | number)[] = ['timeout', 'socket', 'unanswered', 500, 502, 504];

/**
 * The request's headers with the key that it is to carry: a UUID as the draft recommends, a String of structured fields
 * (RFC 8941, 3.3.3), which stands in quotes. Throws ConfigurationError where the headers hold one already.
 */
export function addIdempotencyKey(
  headers: Headers,
  method: Method,
  config: { readonly 'idempotency-key'?: boolean | undefined },
  shared: ScenarioConfig,
  place: Place,
): Headers {
  const isMeant =
    config[IDEMPOTENCY_KEY] ?? (shared[IDEMPOTENCY_KEY] && !isIdempotent({ method, headers: [] }));
  if (!isMeant) return headers;
  if (headers.has(IDEMPOTENCY_KEY)) {
    throw new ConfigurationError(
      `the headers have one too: remove the header ${IDEMPOTENCY_KEY}, or write ${IDEMPOTENCY_KEY}: false to keep it`,
      place,
    );
  }
  return new Map([...headers, [IDEMPOTENCY_KEY, ['"', { value: 'uuid' }, '"']]]);
}

/** The request's own policy, else the scenario's; null where it is sent once. Throws ConfigurationError. */
export function compileRetry(
  config: {
    readonly retry?: RetryConfig | false | undefined;
    readonly expect?: readonly number[] | undefined;
  },
  shared: ScenarioConfig,
  source: Source,
  path: Path,
): RetryPolicy | null {
  const isOwn = config.retry !== undefined;
  const policy = config.retry ?? shared.retry ?? false;
  if (policy === false) return null;
  const place = (i: number) => source.place([...(isOwn ? path : ['scenario']), 'retry', 'on', i]);
  policy.on.forEach((on, i) => {
    if (on === 401) {
      throw new ConfigurationError(
        '401 means an expired session, which is renewed automatically: remove it',
        place(i),
      );
    }
    if (isOwn && typeof on === 'number' && config.expect?.includes(on)) {
      throw new ConfigurationError(`${on} is a success by expect: remove it from one of the two`, place(i));
    }
    if (policy.on.indexOf(on) < i) throw new ConfigurationError(`${on} is there twice: keep one`, place(i));
  });
  return policyOf(policy);
}

function policyOf({ on, times, backoff }: RetryConfig): RetryPolicy {
  return {
    statuses: on.filter((one) => typeof one === 'number'),
    ends: on.filter((one) => typeof one !== 'number'),
    times,
    backoffMs: backoff,
  };
}

/** Of requests whose repetition may do twice what they do. */
export function noteRepetitions(requests: readonly RequestSpec[]): string[] {
  const risky = requests.flatMap((spec) => {
    const { statuses = [], ends = [] } = spec.retry ?? {};
    const on = isIdempotent(spec) ? [] : [...statuses, ...ends].filter((one) => DONE_PERHAPS.includes(one));
    return on.length === 0 ? [] : [{ name: spec.name, on }];
  });
  const [first, ...others] = risky;
  if (first === undefined) return [];
  const are = others.length === 0 ? 'is' : `and ${others.length} more are`;
  const on = [...new Set(risky.flatMap((one) => one.on))].join(', ');
  return [
    `${first.name} ${are} retried on ${on} without an idempotency key: a write whose response was lost may be done twice; ${IDEMPOTENCY_KEY}: true lets the service detect that.`,
  ];
}
