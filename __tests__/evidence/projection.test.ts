/** What processors tell of capacity: known shares, and the report's own arithmetic. */
import { cpuShareOf } from '../../src/evidence/cpu-share.ts';
import { peakRate } from '../../src/evidence/peak-rate.ts';
import { offMeasured, projectCapacity, projectGrowth } from '../../src/evidence/projection.ts';
import type { Result } from '../../src/evidence/result/schema.ts';
import type { ServerResult } from '../../src/evidence/result/server.ts';
import { third } from '../report/compare/reported.ts';

type ServerSeries = ServerResult['series'][number];

function series(
  name: string,
  unit: ServerSeries['unit'],
  max: number,
  more: Partial<ServerSeries> = {},
): ServerSeries {
  return {
    key: name,
    name,
    probe: 'process',
    unit,
    min: max / 4,
    mean: max / 2,
    max,
    last: max,
    samples: [],
    ...more,
  };
}

function server(cores: number | undefined, ...all: readonly ServerSeries[]): ServerResult {
  return { series: [...all], problems: [], ...(cores !== undefined && { machine: { cores } }) };
}

const load = (max: number) => series('load', 'number', max);
const cpu = (max: number, more: Partial<ServerSeries> = {}) => series('cpu', 'cores', max, more);

test.each<[string, ServerResult | undefined, object | null]>([
  ['no probe', undefined, null],
  ['no series', server(4), null],
  ['nobody knows of how many cores', server(undefined, cpu(1), load(2)), null],
  [
    'the service beside the machine',
    server(4, cpu(1)),
    { from: 'cpu', of: null, cores: 4, min: 0.0625, mean: 0.125, max: 0.25 },
  ],
  ['the service itself, and not the load', server(4, cpu(1), load(3)), { from: 'cpu', max: 0.25 }],
  [
    'a container by what it is allowed',
    server(4, cpu(1.5, { of: 'backend', limit: 2 })),
    { from: 'cpu', of: 'backend', cores: 2, max: 0.75 },
  ],
  [
    'the busiest of two',
    server(8, cpu(1, { of: 'a', limit: 4 }), cpu(1, { of: 'b', limit: 2 })),
    { of: 'b', max: 0.5 },
  ],
  [
    'containers are parts: the load tells more',
    server(4, cpu(0.26, { of: 'a' }), cpu(0.35, { of: 'b' }), load(1.52)),
    { from: 'load', of: null, cores: 4, max: 0.38 },
  ],
  [
    'containers alone: their sum',
    server(4, cpu(1, { of: 'a' }), cpu(1, { of: 'b' })),
    { from: 'cpu', of: null, max: 0.5 },
  ],
  ['a single container alone', server(4, cpu(1, { of: 'a' })), { from: 'cpu', of: 'a', max: 0.25 }],
  ['only the load', server(4, load(6)), { from: 'load', max: 1.5 }],
  ['an idle one', server(4, cpu(0)), null],
  ['a limit of nothing', server(undefined, cpu(1, { of: 'a', limit: 0 })), null],
  ['a series that only begins alike', server(4, series('loaded pages', 'number', 2)), null],
])('share: %s', (_, figures, share) => {
  const found = cpuShareOf(figures);
  if (share === null) expect(found).toBeNull();
  else expect(found).toMatchObject(share);
});

const reported = { from: 'load', of: null, cores: 4, min: 0.22, mean: 0.3, max: 0.38 } as const;

test('310 /s at a peak of 38 %: about 650 at 80 %, 410 at 50 %', () => {
  const projection = projectCapacity(310, reported);
  expect(projection?.most).toBeCloseTo(652.6, 1);
  expect(projection?.careful).toBeCloseTo(407.9, 1);
  expect(projection?.isFar).toBe(false);
});

test('growth: 465 /s take 57 %, 620 take 76 %, 775 take 95 %', () => {
  const projection = projectCapacity(310, reported);
  const rows = projectGrowth(projection ?? fail()).map(({ perSecond, share }) => [
    perSecond,
    Math.round(share * 100),
  ]);
  expect(rows).toEqual([
    [310, 38],
    [465, 57],
    [620, 76],
    [775, 95],
  ]);
});

function fail(): never {
  throw new Error('there is no projection');
}

test.each([
  ['nothing answered', 0, reported],
  ['nothing known', 310, null],
  ['idle processors', 310, { ...reported, max: 0 }],
])('none: %s', (_, perSecond, share) => {
  expect(projectCapacity(perSecond, share)).toBeNull();
});

test.each([
  [0.2, false],
  [0.19, true],
])('a peak of %d is far from 80 %%: %s', (max, isFar) => {
  expect(projectCapacity(100, { ...reported, max })?.isFar).toBe(isFar);
});

test('above 80 % there is less left than was measured', () => {
  expect(projectCapacity(100, { ...reported, max: 1 })?.most).toBeCloseTo(80);
});

test.each<[string, number, number | null, number | null]>([
  ['as projected', 650, 700, null],
  ['a fifth less, about', 550, 560, null],
  ['far less', 400, 420, 0.6316],
  ['far more', 1000, 1100, -0.3474],
  ['at least more than projected', 900, null, -0.2749],
  ['nothing broke below the projection', 400, null, null],
  ['nothing at all', 0, 0, null],
])('off what was measured: %s', (_, perSecond, high, off) => {
  const projection = projectCapacity(310, reported) ?? fail();
  const found = offMeasured(projection, { perSecond, low: perSecond, high });
  if (off === null) expect(found).toBeNull();
  else expect(found).toBeCloseTo(off, 3);
});

describe('the rate that belongs to the peak', () => {
  const stage = (responsesPerSecond: number) => ({
    ...third,
    number: 1,
    metrics: { ...(third.metrics as NonNullable<Result['metrics']>), responsesPerSecond },
  });
  const step = (side: 'target' | 'base', throughputPerSecond: number) => ({
    side,
    steps: [{ throughputPerSecond }],
  });

  test.each<[string, object, number]>([
    ['of a constant load', {}, 310.53],
    ['of the busiest stage', { stages: [stage(100), stage(900), stage(200)] }, 900],
    [
      'of the best step, of the target',
      { search: { searches: [step('target', 700), step('base', 999)] } },
      700,
    ],
    ['of nothing', { metrics: null }, 0],
  ])('%s', (_, changes, perSecond) => {
    expect(peakRate({ ...third, ...changes } as Result)).toBe(perSecond);
  });
});
