/** Result files that an attacker wrote, and those that Tailgate writes itself. */
import fc from 'fast-check';
import { Unpublishable } from '../../src/evidence/unpublishable.ts';
import { readUntrustedResult } from '../../src/evidence/untrusted-result.ts';
import { toResult } from '../../src/report/result.ts';
import * as cases from '../report/cases.ts';
import * as liveCases from '../report/live-cases.ts';
import { makeComparison } from '../report/make-report.ts';
import { emptyResult } from './make-result.ts';
import { sample, variantsOf } from './sample-schema.ts';

const own = () => JSON.parse(JSON.stringify(toResult(cases.slow)));

function refusalOf(json: unknown): Unpublishable {
  try {
    readUntrustedResult(typeof json === 'string' ? json : JSON.stringify(json));
  } catch (error) {
    if (error instanceof Unpublishable) return error;
    throw error;
  }
  throw new Error('not refused');
}

/** Our own result with one value changed, at a path such as `metrics.requests`. */
function withValue(path: string, value: unknown): Record<string, unknown> {
  const result = own();
  const keys = path.split('.');
  const last = keys.pop() as string;
  const parent = keys.reduce((inner, key) => inner[key], result);
  parent[last] = value;
  return result;
}

test.each(
  Object.entries({ ...cases, ...liveCases }),
)('what Tailgate writes itself is taken as it is: %s', (_, report) => {
  const written = JSON.parse(JSON.stringify(toResult(report)));
  expect(readUntrustedResult(JSON.stringify(written))).toEqual(written);
});

test.each([
  ['no JSON', 'not json', 'no valid JSON'],
  ['cut off', JSON.stringify(own()).slice(0, -10), 'no valid JSON'],
  ['NaN as a bare word', '{"format":"tailgate/1","metrics":{"requests":NaN}}', 'no valid JSON'],
  ['a list', '[]', 'has no "format"'],
  ['null', 'null', 'has no "format"'],
  ['a number', '7', 'has no "format"'],
  ['another format', { ...own(), format: 'k6/1' }, 'has no "format"'],
  ['a format that is no text', { ...own(), format: ['tailgate/1'] }, 'has no "format"'],
])('refused: %s', (_, json, why) => {
  const { code, message } = refusalOf(json);
  expect([code, message]).toEqual(['not-a-result', expect.stringContaining(why)]);
});

test.each(['tailgate/2', 'tailgate/100'])('a newer format, %s, is told as such', (format) => {
  const { code, message } = refusalOf({ format, whatever: true });
  expect(code).toBe('newer-format');
  expect(message).toContain(`format ${format}, and this Tailgate reads up to tailgate/1`);
});

test.each([
  ['verdict', 'splendid'],
  ['verdict', undefined],
  ['reason', 7],
  ['metrics.requests', -1],
  ['metrics.requests', 1.5],
  ['metrics.requests', '1000'],
  ['metrics.requests', null],
  ['metrics.errorRate', 1.01],
  ['metrics.errorRate', -0.01],
  ['metrics.latencyMs.p99', -1],
  ['endpoints', {}],
  ['endpoints.0', null],
  ['comparisons', [{}]],
])('refused by the schema: %s is %j', (path, value) => {
  const { code, message, detail } = refusalOf(withValue(path, value));
  expect([code, message]).toEqual(['not-a-result', expect.stringContaining('does not fit the format')]);
  expect(detail).toContain(path.split('.')[0]);
});

test.each(['1e999', '-1e999', '1e308', '1.1e12', '-1e13'])('a figure of %s is out of range', (figure) => {
  const text = JSON.stringify(withValue('metrics.latencyMs.p99', 4711.5)).replace('4711.5', figure);
  expect(refusalOf(text).message).toMatch(/out of range|does not fit/);
});

test.each([
  ['at the top', 'html', '<b>'],
  ['further in', 'metrics.extra', 1],
  ['in a list', 'endpoints.0.url', 'https://evil.example'],
  ['in a list that may be of two kinds', 'comparisons.0.url', 'https://evil.example'],
])('a key that results don’t have is refused: %s', (_, path, value) => {
  const { message, detail } = refusalOf(withValue(path, value));
  expect(message).toContain('keys that result files don’t have');
  expect(detail).toBe(path);
});

const ROW = { metric: 'p99', endpoint: 'x' };
const OVER = { code: 'over-limit', ...ROW, figure: 2, bound: 'max', limit: 1, main: null };
const COMPARISON = makeComparison({ metric: 'p99', endpoint: 'x', target: 1 });
const LEFT_OPEN = { code: 'open-when-accepted', says: 'x' };

const FULL = { number: 1, text: 'x', nulls: false };

/** Each object in a value, by its path. */
function objectsIn(value: unknown, path = ''): [path: string, object: Record<string, unknown>][] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, one]) =>
    objectsIn(one, path === '' ? key : `${path}.${key}`),
  );
  return Array.isArray(value) ? inner : [[path, value as Record<string, unknown>], ...inner];
}

test.each(
  variantsOf('cause').map((schema) => [schema.title ?? '', schema] as const),
)('a cause is taken as it is, and nowhere in it a key that it doesn’t have: %s', (_, schema) => {
  const places = [
    () => ({ ...emptyResult(), causes: [sample(schema, FULL)] }),
    () => ({ ...emptyResult(), warnings: [{ ...(sample(schema, FULL) as object), says: 'x' }] }),
    () => ({ ...emptyResult(), comparisons: [{ ...COMPARISON, notes: [sample(schema, FULL)] }] }),
  ];
  for (const make of places) {
    expect(readUntrustedResult(JSON.stringify(make()))).toEqual(make());
    const paths = objectsIn(make()).map(([path]) => path);
    const inCause = paths.filter((path) => /^(causes|warnings|comparisons)\./.test(path));
    expect(inCause.length).toBeGreaterThan(0);
    for (const path of inCause) {
      const result = make();
      Object.assign(new Map(objectsIn(result)).get(path) ?? {}, { html: '<b>' });
      const { message, detail } = refusalOf(result);
      expect(message).toContain('keys that result files don’t have');
      expect(detail).toBe(`${path}.html`);
    }
  }
});

test('a prototype is not touched', () => {
  const text = JSON.stringify(own()).replace('{', '{"__proto__":{"polluted":true},');
  expect(refusalOf(text).code).toBe('not-a-result');
  const inRecord = JSON.stringify(withValue('metrics.errors.status', { x: 1 })).replace(
    '"x":1',
    '"__proto__":1',
  );
  expect(refusalOf(inRecord).code).toBe('not-a-result');
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('two thousand requests are taken, one more is not', () => {
  const [endpoint] = own().endpoints;
  const endpoints = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ ...endpoint, name: `r${i}` }));
  expect(readUntrustedResult(JSON.stringify(withValue('endpoints', endpoints(2000)))).endpoints).toHaveLength(
    2000,
  );
  expect(refusalOf(withValue('endpoints', endpoints(2001))).message).toContain('more than 2000 parts');
});

test.each([
  ['endpoints', '0'],
  ['endpoints', '{}'],
  ['warnings', '"x"'],
  ['comparisons', '{}'],
  ['rounds', 'null'],
])('a million %s of %s are refused before anything looks at them', (key, element) => {
  const text = JSON.stringify(withValue(key, [])).replace(
    `"${key}":[]`,
    `"${key}":[${Array.from({ length: 1_000_000 }, () => element).join()}]`,
  );
  expect(refusalOf(text).message).toContain('a list has more than');
});

test('a million keys are refused', () => {
  const status = Object.fromEntries(Array.from({ length: 1_000_000 }, (_, i) => [i, 1]));
  expect(refusalOf(withValue('metrics.errors.status', status)).message).toContain(
    'a list has more than 2000',
  );
});

test.each<[string, (parts: (part: object) => object[]) => object]>([
  ['comparisons', (parts) => ({ comparisons: parts(COMPARISON) })],
  ['causes', (parts) => ({ causes: parts(OVER) })],
  ['warnings', (parts) => ({ warnings: parts({ ...OVER, says: 'x' }) })],
  ['rows that a warning names', (parts) => ({ warnings: [{ ...LEFT_OPEN, scopes: parts(ROW) }] })],
])('%s are allowed for each metric of each request and of the whole', (_, make) => {
  const text = (count: number) =>
    JSON.stringify({ ...emptyResult(), ...make((part) => Array.from({ length: count }, () => part)) });
  // 7 metrics of 2,000 requests and of the whole.
  expect(() => readUntrustedResult(text(14_007))).not.toThrow();
  expect(refusalOf(text(14_008)).message).toContain('more than 14007 parts');
});

test('other lists are as long as there are requests', () => {
  const notices = (count: number) => ({
    ...emptyResult(),
    notices: Array.from({ length: count }, () => 'x'),
  });
  expect(() => readUntrustedResult(JSON.stringify(notices(2000)))).not.toThrow();
  expect(refusalOf(notices(2001)).message).toContain('more than 2000 parts');
});

test.each(['reason', 'name', 'target', 'endpoints.0.name'])('a text of a megabyte is refused: %s', (path) => {
  const { message } = refusalOf(withValue(path, 'x'.repeat(1_000_000)));
  expect(message).toContain('a text has more than 4000 characters');
});

test('the deepest that a result can be is taken', () => {
  const mix = { condition: 'mix', parts: [{ name: 'x', before: 0, now: 1 }], more: 0 };
  const refused = { code: 'conditions-differ', of: 'file', source: 'x', differences: [mix] };
  const note = { code: 'stored-not-compared', because: { code: 'nothing-judged', because: refused } };
  const result = { ...emptyResult(), comparisons: [{ ...COMPARISON, notes: [note] }] };
  expect(readUntrustedResult(JSON.stringify(result))).toEqual(result);
});

test('nesting is bounded, also where it is absurd', () => {
  expect(refusalOf(withValue('conditions', JSON.parse('['.repeat(20) + ']'.repeat(20)))).message).toContain(
    'nested too deeply',
  );
  const absurd = '{"format":"tailgate/1","metrics":'.concat('['.repeat(100_000), ']'.repeat(100_000), '}');
  expect(refusalOf(absurd).message).toMatch(/nested too deeply|no valid JSON/);
});

test('a refusal’s message never repeats the file’s words', () => {
  const words = fc.constantFrom(
    'name',
    'reason',
    'target',
    'metrics.requests',
    'endpoints.0.metrics',
    'rounds',
  );
  fc.assert(
    fc.property(words, fc.jsonValue({ maxDepth: 3 }), (path, value) => {
      const planted = `evil-${path}`;
      const json = { ...withValue(path, value), [planted]: 1 };
      expect(refusalOf(json).message).not.toContain(planted);
    }),
    { numRuns: 200 },
  );
});
