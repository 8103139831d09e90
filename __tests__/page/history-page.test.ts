/** What a history's page holds, before any browser has seen it. */
import { lastChange, levelAt } from '../../page/history/suite.ts';
import { QUANTILES } from '../../src/config/metrics.ts';
import type { HistoryRecord } from '../../src/evidence/history/record.ts';
import { pack, packFigures, unpack, unpackFigures } from '../../src/report/html/history/packed.ts';
import fc from '../fast-check.ts';
import { makeNight, waver } from '../history/make-nights.ts';
import { testInFull } from '../part.ts';
import * as cases from '../report/cases.ts';
import {
  commitOfNight,
  driftingNights,
  historyIn,
  historyPageOf,
  manyNights,
  openedSuite,
  suiteOf,
} from './history-pages.ts';
import { published, textOf } from './pages.ts';

const some = <T>(values: fc.Arbitrary<T>) => fc.array(fc.option(values), { minLength: 1 });

test('what is packed is unpacked, whole numbers as they were', () => {
  fc.assert(
    fc.property(some(fc.integer({ min: -1e9, max: 2e9 })), (values) => {
      expect(unpack(pack(values))).toEqual(values);
    }),
  );
});

test('figures keep three significant digits, as long as they are within a thousandth of the largest', () => {
  fc.assert(
    fc.property(some(fc.double({ min: 1, max: 999, noNaN: true })), (values) => {
      const back = unpackFigures(packFigures(values));
      expect(back.map((value, i) => (value === null ? values[i] === null : value))).toEqual(
        values.map((value) => (value === null ? true : Number(value.toPrecision(3)))),
      );
    }),
  );
  expect(unpackFigures(packFigures([0, 0.0004, 0.25, null, 1e-8]))).toEqual([0, 0.0004, 0.25, null, 0]);
});

const nights = driftingNights();
const page = historyPageOf([suiteOf(nights)]);
const suite = openedSuite(page, 0);
const seriesOf = (figure: string, part: string) => {
  const found = suite.series.find(
    (one) => suite.figures[one.figure]?.label === figure && suite.parts[one.part]?.name === part,
  );
  if (found === undefined) throw new Error(`no ${figure} of ${part}`);
  return found;
};

test('every figure of all requests and of each of them is there, night by night', () => {
  expect(suite.figures.map(({ label }) => label)).toEqual([
    'P99',
    'P50',
    'P90',
    'P95',
    'P99.9',
    'Throughput',
    'Error rate',
  ]);
  expect(suite.parts.map(({ name }) => name)).toEqual(['All requests', 'list', 'create']);
  expect(suite.series).toHaveLength(suite.figures.length * suite.parts.length);
  for (const { label, field } of QUANTILES) {
    const expected = nights.map(({ whole }) => Number(whole.latencyMs?.[field]?.toPrecision(3)));
    expect(suite.valuesOf(seriesOf(label, 'All requests'))).toEqual(expected);
  }
  expect(suite.valuesOf(seriesOf('P99', 'create'))).toEqual(
    nights.map(({ endpoints }) => Number(endpoints[1]?.latencyMs?.p99?.toPrecision(3))),
  );
});

test('each night has its moment, commit, run, verdict and conditions', () => {
  expect(suite.at).toEqual(nights.map(({ at }) => Date.parse(at) / 1000));
  expect(suite.commits).toEqual(nights.map((_, i) => commitOfNight(i + 1).slice(0, 12)));
  expect(suite.runs).toEqual(nights.map((_, i) => `${101 + i}-1`));
  expect(suite.nights.verdicts).toBe(nights.map(({ verdict }) => (verdict === 'pass' ? 'p' : 'x')).join(''));
  expect([...suite.releases]).toEqual([
    [19, 'v1.1.0'],
    [39, 'v1.2.0'],
    [59, 'v1.3.0'],
  ]);
  expect([...suite.reasons]).toEqual([[11, 'its verdict is invalid']]);
  const setting = suite.nights.settings[suite.setting[0] ?? -1];
  expect(setting).toContainEqual(['Load', '8 connections · 60 s']);
  expect(setting).toContainEqual(['Load generated on', 'runner']);
});

test('a change point parts two levels, and the run that is never compared with is in neither', () => {
  const p99 = seriesOf('P99', 'list');
  expect(p99.levels.map(([strand, from, to]) => [strand, from, to])).toEqual([
    [0, 0, 29],
    [0, 30, 59],
  ]);
  const [before, after] = p99.levels;
  expect(before?.[3]).toBeCloseTo(80, 0);
  expect(after?.[3]).toBeCloseTo(80 * 1.33, 0);
  expect(after?.[5]).toBeCloseTo(0.33, 2);
  // The worst that a night explains by itself is beyond what is typical, and not by much.
  expect(after?.[4]).toBeGreaterThan(after?.[3] ?? 0);
  expect(after?.[4]).toBeLessThan(1.2 * (after?.[3] ?? 0));
  expect(levelAt(suite, p99, 11)).toBe(null);
  expect(levelAt(suite, p99, 12)?.[1]).toBe(0);
  expect(lastChange(p99, 0)?.[1]).toBe(30);
  expect(lastChange(p99, 31)).toBe(null);
  expect(seriesOf('P99', 'create').levels).toHaveLength(1);
});

test('nights of other conditions, and of other machines, are strands of their own', () => {
  const other: HistoryRecord['conditions'] = {
    ...(nights[0] as HistoryRecord).conditions,
    stages: [{ name: null, connections: 64, ratePerSecond: null, arrivals: null, durationSeconds: 60 }],
  };
  const mixed = Array.from({ length: 40 }, (_, i) => {
    const machine = i % 2 === 0 ? 'fast' : 'slow';
    const conditions = i < 10 ? other : (nights[0] as HistoryRecord).conditions;
    return makeNight(i + 1, {
      conditions: { ...conditions, machine: i < 10 ? 'fast' : machine },
      whole: { p99Ms: (i < 10 ? 300 : machine === 'slow' ? 200 : 100) * (1 + 0.02 * waver(i)) },
    });
  });
  const { strands, strandNights, series } = openedSuite(historyPageOf([suiteOf(mixed)]), 0);
  expect(strands.map(({ name }) => name)).toEqual(['slow', 'fast', 'other conditions, until 2025-10-10']);
  expect(strandNights.map((own) => own.length)).toEqual([15, 15, 10]);
  expect(series[0]?.levels.map(([strand, , , typical]) => [strand, Math.round(typical / 10)])).toEqual([
    [0, 20],
    [1, 10],
    [2, 30],
  ]);
});

test('what has moved is told in words, with its commits and its issue; what has not, too', () => {
  const told = historyPageOf([
    suiteOf(nights, {
      issue: { url: 'https://github.com/acme/shop/issues/7', isOpen: true },
      ranges: [
        {
          from: commitOfNight(30),
          to: commitOfNight(31),
          url: null,
          total: 2,
          commits: [{ sha: commitOfNight(31), title: 'Sort by price', url: null }],
          why: null,
        },
      ],
    }),
  ]);
  const text = textOf(told).replace(/\s+/g, ' ');
  expect(text).toMatch(/P99 of list .*\+3\d\.\d % worse .*2025-10-31/);
  expect(text).toContain('Sort by price');
  expect(text).toContain('and 1 more');
  expect(told).toContain('href="https://github.com/acme/shop/issues/7"');
  expect(told).toContain(`https://github.com/acme/shop/compare/${commitOfNight(30)}...${commitOfNight(31)}`);
  expect(historyIn(told).opening).toBe('suite=smoke-0a1b2c3d&figure=p99&request=');
  const quiet = textOf(historyPageOf([suiteOf(nights.slice(0, 25))]));
  expect(quiet).toContain('Nothing has: no figure differs from what it was before a change.');
  expect(text).toMatch(/v1\.3\.0 2025-11-29 .*v1\.2\.0 2025-11-09 .*v1\.1\.0/);
});

test('a result is shown against the history of its scenario, with what it declares', () => {
  const { result } = published(cases.asReported);
  const own = nights.map((night) => ({ ...night, name: result.name }));
  const shown = { result, file: 'result.json' };
  const { shown: against, series } = openedSuite(historyPageOf([suiteOf(own)], { shown }), 0);
  const p99 = against?.figures.find((one) => one.series === 0);
  expect(p99?.value).toBeCloseTo(result.metrics?.latencyMs?.p99 ?? 0, 1);
  const declared = result.comparisons.find(({ metric, endpoint }) => metric === 'p99' && endpoint === null);
  expect([p99?.limit, p99?.tolerance]).toEqual([declared?.limit?.value, declared?.regression?.tolerance]);
  expect(series[0]?.part).toBe(0);
  expect(openedSuite(historyPageOf([suiteOf(nights)], { shown }), 0).shown).toBe(null);
});

test('it is said in French', () => {
  const text = textOf(historyPageOf([suiteOf(nights)], { language: 'fr' }));
  expect(text).toContain('Historique de smoke');
  expect(text).toContain('Ce qui a bougé, et y est resté');
  expect(text).not.toMatch(/\b(Since|Change|Releases|Before)\b/);
});

testInFull(
  '400 nights of 50 requests are at most 1.5 MB',
  () => {
    const large = historyPageOf([suiteOf(manyNights())]);
    const bytes = new TextEncoder().encode(large).length;
    expect(bytes).toBeLessThan(1_500_000);
    expect(openedSuite(large, 0).series).toHaveLength(51 * 7);
  },
  120_000,
);
