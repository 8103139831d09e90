/** What other systems are given of a result: JUnit's XML, Prometheus' text, OTLP's JSON. */
import { execFileSync } from 'node:child_process';
import { once } from '../../src/evidence/once.ts';
import type { Result } from '../../src/evidence/result/schema.ts';
import { renderJunit } from '../../src/report/export/junit.ts';
import { toOtlp } from '../../src/report/export/otlp.ts';
import { renderPrometheus } from '../../src/report/export/prometheus.ts';
import { toWebhook } from '../../src/report/export/webhook.ts';
import { toResult } from '../../src/report/result.ts';
import { emptyResult } from '../evidence/make-result.ts';
import { testPart } from '../part.ts';
import { alone, history, inconclusive, loginFailed, pass, rateLimited, slow } from './cases.ts';
import { interleavedAccepted, interleavedFail, interleavedPass } from './interleaved-cases.ts';
import { usualCase } from './usual-cases.ts';

const reports = Object.entries({
  pass,
  alone,
  slow,
  inconclusive,
  loginFailed,
  rateLimited,
  history,
  interleavedPass,
  interleavedFail,
  interleavedAccepted,
}).map(([name, report]): [string, () => Result] => [name, once(() => toResult(report))]);
const HOSTILE = 'a "b" <c>&amp; \\ \n]]> \u0000\ufffe\ud800 é';
const hostile = (): Result => ({ ...toResult(slow), name: HOSTILE, reason: HOSTILE });

interface Element {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: Element[];
  text: string;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };
function decode(text: string): string {
  expect(text).not.toMatch(/&(?!(?:amp|lt|gt|quot);)/);
  return text.replaceAll(/&(\w+);/g, (_, name: string) => ENTITIES[name] ?? '');
}

/** Well-formed XML of elements, attributes and text, or it throws. */
function parseXml(xml: string): Element {
  // XML 1.0, 2.2
  expect(xml).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  expect(xml.startsWith(head)).toBe(true);
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  let at = head.length;
  const token = /<\/([a-z]+)>|<([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>|[^<]+/y;
  while (at < xml.length) {
    token.lastIndex = at;
    const found = token.exec(xml);
    if (found === null) throw new Error(`no XML at ${JSON.stringify(xml.slice(at, at + 60))}`);
    at = token.lastIndex;
    const [all, closed, opened, attributes = '', empty] = found;
    const top = open.at(-1) as Element;
    if (closed !== undefined) {
      if (top.name !== closed) throw new Error(`</${closed}> closes <${top.name}>`);
      open.pop();
    } else if (opened !== undefined) {
      const pairs = [...attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
        name,
        decode(value),
      ]);
      expect(new Set(pairs.map(([name]) => name)).size).toBe(pairs.length);
      const element: Element = {
        name: opened,
        attributes: Object.fromEntries(pairs),
        children: [],
        text: '',
      };
      top.children.push(element);
      if (empty === '') open.push(element);
    } else top.text += decode(all);
  }
  if (open.length !== 1 || root.children.length !== 1) throw new Error('no single root');
  return root.children[0] as Element;
}

/** Jenkins' junit-10.xsd, as far as it concerns these: attributes (with ! required), then children in their order. */
const SCHEMA: Record<string, { attributes: string[]; children: string[] }> = {
  testsuites: {
    attributes: ['name', 'time', 'tests', 'failures', 'disabled', 'errors'],
    children: ['testsuite'],
  },
  testsuite: {
    attributes: [
      'name!',
      'tests!',
      'failures',
      'errors',
      'time',
      'disabled',
      'skipped',
      'timestamp',
      'hostname',
      'id',
      'package',
    ],
    children: ['properties', 'testcase', 'system-out', 'system-err'],
  },
  properties: { attributes: [], children: ['property'] },
  property: { attributes: ['name!', 'value!'], children: [] },
  testcase: {
    attributes: ['name!', 'assertions', 'time', 'classname', 'status'],
    children: ['skipped', 'error', 'failure', 'system-out'],
  },
  skipped: { attributes: ['type', 'message'], children: [] },
  error: { attributes: ['type', 'message'], children: [] },
  failure: { attributes: ['type', 'message'], children: [] },
};

/** Texts of the schema's simple types: counts, and seconds as GitLab and Jenkins add them up. */
const COUNT = /^\d+$/;
const TYPES: Readonly<Record<string, RegExp>> = {
  tests: COUNT,
  failures: COUNT,
  errors: COUNT,
  skipped: COUNT,
  time: /^\d+\.\d{3}$/,
};

function holdToSchema({ name, attributes, children }: Element): void {
  const rule = SCHEMA[name];
  if (rule === undefined) throw new Error(`no element ${name}`);
  const known = rule.attributes.map((one) => one.replace('!', ''));
  expect(known).toEqual(expect.arrayContaining(Object.keys(attributes)));
  for (const one of rule.attributes.filter((found) => found.endsWith('!')))
    expect(attributes).toHaveProperty(one.slice(0, -1));
  for (const [key, value] of Object.entries(attributes))
    expect([key, value]).toEqual([key, expect.stringMatching(TYPES[key] ?? /^/)]);
  if (name === 'properties') expect(children.length).toBeGreaterThan(0);
  const places = children.map((child) => rule.children.indexOf(child.name));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  children.forEach(holdToSchema);
}

describe('JUnit', () => {
  const suiteOf = (result: Result): Element => {
    const root = parseXml(renderJunit(result));
    holdToSchema(root);
    return root.children[0] as Element;
  };
  const casesOf = (result: Result) => suiteOf(result).children.filter(({ name }) => name === 'testcase');
  const outcomes = (result: Result) =>
    casesOf(result).map(({ attributes, children }) => `${attributes.name}: ${children[0]?.name ?? 'passed'}`);

  testPart(reports, usualCase)('%s: the structure, and counts that are those of its cases', (_, resultOf) => {
    const result = resultOf();
    const suite = suiteOf(result);
    const cases = casesOf(result);
    const count = (name: string) => cases.filter(({ children }) => children[0]?.name === name).length;
    expect(suite.attributes).toMatchObject({
      tests: String(cases.length),
      failures: String(count('failure')),
      errors: String(count('error')),
      skipped: String(count('skipped')),
    });
    if (result.startedAt) expect(suite.attributes.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    const names = cases.map(({ attributes }) => attributes.name);
    expect(new Set(names).size).toBe(names.length);
    // Red exactly where the gate is; and no run that shows nothing is all green.
    const red = { pass: [], inconclusive: [], fail: ['failure'], invalid: ['error'] }[result.verdict];
    const seen = cases.flatMap(({ children }) => children.map(({ name }) => name));
    expect([...new Set(seen)].filter((name) => name !== 'skipped')).toEqual(red);
    const isPlain = result.verdict === 'pass' && result.accepted === null;
    expect(cases[0]?.children.length === 0).toBe(isPlain);
  });

  test('a case a gate, each fail with its cause and its figures', () => {
    const result = toResult(slow);
    expect(outcomes(result)).toEqual([
      'verdict: failure',
      'P99: at most 100 ms: failure',
      'P99: no regression: failure',
      expect.stringMatching(/^Throughput: at least 100 \/s: /),
      'Throughput: no regression: failure',
      'Error rate: at most 1.00 %: passed',
      'Error rate: no regression: passed',
      expect.stringMatching(/^P99 of list units: at most 250 ms: /),
      expect.stringMatching(/^P99 of list expenses: at most 150 ms: /),
    ]);
    const [verdict, p99] = casesOf(result);
    expect(verdict?.children[0]?.attributes).toEqual({
      type: result.causes[0]?.code,
      message: result.reason,
    });
    expect(p99?.children[0]?.attributes.type).toBe('over-limit');
    expect(p99?.children[0]?.text).toMatch(/P99 .*\nmeasured: \d+.* ms\ncompared with: 93\.8.* ms$/);
  });

  test('a run that is not believed is an error, and none of its gates is green', () => {
    const all = outcomes(toResult(rateLimited));
    expect(all[0]).toBe('verdict: error');
    expect(all.slice(1).filter((one) => !one.endsWith(': skipped'))).toEqual([]);
    expect(all.length).toBeGreaterThan(1);
    expect(outcomes(toResult(loginFailed))[0]).toBe('verdict: error');
  });

  test('what is open, or accepted, is skipped and says so', () => {
    expect(outcomes(toResult(inconclusive))[0]).toBe('verdict: skipped');
    const [verdict] = casesOf(toResult(interleavedAccepted));
    expect(verdict?.children[0]?.name).toBe('skipped');
    expect(verdict?.children[0]?.attributes.message).toMatch(/^Accepted by /);
    expect(outcomes(toResult(interleavedAccepted)).filter((one) => one.endsWith('failure'))).toEqual([]);
  });

  test('whatever a name or a reason holds, it is XML, and says the same', () => {
    const suite = suiteOf(hostile());
    expect(suite.attributes.name).toBe('tailgate a "b" <c>&amp; \\ ]]>  é');
  });

  test('an empty result is one case', () => {
    expect(outcomes(emptyResult())).toEqual(['verdict: passed']);
  });
});

/** A sample of the text format, or it throws. https://prometheus.io/docs/instrumenting/exposition_formats/ */
function parsePrometheus(text: string) {
  expect(text.endsWith('\n')).toBe(true);
  const types = new Map<string, string>();
  const samples = text
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const [, type, name = '', kind = ''] =
        /^# (?:(TYPE) ([a-z_]+) (gauge|summary)|HELP [a-z_]+ [^\\\n]+)$/.exec(line) ?? [];
      if (type) {
        expect(types.has(name)).toBe(false);
        types.set(name, kind);
      }
      if (line.startsWith('#')) return [];
      const found = /^([a-z_]+)\{((?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)+)\} (\S+)$/.exec(line);
      if (found === null) throw new Error(`no sample: ${line}`);
      const [, full = '', labels = '', value] = found;
      const family = types.has(full) ? full : full.replace(/_(sum|count)$/, '');
      expect(types.get(family)).toBe(family === full && !labels.includes('quantile=') ? 'gauge' : 'summary');
      const pairs = [...labels.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g)].map(([, name, escaped = '']) => [
        name,
        escaped.replaceAll(/\\(.)/g, (_, one: string) => (one === 'n' ? '\n' : one)),
      ]);
      expect(Number.isFinite(Number(value))).toBe(true);
      return [
        { name: full, labels: Object.fromEntries(pairs) as Record<string, string>, value: Number(value) },
      ];
    });
  const keys = samples.map(({ name, labels }) => JSON.stringify([name, labels]));
  expect(new Set(keys).size).toBe(keys.length);
  return samples;
}

function hasPromtool(): boolean {
  try {
    execFileSync('promtool', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('Prometheus', () => {
  testPart(reports, usualCase)('%s: samples of one type each, none of them twice', (_, resultOf) => {
    expect(parsePrometheus(renderPrometheus(resultOf())).length).toBeGreaterThan(4);
  });

  test('the figures are those of the result, in base units', () => {
    const result = toResult(interleavedFail);
    const samples = parsePrometheus(renderPrometheus(result));
    const at = (name: string, labels: Record<string, string>) =>
      samples.filter(
        (one) =>
          one.name === name &&
          JSON.stringify(one.labels) === JSON.stringify({ name: result.name, ...labels }),
      )[0]?.value;
    const { metrics, endpoints, interleaved, comparisons } = result;
    expect(at('tailgate_verdict', { verdict: 'fail' })).toBe(1);
    expect(at('tailgate_verdict', { verdict: 'pass' })).toBe(0);
    expect(at('tailgate_latency_seconds', { side: 'target', quantile: '0.99' })).toBe(
      (metrics?.latencyMs?.p99 ?? 0) / 1000,
    );
    expect(at('tailgate_latency_seconds', { side: 'base', quantile: '0.999' })).toBe(
      (interleaved?.metrics.latencyMs?.p99_9 ?? 0) / 1000,
    );
    expect(at('tailgate_latency_seconds_count', { side: 'target' })).toBe(
      (metrics?.successes ?? 0) + (metrics?.errors.timeout ?? 0),
    );
    const [first] = endpoints;
    expect(at('tailgate_requests', { side: 'target', endpoint: first?.name ?? '' })).toBe(
      first?.metrics.requests,
    );
    expect(at('tailgate_error_ratio', { side: 'target' })).toBe(metrics?.errorRate);
    expect(at('tailgate_throughput_per_second', { side: 'base' })).toBe(
      interleaved?.metrics.throughputPerSecond,
    );
    const p99 = comparisons.find(({ metric, endpoint }) => metric === 'p99' && endpoint === null);
    expect(at('tailgate_change_ratio', { metric: 'p99', scale: 'log' })).toBe(p99?.change);
    expect(at('tailgate_finding', { metric: 'p99', finding: p99?.finding ?? '' })).toBe(1);
  });

  test('a name with quotes, lines and strange letters stays one label', () => {
    const [first] = parsePrometheus(renderPrometheus(hostile()));
    expect(first?.labels.name).toBe(HOSTILE.toWellFormed());
  });

  (hasPromtool() ? testPart(reports, usualCase) : test.skip.each(reports))(
    '%s: promtool has nothing to say',
    (_, resultOf) => {
      const said = execFileSync('promtool', ['check', 'metrics'], {
        input: renderPrometheus(resultOf()),
        encoding: 'utf8',
      });
      expect(said).toBe('');
    },
  );
});

describe('OTLP', () => {
  const NOW = '2026-11-02T09:12:00.123Z';

  testPart(reports, usualCase)('%s: what the protocol asks of each part', (_, resultOf) => {
    const { resourceMetrics } = JSON.parse(JSON.stringify(toOtlp(resultOf(), NOW)));
    const [{ resource, scopeMetrics }] = resourceMetrics;
    expect(resource.attributes[0]).toEqual({ key: 'service.name', value: { stringValue: 'tailgate' } });
    const { metrics } = scopeMetrics[0];
    const names = metrics.map(({ name }: { name: string }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const metric of metrics) {
      expect(metric.name).toMatch(/^tailgate(\.[a-z]+)+$/);
      expect(Object.keys(metric)).toEqual([
        'name',
        'description',
        'unit',
        metric.gauge ? 'gauge' : 'summary',
      ]);
      for (const point of (metric.gauge ?? metric.summary).dataPoints) {
        // fixed64 and uint64 are texts in JSON.
        expect(point.timeUnixNano).toBe('1793610720123000000');
        for (const { key, value } of point.attributes)
          expect([typeof key, Object.keys(value)]).toEqual(['string', ['stringValue']]);
        if (metric.gauge) expect(typeof point.asDouble).toBe('number');
        else {
          expect(point.count).toMatch(/^\d+$/);
          expect(point.startTimeUnixNano).toMatch(/^\d{19}$/);
          expect(typeof point.sum).toBe('number');
          for (const { quantile, value } of point.quantileValues)
            expect([quantile >= 0 && quantile <= 1, typeof value]).toEqual([true, 'number']);
        }
      }
    }
  });

  test('as many points as Prometheus gets', () => {
    const result = toResult(interleavedFail);
    const { metrics } = toOtlp(result, NOW).resourceMetrics[0]?.scopeMetrics[0] ?? { metrics: [] };
    const points = metrics.flatMap((metric) =>
      'gauge' in metric
        ? metric.gauge.dataPoints.map(() => 1)
        : metric.summary.dataPoints.map(({ quantileValues }) => quantileValues.length + 2),
    );
    const lines = parsePrometheus(renderPrometheus(result));
    expect(points.reduce((all, one) => all + one, 0)).toBe(lines.length);
  });
});

test('a webhook gets the verdict and the figures, and nothing that takes room', () => {
  const result = toResult(slow);
  const { event, runUrl, result: told } = toWebhook(result, 'https://github.com/o/r/actions/runs/1');
  expect([event, runUrl]).toEqual(['tailgate.run', 'https://github.com/o/r/actions/runs/1']);
  expect(told).toMatchObject({
    format: 'tailgate/1',
    verdict: 'fail',
    causes: result.causes,
    metrics: result.metrics,
  });
  expect(result).toMatchObject(told);
  expect(Object.keys(told)).not.toEqual(expect.arrayContaining(['rounds']));
  expect(JSON.stringify(told).length).toBeLessThan(20_000);
});
