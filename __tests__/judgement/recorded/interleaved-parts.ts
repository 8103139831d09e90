/** What the cases with a base are made of. */
import type { RunCase } from './case.ts';
import { config } from './texts.ts';
import type { Spell, Traffic } from './traffic.ts';

export const ALL = `p99: { regression: 10 % }
throughput: { regression: 10 % }
errors: { regression: 0.5 pp }`;
export const SPEED = `p99: { regression: 10 % }
throughput: { regression: 10 % }`;
export const P99 = 'p99: { regression: 10 % }';
export const ERRORS = 'errors: { regression: 0.5 pp }';
export const LIMITS = `p99: { max: 100 ms, regression: 10 % }
throughput: { min: 100 /s, regression: 10 % }
errors: { max: 1 %, regression: 0.5 pp }`;
/** A file with a base has to declare a regression: one that nothing but an outage meets. */
export const ONLY_LIMITS = `p99: { max: 100 ms }
errors: { max: 1 %, regression: 50 pp }`;
export const OWNER = `${ALL}
endpoints:
  create owner: { p99: { max: 300 ms, regression: 20 % }, errors: { regression: 1 pp } }`;

export const SHORT = 'rounds: { budget: 84s }';
export const TIGHT = 'rounds: { budget: 70s }';

export function run(
  name: string,
  gate: string,
  target: Traffic,
  base: Traffic = {},
  more: Partial<RunCase> = {},
): RunCase {
  return { name: `live: ${name}`, kind: 'run', config: config({ gate }), target, base, ...more };
}

export function times(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** Only in some rounds. */
export function at(rounds: readonly number[], spell: Spell): Traffic {
  return { spells: [{ rounds, ...spell }] };
}

export const EVEN = times(45).filter((i) => i % 2 === 0);
export const THIRD = times(45).filter((i) => i % 3 === 0);
export const HOSTS = { targetUrl: 'https://pr-7.preview.example', baseUrl: 'https://main.preview.example' };
export const AWAY = { address: '198.51.100.7' };
export const LOST = {
  how: 'target-lost',
  afterMs: 1400,
  why: 'connect ECONNREFUSED 127.0.0.1:8080',
} as const;
export const LOGGED_OUT = { how: 'login-lost', afterMs: 1400, why: 'POST /login answered 401' } as const;
export const CANCELLED = { how: 'cancelled', afterMs: 1400, why: '' } as const;
