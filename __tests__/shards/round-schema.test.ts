/** What a round of a shard holds is what its file may hold: a key that is forgotten would refuse every such file. */
import type { z } from 'zod';
import type { GeneratorHealth } from '../../src/engine/generator-health.ts';
import type { Batch, FlowStats, RequestStats, Round } from '../../src/engine/round.ts';
import type { Tick } from '../../src/engine/tick.ts';
import { NumbersMemory } from '../../src/shards/pack-histograms.ts';
import { packRounds, unpackRounds } from '../../src/shards/pack-rounds.ts';
import type { createRoundSchema } from '../../src/shards/round-schema.ts';
import { makeShardedRound } from './make-shards.ts';

/** Of a load that no shard makes: with a base in slices, a search, probes, a fault, somebody else's generator. */
type OfOtherLoads = 'warmUp' | 'slices' | 'step' | 'stated' | 'doubts' | 'shards' | 'fault' | 'server';

type Read = z.output<ReturnType<typeof createRoundSchema>>;
type Of<Key extends keyof Read> = NonNullable<Read[Key]> extends readonly (infer One)[] ? One : never;

/** Keys that one of them lacks, of either. */
type Differ<A, B> = [Exclude<keyof A, keyof B>, Exclude<keyof B, keyof A>];

/** Does nothing, and is an error of types, which name them, where the keys of the two differ. */
function haveSameKeys<A, B>(..._: Differ<A, B> extends [never, never] ? [] : [missing: Differ<A, B>]): void {}

haveSameKeys<Omit<Round, OfOtherLoads>, Read>();
haveSameKeys<RequestStats, Of<'requests'>>();
haveSameKeys<FlowStats, Of<'flows'>>();
haveSameKeys<Tick, Of<'ticks'>>();
haveSameKeys<Omit<Batch, 'stated'>, Of<'requests'>['batches'][number]>();
haveSameKeys<NonNullable<RequestStats['retries']>, NonNullable<Of<'requests'>['retries']>>();
haveSameKeys<GeneratorHealth, Read['generator']>();

test('a round with all that one may have comes back as it was', () => {
  const [first, second] = [
    { name: 0, batch: 0, latency: 20_480 },
    { name: 1, batch: 3, latency: 40_960 },
  ];
  const round = makeShardedRound(
    [
      { ...first, fails: true },
      { ...second, fails: false },
    ],
    ['list', 'read'],
  );
  const [tick] = round.ticks ?? [];
  const whole: Round = {
    ...round,
    renewals: { logins: 2, pausedMs: 310 },
    firstMs: [20, 21.5],
    silences: [{ fromMs: 100, insideMs: 700, beyondMs: 0 }],
    ticks: (round.ticks ?? []).map((one, i) => ({
      ...one,
      ...(i === 0 && tick && { carried: { requests: 1, errors: 0, latency: tick.latency } }),
      failures: { status: 1, check: 2, body: 3, timeout: 4, socket: 5, unanswered: 6 },
      pausedMs: 310,
    })),
    requests: round.requests.map((one) => ({
      ...one,
      codes: { ECONNRESET: 5 },
      walks: { carriedIn: 1, carriedOut: 2, notReached: 3 },
      traces: [{ id: '0af7651916cd43dd8448eb211c80319c', latencyMs: 20 }],
    })),
    ended: { how: 'target-lost', afterMs: 900, why: 'no connection', hung: true },
  };
  const text = packRounds([whole]);
  expect(unpackRounds(Buffer.from(text, 'base64'), new NumbersMemory())).toEqual([plainOf(whole)]);
});

/** Histograms of 32 bits, as they are unpacked. */
function plainOf(value: unknown): unknown {
  if (value instanceof Float64Array || value instanceof Uint32Array) return Uint32Array.from(value);
  if (Array.isArray(value)) return value.map(plainOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      ['latency', 'latencyOfErrors', 'service', 'loopDelay'].includes(key)
        ? Uint32Array.from(one)
        : plainOf(one),
    ]),
  );
}
