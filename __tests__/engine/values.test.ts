import { seededRandom } from '../../src/engine/random.ts';
import { createValues, type GeneratedPart, generate, uniquePrefix } from '../../src/engine/values.ts';
import fc from '../fast-check.ts';

const several = (part: GeneratedPart, times = 500) => {
  const values = createValues('run0x0x', seededRandom('values'));
  return Array.from({ length: times }, () => generate(part, values));
};

/** The value number `count` of a worker, without handing out those before it. */
function uniqueAt(run: string, round: number, worker: number, count: number): string {
  const [first] = [
    createValues(uniquePrefix(run, 'target', String(round), worker), seededRandom('s')).unique(),
  ];
  return (first as string).replace(/0000$/, count.toString(36).padStart(4, '0'));
}

describe('{{unique}}', () => {
  test('does not repeat within a worker, and holds letters and digits only', () => {
    const all = several({ value: 'unique' }, 50_000);
    expect(new Set(all).size).toBe(50_000);
    for (const value of all.slice(0, 100)) expect(value).toMatch(/^[a-z0-9]+$/);
  });

  test('does not repeat across environments, rounds and workers of a run', () => {
    const seen = new Set<string>();
    let given = 0;
    for (const side of ['target', 'base'] as const) {
      for (const round of ['login', ...Array(40).keys()]) {
        for (let worker = 0; worker < 40; worker++) {
          const values = createValues(uniquePrefix('m0abc', side, String(round), worker), seededRandom('s'));
          for (let i = 0; i < 20; i++) {
            seen.add(values.unique());
            given++;
          }
        }
      }
    }
    expect(seen.size).toBe(given);
  });

  test('of different places never meet: property over rounds, workers and counts', () => {
    const place = fc.record({
      round: fc.nat(2000),
      worker: fc.nat(63),
      count: fc.oneof(fc.nat(2000), fc.nat(50_000_000)),
    });
    fc.assert(
      fc.property(fc.array(place, { minLength: 2, maxLength: 50 }), (places) => {
        const different = new Set(places.map(({ round, worker, count }) => `${round}/${worker}/${count}`));
        const values = places.map(({ round, worker, count }) => uniqueAt('m0abc', round, worker, count));
        expect(new Set(values).size).toBe(different.size);
      }),
      { numRuns: 500 },
    );
  });
});

describe('other generated values', () => {
  test('{{uuid}} is a version 4 one and does not repeat', () => {
    const all = several({ value: 'uuid' });
    for (const value of all) {
      expect(value).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    expect(new Set(all).size).toBe(all.length);
  });

  test('{{int}} and {{pick}} stay within what they were given, and reach all of it', () => {
    const ints = new Set(several({ value: 'int', from: 7, to: 10 }));
    expect([...ints].sort()).toEqual(['10', '7', '8', '9']);
    const picks = new Set(several({ value: 'pick', options: ['a', 'b', 'c'] }));
    expect([...picks].sort()).toEqual(['a', 'b', 'c']);
  });

  test('{{now}} is the present in UTC', () => {
    const beforeMs = Date.now();
    const [now = ''] = several({ value: 'now' }, 1);
    expect(now).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(Date.parse(now)).toBeGreaterThanOrEqual(beforeMs);
    expect(Date.parse(now)).toBeLessThanOrEqual(Date.now());
  });
});
