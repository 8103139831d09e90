/**
 * The report that Tailgate grew out of, table by table and cell by cell: results that hold its figures give them back,
 * as precisely as the report has them. Figures are the report's own text; a number is held to its last digit.
 */
import { cellOf, compareInMarkdown, numberIn } from './cells.ts';
import { first, light, makeFigures, makeResult, second, third } from './reported.ts';

const markdown = compareInMarkdown({ 'test 1': first, 'test 2': second, 'test 3': third, light });

type Row = readonly [reported: string, section: string, row: readonly string[], column: string, nth?: number];

/** A figure as it is reported, and half of its last digit. */
function digitsOf(reported: string): { value: number; half: number } {
  const text = reported.replaceAll(',', '');
  return { value: Number(text), half: 0.5 * 10 ** -(text.split('.')[1]?.length ?? 0) + 1e-9 };
}

function expectReported([reported, section, row, column, nth]: Row): void {
  const cell = cellOf(markdown, section, row, column);
  const { value, half } = digitsOf(reported);
  const found = numberIn(cell, nth);
  expect({ cell, found, off: Math.abs(found - value) > half }).toEqual({ cell, found, off: false });
}

const LATENCY = 'Latency of successes and timeouts';
const RATES = 'Throughput and reliability';
const LIMITS = 'Declared limits';
const SERIES = 'Series during the load';
const COURSE = 'Over the load';
const KINDS = 'By kind';

function measured(column: string, figures: Readonly<Record<string, string>>): Row[] {
  return Object.entries(figures).map(([name, reported]): Row => {
    const section = /^P\d/.test(name) ? LATENCY : RATES;
    return [reported, section, [name], column];
  });
}

/** A series of test 3 or light at its least, on average, at its most. */
function watched(run: string, series: string, figures: Readonly<Record<string, string>>): Row[] {
  return Object.entries(figures).map(([column, reported]): Row => [reported, SERIES, [series, run], column]);
}

const TABLES: Readonly<Record<string, readonly Row[]>> = {
  '2.1 objectives of the light load': [
    ['100', LIMITS, ['P99 ≤ 100.00 ms'], 'Limit', 1],
    ['100', LIMITS, ['Throughput (successes) ≥ 100.00 req/s'], 'Limit'],
    ['0.5', LIMITS, ['Error rate ≤ 0.50 %'], 'Limit'],
  ],
  '2.1 light load, measured': [
    ...measured('light', {
      P50: '18.61',
      P75: '50.35',
      P90: '67.74',
      P99: '94.05',
      'P99.9': '114.17',
      'Responses of any status': '313.80',
      'Success rate': '99.97',
      'Error rate': '0.03',
      'Requests in all': '37,684',
    }),
    ...watched('light', 'load', { Min: '0.88', Max: '1.52' }),
    ...watched('light', 'cpu of backend', { Min: '0.12', Max: '0.15' }),
    ...watched('light', 'cpu of postgres', { Min: '0.08', Max: '0.12' }),
    ...watched('light', 'memory of backend', { Max: '19', Allowed: '384', 'Max of it': '5' }),
    ['38', 'CPU', ['light'], 'CPU share', 1],
  ],
  '2.2 realistic load, test 1': measured('test 1', {
    P50: '17.34',
    P75: '52.03',
    P90: '69.33',
    P99: '93.66',
    'P99.9': '814.59',
    'Responses of any status': '317.23',
    'Success rate': '79.80',
    'Requests in all': '38,082',
  }),
  '2.2 realistic load, test 2, and its improvements': [
    ...measured('test 2', {
      P50: '18.61',
      P75: '50.35',
      P90: '67.74',
      P99: '94.05',
      'P99.9': '114.17',
      'Responses of any status': '313.80',
      'Success rate': '91.43',
      'Requests in all': '37,684',
    }),
    ['3,228', KINDS, ['All errors'], 'test 2'],
    ['8.6', KINDS, ['All errors'], 'test 2', 1],
    ['-1.68', 'test 1 → test 2', ['P75'], 'Difference'],
    ['-1.59', 'test 1 → test 2', ['P90'], 'Difference'],
    ['0.39', 'test 1 → test 2', ['P99'], 'Difference'],
    ['-700', 'test 1 → test 2', ['P99.9'], 'Difference'],
    // A fall of the error rate is a rise of the success rate.
    ['-11.6', 'test 1 → test 2', ['Error rate'], 'Difference'],
    ['-1.1', 'test 1 → test 2', ['Responses of any status'], 'Relative'],
  ],
  '2.2 realistic load, test 3': [
    ...measured('test 3', {
      P50: '18.30',
      P75: '51.55',
      P90: '68.95',
      P99: '93.84',
      'P99.9': '255.53',
      'Responses of any status': '310.53',
      'Success rate': '96.33',
      'Requests in all': '37,292',
    }),
    ['1,369', KINDS, ['All errors'], 'test 3'],
    ['3.67', KINDS, ['All errors'], 'test 3', 1],
    ...watched('test 3', 'load', { Min: '0.88', Max: '1.52' }),
    ...watched('test 3', 'cpu of backend', { Min: '0.12', Max: '0.26' }),
    ...watched('test 3', 'cpu of postgres', { Min: '0.20', Max: '0.35' }),
    ...watched('test 3', 'memory of backend', { Max: '19', 'Max of it': '5' }),
    ...watched('test 3', 'connections', { Max: '9', Allowed: '15' }),
    ...watched('test 3', 'active', { Min: '1', Max: '2' }),
  ],
  '3.1 load average': [
    ['4', 'CPU', ['test 3'], 'Cores'],
    ['22', 'CPU', ['test 3'], 'CPU share'],
    ['38', 'CPU', ['test 3'], 'CPU share', 1],
    ['62', 'CPU', ['test 3'], 'Headroom at the peak'],
  ],
  '3.1 CPU by service': [
    ...watched('test 3', 'cpu of backend', { Min: '0.12', Mean: '0.18', Max: '0.26' }),
    ...watched('test 3', 'cpu of postgres', { Min: '0.20', Mean: '0.27', Max: '0.35' }),
  ],
  '3.2 memory': [
    ['7.6', 'Configurations', ["Server's machine"], 'test 3', 1],
    ...watched('test 3', 'memory of backend', { Allowed: '384', Max: '19', 'Max of it': '5' }),
  ],
  '3.3 P99 of both loads': [
    ['94.05', LIMITS, ['P99 ≤ 100.00 ms'], 'light'],
    ['93.84', LIMITS, ['P99 ≤ 100.00 ms'], 'test 3'],
  ],
  '3.3 distribution': measured('test 3', {
    P50: '18.30',
    P75: '51.55',
    P90: '68.95',
    P95: '76.61',
    P99: '93.84',
    'P99.9': '255.53',
  }),
  '3.4 throughput of both loads': [
    ['313.80', RATES, ['Responses of any status'], 'light'],
    ['310.53', RATES, ['Responses of any status'], 'test 3'],
  ],
  '3.4 projection': [
    ['650', 'Capacity', ['test 3'], 'Projected at 80 %'],
    ['410', 'Capacity', ['test 3'], 'Projected at 50 %'],
    ['38', 'Capacity', ['test 3'], 'CPU at its peak'],
  ],
  '3.5 connections': [
    ...watched('test 3', 'connections', { Max: '9', Allowed: '15', 'Max of it': '60' }),
    ...watched('test 3', 'active', { Min: '1', Max: '2' }),
  ],
  '3.6 error rates': [
    ['0.03', LIMITS, ['Error rate ≤ 0.50 %'], 'light'],
    ['3.67', LIMITS, ['Error rate ≤ 0.50 %'], 'test 3'],
  ],
  '3.6 errors by kind': [
    ['37,292', RATES, ['Requests in all'], 'test 3'],
    ['1,369', KINDS, ['All errors'], 'test 3'],
    ['0', KINDS, ['Broken connections'], 'test 3'],
    ['10', KINDS, ['Timeouts'], 'test 3'],
    ['0.027', KINDS, ['Timeouts'], 'test 3', 1],
    ['1,359', KINDS, ['HTTP 409'], 'test 3'],
    ['3.64', KINDS, ['HTTP 409'], 'test 3', 1],
  ],
  '4.1 chronology': (
    [
      ['load', ['0.88', '1.12', '1.52', '1.52', '0.88']],
      ['cpu of backend', ['0.12', '0.15', '0.26', '0.26', '0.12']],
      ['connections', ['9', '9', '9', '9', '9']],
    ] as const
  ).flatMap(([series, values]) =>
    ['start', '25 %', '50 %', '75 %', 'end'].map(
      (moment, i): Row => [values[i] ?? '', COURSE, [series, 'test 3'], moment],
    ),
  ),
  '4.2 memory over the load': ['start', '25 %', '50 %', '75 %', 'end'].map(
    (moment): Row => ['19', COURSE, ['memory of backend', 'test 3'], moment],
  ),
  '8.1 and 9.3 key figures': [
    ['93.84', 'Decision table', ['Lower P99?'], 'test 3'],
    ['27.30', 'Configurations', ['Cost'], 'test 3'],
    ['62', 'Decision table', ['More headroom of the CPU?'], 'test 3'],
  ],
};

describe.each(Object.entries(TABLES))('%s', (_, rows) => {
  test.each(
    rows.map((row): [string, Row] => [`${row[2].join(', ')}, ${row[3]}: ${row[0]}`, row]),
  )('%s', (__, row) => {
    expectReported(row);
  });
});

describe('5.2 growth', () => {
  // The report multiplies 310, the whole requests of its 310.53.
  test.each([
    ['as measured', 310, 38, 62],
    ['+50 %', 465, 57, 43],
    ['+100 %', 620, 76, 24],
    ['+150 %', 775, 95, 5],
  ])('%s: %d req/s take %d %% and leave %d %%', (traffic, perSecond, cpu, left) => {
    const cell = (column: string) =>
      numberIn(cellOf(markdown, 'If traffic grows', ['test 3', traffic], column));
    const exact = (310.53 * perSecond) / 310;
    expect(cell('Load')).toBeCloseTo(exact, 1);
    expect([cell('CPU'), cell('Headroom at the peak')]).toEqual([cpu, left]);
  });
});

describe('5.4 cost and performance', () => {
  /** The report's estimates: an architecture that was not measured, and the price of the other, from and to. */
  const priced = (name: string, perSecond: number, amount: number) =>
    makeResult({
      name,
      at: '2025-10-30T16:29:20Z',
      mix: [],
      metrics: makeFigures({
        latencyMs: { p50: 18, p75: 50, p90: 70, p95: 80, p99: 100, p99_9: 250 },
        responsesPerSecond: perSecond,
        requests: perSecond * 120,
        statuses: {},
        timeouts: 0,
      }),
      cost: { amount, currency: 'EUR', per: 'month' },
    });
  const costs = compareInMarkdown({
    documented: priced('documented', 100, 5),
    dear: priced('dear', 310, 20),
    cheap: priced('cheap', 310, 15),
  });

  test.each([
    ['documented', 20],
    ['dear', 15.5],
    ['cheap', 20.67],
  ])('%s: %d req/s for each EUR', (run, rate) => {
    expect(numberIn(cellOf(costs, 'Cost', [run], 'Throughput for the money'))).toBe(rate);
  });

  test('3.1 times the throughput', () => {
    expect(numberIn(cellOf(costs, 'documented → dear', ['Throughput (successes)'], 'Relative'))).toBe(210);
  });
});
