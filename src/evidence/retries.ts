import type { RequestStats } from '../engine/round.ts';
import type { Retries } from './result/figures.ts';

/** What requests that may be sent again came to; null where none of them may. */
export function retriesOf(perRequest: readonly RequestStats[]): Retries | null {
  const known = perRequest.flatMap(({ retries }) => retries ?? []);
  if (known.length === 0) return null;
  const total = (of: (one: (typeof known)[number]) => number): number =>
    known.reduce((sum, one) => sum + of(one), 0);
  const status: Record<string, number> = {};
  for (const { statuses } of known) {
    for (const [code, count] of Object.entries(statuses)) status[code] = (status[code] ?? 0) + count;
  }
  const repeated = total((one) => one.repeated);
  return {
    attempts: perRequest.reduce((sum, { sent }) => sum + sent, 0) + repeated,
    repeated,
    recovered: total((one) => one.recovered),
    givenUp: total((one) => one.givenUp),
    after: {
      status,
      timeout: total(({ ends }) => ends.timeout),
      socket: total(({ ends }) => ends.socket),
      unanswered: total(({ ends }) => ends.unanswered),
    },
  };
}
