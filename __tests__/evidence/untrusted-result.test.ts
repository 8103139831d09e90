/** Result files that an attacker wrote, and those that Tailgate writes itself. */

import { Unmeasurable } from '../../src/engine/unmeasurable.ts';
import { Unpublishable } from '../../src/evidence/unpublishable.ts';
import { readUntrustedResult } from '../../src/evidence/untrusted-result.ts';
import { accept } from '../../src/judgement/acceptance.ts';
import { judge } from '../../src/judgement/judge.ts';
import { invalid } from '../../src/judgement/validity/unmeasurable.ts';
import fc from '../fast-check.ts';
import { makeBaseline, makeFullPlan, makeMeasurement } from '../judgement/make.ts';
import {
  type LiveShape,
  makeInterleaved,
  makeInterleavedPlan,
  makeTarget,
} from '../judgement/make-interleaved.ts';
import { drawn, testInFull } from '../part.ts';
import { emptyResult } from './make-result.ts';
import { writeResult } from './write-result.ts';

const plan = makeFullPlan();
const measurement = makeMeasurement({ whole: { statuses: { 500: 20 } } }, plan);
const ours = JSON.stringify(writeResult({ plan, measurement, baseline: makeBaseline() }));
const own = () => JSON.parse(ours);

function stored(whole: object, ended = measurement.ended) {
  return writeResult({
    plan,
    measurement: makeMeasurement({ whole, ended }, plan),
    baseline: makeBaseline(),
  });
}

function interleaved(shape: LiveShape) {
  const of = makeInterleavedPlan({
    whole: { p99: { limit: 500, regression: 0.1 }, 'p99.9': { limit: null, regression: 0.1 } },
    baseline: plan.baseline,
  });
  const evidence = makeInterleaved({ blocks: 12, budgetSpent: true, requests: 1200, ...shape }, of);
  const judged = {
    plan: of,
    measurement: makeTarget(evidence, {}, of),
    baseline: makeBaseline(),
    interleaved: evidence,
  };
  const { verdict } = judge(of, judged.measurement, judged.baseline, evidence);
  return { ...judged, verdict };
}

function accepted() {
  const judged = interleaved({ p99: 1.5 });
  return writeResult({
    ...judged,
    verdict: accept(judged.verdict, { by: 'ada', at: '2026-11-22T10:03:00Z' }),
  });
}

const lost = { how: 'target-lost', side: 'target', afterSeconds: 9, detail: 'ECONNREFUSED' } as const;
const unmeasured = new Unmeasurable('not-ready', 'It did not answer.');

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

test.each([
  ['a pass', 'pass', () => stored({})],
  ['a limit missed, by errors', 'fail', () => stored({ statuses: { 400: 120 }, p99Ms: 300 })],
  ['a target that went away', 'fail', () => stored({}, lost)],
  ['an undecided limit', 'inconclusive', () => stored({ p99Ms: 103 })],
  ['no request', 'inconclusive', () => stored({ requests: 0 })],
  [
    'nothing measured',
    'invalid',
    () => writeResult({ plan, measurement: null, verdict: invalid(unmeasured) }),
  ],
  ['no regression against a base', 'pass', () => writeResult(interleaved({}))],
  ['a regression against it', 'fail', () => writeResult(interleaved({ p99: 1.5 }))],
  ['one that was accepted', 'pass', accepted],
  ['undecided gates', 'inconclusive', () => writeResult(interleaved({ noise: 0.6 }))],
  ['a broken base', 'invalid', () => writeResult(interleaved({ baseErrors: 0.5 }))],
])('what Tailgate writes itself is taken as it is: %s', (_, verdict, write) => {
  const written = write();
  expect(written.verdict).toBe(verdict);
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
    `"${key}":[${Array.from({ length: drawn(1_000_000, 100_000) }, () => element).join()}]`,
  );
  expect(refusalOf(text).message).toContain('a list has more than');
});

testInFull('a million keys are refused', () => {
  const status = Object.fromEntries(Array.from({ length: 1_000_000 }, (_, i) => [i, 1]));
  expect(refusalOf(withValue('metrics.errors.status', status)).message).toContain(
    'a list has more than 2000',
  );
});

test('comparisons are allowed for each figure of each request', () => {
  const comparison = {
    metric: 'p99',
    endpoint: 'x',
    baseline: 1,
    target: 1,
    basis: null,
    change: 0,
    interval: null,
    against: 'baseline',
    compared: 1,
    limit: null,
    regression: null,
    finding: 'within',
    notes: [],
  };
  const rows = (count: number) =>
    withValue(
      'comparisons',
      Array.from({ length: count }, () => comparison),
    );
  // Eight metrics of 2,000 requests, and eleven of the whole.
  expect(readUntrustedResult(JSON.stringify(rows(16_011))).comparisons).toHaveLength(16_011);
  expect(refusalOf(rows(16_012)).message).toContain('more than 16011');
});

testInFull('each of them can be a cause, a warning, and one of the gates that are undecided', () => {
  const scopes = Array.from({ length: 16_011 }, (_, i) => ({ metric: 'p95', endpoint: `r${i}` }));
  const missing = scopes.map((scope) => ({ code: 'missing-figure', ...scope, source: 'baseline.json' }));
  const undecided = {
    code: 'undecided',
    scopes,
    beyond: scopes,
    blocks: 9,
    budgetBlocks: 9,
    budgetSeconds: 60,
    detectable: scopes.map((scope) => ({ ...scope, size: 0.2 })),
    blocksMore: 3,
    tooShort: null,
    aboutSpeed: true,
    thin: [],
  };
  const warnings = missing.map((cause) => ({ ...cause, says: 'It is missing.' }));
  const result = { ...own(), verdict: 'inconclusive', causes: [undecided, ...missing], warnings };
  const read = readUntrustedResult(JSON.stringify(result));
  expect([read.causes.length, read.warnings.length]).toEqual([16_012, 16_011]);
  const causes = Array.from({ length: 32_023 }, () => ({ code: 'base-not-measured' }));
  expect(refusalOf({ ...result, causes }).message).toContain('more than 32022');
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
    { numRuns: drawn(200, 30) },
  );
});
