/** Any record that the format allows, for property tests. */

import { POLICIES } from '../../src/config/policy.ts';
import type { HistoryRecord, RecordFigures } from '../../src/evidence/history/record.ts';
import fc, { anyCharacter } from '../fast-check.ts';

const text = (maxLength: number) => fc.string({ unit: anyCharacter, maxLength });
const figure = fc.double({ min: 0, max: 1e9, noNaN: true }).map((value) => value + 0);
const ms = fc.double({ min: 0.0001, max: 1e9, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0);
const count = fc.nat({ max: 10_000_000 });
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });

const figures: fc.Arbitrary<RecordFigures> = fc.record({
  requests: count,
  latencyMs: maybe(fc.record({ p50: ms, p90: ms, p95: ms, p99: ms, p99_9: ms })),
  throughputPerSecond: figure,
  errorRate: maybe(share),
});

const hex = (length: number) =>
  fc
    .array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length })
    .map((all) => all.join(''));

const change = fc.double({ min: -1, max: 1e9, noNaN: true }).map((value) => value + 0);

export function arbitraryRecord(most = 20): fc.Arbitrary<HistoryRecord> {
  const within = fc.record({ writes: count, throughput: maybe(change), latency: maybe(change) });
  const record = fc.record({
    format: fc.constant('tailgate-history/1' as const),
    suite: fc.constant('any-0123abcd'),
    name: text(200),
    at: fc
      .date({ min: new Date('2020-01-01'), max: new Date('2025-09-30'), noInvalidDate: true })
      .map((date) => date.toISOString()),
    commit: maybe(hex(40)),
    ref: maybe(text(300)),
    run: fc.record({
      id: fc.stringMatching(/^[A-Za-z0-9_.]{1,60}$/),
      attempt: fc.integer({ min: 1, max: 99 }),
    }),
    event: text(60),
    policy: fc.constantFrom(...POLICIES),
    release: maybe(text(300)),
    verdict: fc.constantFrom('pass', 'fail', 'inconclusive', 'invalid'),
    excluded: maybe(text(300)),
    conditions: fc.record({
      tool: text(60),
      model: fc.constantFrom('closed', 'open'),
      stages: fc.array(
        fc.record({
          name: maybe(text(100)),
          connections: count,
          ratePerSecond: maybe(figure),
          arrivals: maybe(fc.constantFrom('constant', 'poisson')),
          durationSeconds: figure,
        }),
        { minLength: 1, maxLength: 4 },
      ),
      timeoutSeconds: figure,
      machine: text(60),
      mix: fc.array(fc.record({ name: text(100), method: text(7), path: text(300), share }), {
        maxLength: most,
      }),
    }),
    whole: figures,
    endpoints: fc.array(
      fc.tuple(figures, text(100)).map(([one, name]) => ({ ...one, name })),
      { maxLength: most },
    ),
  });
  // Records of before have none.
  return fc.tuple(record, maybe(within)).map(([one, own]) => ({ ...one, ...(own && { within: own }) }));
}
