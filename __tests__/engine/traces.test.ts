import { MOST_TRACES } from '../../src/config/why.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { slowestTraces, withTrace } from '../../src/engine/slowest-traces.ts';
import { Traces } from '../../src/engine/traces.ts';
import { createValues, KeptValues, uniquePrefix } from '../../src/engine/values.ts';

/** W3C Trace Context, 3.2: version 00, no identifier of zeros alone. */
const VALID = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-0[01]$/;

test('each is valid and none comes twice, in any round of any worker on either side', () => {
  const ids = new Set<string>();
  for (const side of ['target', 'base'] as const)
    for (const round of ['0', '1'])
      for (const worker of [0, 1]) {
        const values = createValues(uniquePrefix('m0abc', side, round, worker), seededRandom('same'));
        for (let i = 0; i < 500; i++) {
          const text = values.next({ value: 'traceparent', sample: 0.5 });
          expect(text).toMatch(VALID);
          ids.add(text.slice(3, 35));
        }
      }
  expect(ids.size).toBe(8 * 500);
});

test('a stream of zeros makes no invalid one', () => {
  const zeros = { unit: () => 0, int: (from: number) => from };
  expect(new Traces(zeros).next(1)).toMatch(VALID);
});

test('so many are to be recorded, and only these are told', () => {
  const traces = new Traces(seededRandom('sample'));
  let sampled = 0;
  for (let i = 0; i < 2000; i++) {
    const text = traces.next(0.1);
    const id = traces.take();
    expect(id).toBe(text.endsWith('-01') ? text.slice(3, 35) : null);
    expect(traces.take()).toBeNull();
    if (id !== null) sampled++;
  }
  // 200 are expected; the standard deviation is 13.
  expect(sampled).toBeGreaterThan(140);
  expect(sampled).toBeLessThan(260);
  expect(traces.next(1)).toMatch(/-01$/);
});

test('a request that is sent again has its values again, and another trace', () => {
  const source = createValues('u', seededRandom('v'));
  const kept = new KeptValues(source);
  const parts = [{ value: 'uuid' }, { value: 'traceparent', sample: 1 }, { value: 'unique' }] as const;
  const once = parts.map((part) => kept.fromStart(source) && kept.next(part));
  const written = () => {
    kept.fromStart(source);
    return parts.map((part) => kept.next(part));
  };
  expect(once).toHaveLength(3);
  const [first, second] = [written(), written()];
  expect([second[0], second[2]]).toEqual([first[0], first[2]]);
  expect(second[1]).not.toBe(first[1]);
});

test('the slowest are kept', () => {
  const all = [5, 1, 9, 7, 3, 8].map((latencyMs) => ({ id: String(latencyMs), latencyMs }));
  const slowest = slowestTraces(all).map(({ latencyMs }) => latencyMs);
  expect(slowest).toEqual([9, 8, 7].slice(0, MOST_TRACES));
  let kept: ReturnType<typeof slowestTraces> = [];
  for (const one of all) kept = withTrace(kept, one);
  expect(kept).toEqual(slowestTraces(all));
});
