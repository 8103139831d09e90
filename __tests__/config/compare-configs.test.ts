/** What one tailgate.yml says otherwise than another. */
import { compareConfigs } from '../../src/config/changes/compare-configs.ts';

const BEFORE = `
name: shop
load: { connections: 10, duration: 2m }
scenario:
  headers: { accept: application/json }
  requests:
    - { name: list, weight: 80, get: /items }
    - { get: /items/1, expect: 200 }
gate:
  p99: { max: 250 ms, regression: 10 % }
  endpoints: { list: { p99: { max: 100 ms } } }
baseline: docs/report.md#final
`;

test('the same, in another order and writing, is no change', () => {
  const other = `
# a comment
baseline: "docs/report.md#final"
gate: { endpoints: { list: { p99: { max: 100 ms } } }, p99: { regression: 10 %, max: 250 ms } }
name: shop
scenario:
  requests:
    - get: /items/1
      expect: 200
    - get: /items
      name: list
      weight: 80
  headers: { accept: application/json }
load: { duration: 2m, connections: 10 }
`;
  expect(compareConfigs(BEFORE, other)).toEqual([]);
});

test('each key with what it was and what it is, the gate first', () => {
  const after = BEFORE.replace('max: 250 ms', 'max: 900 ms')
    .replace(', regression: 10 %', '')
    .replace('expect: 200', 'expect: [200, 404]')
    .replace('connections: 10', 'connections: 1')
    .replace('weight: 80', 'weight: 8')
    .replace('#final', '#other')
    .replace('    - { get: /items/1', '    - { name: new one, get: /new }\n    - { get: /items/1');
  expect(compareConfigs(BEFORE, after)).toEqual([
    { key: 'gate.p99.max', before: '250 ms', after: '900 ms' },
    { key: 'gate.p99.regression', before: '10 %', after: null },
    { key: 'baseline', before: 'docs/report.md#final', after: 'docs/report.md#other' },
    { key: 'scenario.requests["list"].weight', before: '80', after: '8' },
    { key: 'scenario.requests["new one"].get', before: null, after: '/new' },
    { key: 'scenario.requests["GET /items/1"].expect', before: '200', after: '[200,404]' },
    { key: 'load.connections', before: '10', after: '1' },
  ]);
});

test('where there was none, and where it was no YAML, all of it is new', () => {
  const all = compareConfigs(null, BEFORE);
  expect(all).toContainEqual({ key: 'gate.p99.max', before: null, after: '250 ms' });
  expect(all.every(({ before }) => before === null)).toBe(true);
  expect(compareConfigs('a: [b', BEFORE)).toEqual(all);
});

test('a long value is cut, and requests of one name are told apart', () => {
  const twice = (second: string) => `
scenario: { requests: [{ get: /a, body: "${'x'.repeat(500)}" }, { get: /a, weight: ${second} }] }`;
  expect(compareConfigs(twice('1'), twice('2'))).toEqual([
    { key: 'scenario.requests["GET /a (2)"].weight', before: '1', after: '2' },
  ]);
  const [first] = compareConfigs(null, twice('1')).filter(({ key }) => key.endsWith('.body'));
  expect(first?.after).toHaveLength(300);
});

test('steps of flows are told by their names as well', () => {
  const before = `scenario:
  flows:
    - name: order
      weight: 10
      steps:
        - { name: create, post: /carts, check: [{ json: /id, exists: true }] }
        - { think: 1s }
        - { get: /carts }
`;
  const after = before
    .replace(', check: [{ json: /id, exists: true }]', '')
    .replace('weight: 10', 'weight: 1');
  expect(compareConfigs(before, after)).toEqual([
    { key: 'scenario.flows["order"].weight', before: '10', after: '1' },
    {
      key: 'scenario.flows["order"].steps["create"].check',
      before: '[{"json":"/id","exists":true}]',
      after: null,
    },
  ]);
});
