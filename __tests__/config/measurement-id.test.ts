import { labelOf, nameJob, partsOf } from '../../src/config/measurement-id.ts';
import fc from '../fast-check.ts';
import { idOf } from '../measurement-id.ts';

const text = fc.string({ maxLength: 8 });
const id = fc
  .record({
    name: fc.constantFrom('shop', 'shop\0', 'a'),
    configFile: fc.constantFrom('tailgate.yml', 'a/tailgate.yml', 'b/tailgate.yml'),
    job: fc.constantFrom(null, 'gate', 'eu'),
    matrix: fc.dictionary(fc.constantFrom('region', 'node'), fc.oneof(text, fc.integer(), fc.boolean())),
  })
  .map(({ name, ...more }) => idOf(name, more));

describe('what tells measurements apart', () => {
  test('is the scenario, the file, the job and its matrix, each of them', () => {
    fc.assert(
      fc.property(id, id, (one, other) => {
        const written = [one, other].map(({ job, ...rest }) =>
          JSON.stringify({ ...rest, job: job ?? '' }, sorted),
        );
        const parts = [one, other].map((each) => JSON.stringify(partsOf(each)));
        expect(parts[0] === parts[1]).toBe(written[0] === written[1]);
      }),
    );
  });

  test('is the comment-key alone, where there is one', () => {
    const keyed = idOf('shop', { ownKey: 'eu', job: 'gate' });
    expect(partsOf(keyed)).toEqual(
      partsOf({ ...keyed, job: 'other', configFile: 'b.yml', matrix: { a: 1 } }),
    );
    expect(partsOf(keyed)).not.toEqual(partsOf({ ...keyed, ownKey: 'us' }));
    expect(partsOf(keyed)).not.toEqual(partsOf({ ...keyed, name: 'other' }));
  });

  test('does not depend on how a path is written, or in which order a matrix', () => {
    const one = idOf('shop', {
      configFile: './a//tailgate.yml',
      matrix: { a: 1, b: { c: 1, d: [2, null] } },
    });
    const other = idOf('shop', { configFile: 'a/tailgate.yml', matrix: { b: { d: [2, null], c: 1 }, a: 1 } });
    expect(partsOf(one)).toEqual(partsOf(other));
  });
});

test.each([
  [idOf('shop'), ''],
  [idOf('shop', { job: 'gate', configFile: './.github/tailgate.yml' }), 'gate'],
  [idOf('shop', { job: 'gate', configFile: 'a/tailgate.yml' }), 'a/tailgate.yml · gate'],
  [idOf('shop', { job: 'gate', matrix: { region: 'eu', node: 20 } }), 'gate (eu, 20)'],
  [idOf('shop', { job: 'gate', matrix: { region: 'eu' }, ownKey: 'main' }), 'main'],
])('beside the name stands what tells it apart: %#', (measurement, label) => {
  expect(labelOf(measurement)).toBe(label);
});

test('a job is named as GitHub lists it, whatever its matrix holds', () => {
  expect(nameJob('gate', {})).toBe('gate');
  expect(nameJob('gate', { service: { name: 'a', port: 1 }, on: true, none: null })).toBe(
    'gate ({"name":"a","port":1}, true, null)',
  );
  expect(nameJob(null, {})).toBe('');
});

/** Keys in order, whatever the order they were drawn in. */
function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
