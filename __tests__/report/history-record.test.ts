import { historyRecordSchema } from '../../src/evidence/history/record.ts';
import {
  bytesOf,
  LARGEST_RECORD,
  pathOfRecord,
  readRecordText,
  writeRecordText,
} from '../../src/evidence/history/record-text.ts';
import { planConditions, selectRecords } from '../../src/evidence/history/select-records.ts';
import { fitRecord } from '../../src/report/history/fit-record.ts';
import { type RecordContext, toRecord } from '../../src/report/history/record.ts';
import { arbitraryRecord } from '../evidence/arbitrary-record.ts';
import { makeRecord } from '../evidence/make-history.ts';
import { quantilesOf } from '../evidence/quantiles.ts';
import fc from '../fast-check.ts';
import { makeMeasurement, makePlan, makeReport, makeRun, makeVerdict } from './make-report.ts';

const CONTEXT: RecordContext = {
  suite: 'realistic-00000000',
  run: { id: '42', attempt: 1 },
  event: 'schedule',
  ref: 'main',
  policy: 'nightly',
  release: null,
  durationByHand: false,
};

const sizeOf = (record: ReturnType<typeof fitRecord>) => bytesOf(writeRecordText(record));

describe('a run’s record', () => {
  test('holds the figures that a later run is compared with, and is what the format allows', () => {
    const report = makeReport();
    const record = toRecord(report, CONTEXT);
    expect(historyRecordSchema.parse(record)).toEqual(record);
    expect(record).toMatchObject({
      format: 'tailgate-history/1',
      name: 'realistic',
      at: '2026-11-22T09:58:00.000Z',
      commit: report.run.headSha,
      verdict: 'pass',
      excluded: null,
      whole: { requests: 6200, latencyMs: { p50: 18.3, p99: 83.1 }, throughputPerSecond: 310, errorRate: 0 },
      conditions: { stages: [{ connections: 10, durationSeconds: 20 }], model: 'closed' },
    });
    expect(record?.endpoints).toHaveLength(15);
    expect(record).not.toHaveProperty('endpointsLeftOut');
    expect(record && readRecordText(pathOfRecord(record), writeRecordText(record))).toEqual({ record });
  });

  test('says how a run that wrote changed within itself, which one with a base doesn’t', () => {
    const measured = makeMeasurement();
    const [first] = measured.whole.batches;
    const batches = Array.from({ length: 10 }, (_, i) => ({
      ...(first as NonNullable<typeof first>),
      throughputPerSecond: 310 * 0.9 ** (i / 9),
    }));
    const falling = { ...measured, writes: 1240, whole: { ...measured.whole, batches } };
    const record = toRecord(makeReport({ measurement: falling }), CONTEXT);
    expect(record?.within).toEqual({ writes: 1240, throughput: expect.closeTo(-0.1, 6), latency: null });
    expect(record && readRecordText(pathOfRecord(record), writeRecordText(record))).toEqual({ record });
    const base = { origin: 'http://127.0.0.1:8081' };
    const beside = makeReport({ measurement: falling, plan: { ...makePlan(), base } });
    expect(toRecord(beside, CONTEXT)).not.toHaveProperty('within');
    expect(toRecord(makeReport({ measurement: { ...falling, writes: 0 } }), CONTEXT)).not.toHaveProperty(
      'within',
    );
  });

  test('is comparable with the next run of the same plan', () => {
    const record = toRecord(makeReport(), CONTEXT);
    expect(record && selectRecords([record], planConditions(makePlan())).comparable).toEqual([record]);
  });

  test('there is none of a run that measured nothing', () => {
    expect(toRecord(makeReport({ measurement: null }), CONTEXT)).toBeNull();
    expect(toRecord(makeReport({ measurement: makeMeasurement({ requests: 0 }) }), CONTEXT)).toBeNull();
  });

  test.each(['3f1c0de', 'HEAD', '', null])('a commit that is none (%s) is not kept', (headSha) => {
    expect(toRecord(makeReport({ run: makeRun({ headSha }) }), CONTEXT)?.commit).toBeNull();
  });
});

describe('what is never compared with', () => {
  const excluded = (report: Parameters<typeof makeReport>[0], context: Partial<RecordContext> = {}) =>
    toRecord(makeReport(report), { ...CONTEXT, ...context })?.excluded;
  const lost = { side: 'target', afterSeconds: 3, detail: 'it refused every connection' } as const;
  const ran = { afterSeconds: 3, plannedSeconds: 20 };

  test('a cancelled run, a lost target, a lost login', () => {
    expect(excluded({ measurement: makeMeasurement({ ended: { how: 'cancelled', ran } }) })).toBe(
      'it was cancelled',
    );
    expect(excluded({ measurement: makeMeasurement({ ended: { how: 'target-lost', ...lost } }) })).toBe(
      'the target went down during the run',
    );
    expect(excluded({ measurement: makeMeasurement({ ended: { how: 'login-lost', ...lost } }) })).toBe(
      'its login was lost during the run',
    );
    expect(excluded({ measurement: makeMeasurement({ ended: { how: 'login-limited', ...lost } }) })).toBe(
      'a rate limiter rejected its login during the run',
    );
  });

  test('an invalid run; but not one that failed or was inconclusive', () => {
    const of = (outcome: 'invalid' | 'fail' | 'inconclusive') =>
      excluded({ verdict: makeVerdict({ outcome }) });
    expect(of('invalid')).toBe('its verdict is invalid');
    expect([of('fail'), of('inconclusive')]).toEqual([null, null]);
  });

  test('a run whose duration was set by hand, and a partial one', () => {
    expect(excluded({}, { durationByHand: true })).toBe('its duration was set by hand');
    expect(excluded({ measurement: makeMeasurement({ measuredSeconds: 17 }) })).toBe(
      'it is partial: 17.0 s were measured of 20.0 s',
    );
    expect(excluded({ measurement: makeMeasurement({ measuredSeconds: 18.5 }) })).toBeNull();
    expect(excluded({ measurement: makeMeasurement({ measuredSeconds: 20, rounds: 2 }) })).toMatch(/partial/);
  });

  test('against a base a run ends when it is decided, which makes it no partial one', () => {
    const plan = makePlan({ base: { origin: 'http://127.0.0.1:8081' } });
    expect(excluded({ plan, measurement: makeMeasurement({ measuredSeconds: 8 }) })).toBeNull();
  });

  test('what somebody started by hand, unless a terminal says that it is a night', () => {
    expect(excluded({}, { event: 'workflow_dispatch' })).toBe('it was started by hand');
    expect(excluded({}, { event: 'terminal', policy: 'pull-request' })).toBe('it was started by hand');
    expect(excluded({}, { event: 'terminal', policy: 'nightly' })).toBeNull();
    expect(excluded({}, { event: 'release', policy: 'release', release: 'v1.0.0' })).toBeNull();
  });
});

describe('a record’s size', () => {
  test('is at most 64 KiB, and it stays readable, whatever it holds', () => {
    fc.assert(
      fc.property(arbitraryRecord(400), (record) => {
        const fitted = fitRecord(record);
        expect(sizeOf(fitted)).toBeLessThanOrEqual(LARGEST_RECORD);
        expect(readRecordText(pathOfRecord(fitted), writeRecordText(fitted))).toEqual({ record: fitted });
        expect(fitted.endpoints.length + (fitted.endpointsLeftOut ?? 0)).toBe(record.endpoints.length);
        expect(fitted.whole).toEqual(record.whole);
      }),
      { numRuns: 30 },
    );
  }, 60_000);

  const large = (requests: number, name: (i: number) => string, path = '/api/v1/things') =>
    makeRecord({
      conditions: {
        mix: Array.from({ length: requests }, (_, i) => ({
          name: name(i),
          method: 'GET',
          path,
          share: 1 / requests,
        })),
      },
      endpoints: Array.from({ length: requests }, (_, i) => ({
        name: name(i),
        requests: requests - i,
        latencyMs: quantilesOf(12.345),
        throughputPerSecond: 1.5,
        errorRate: 0,
      })),
    });

  test('a scenario of usual size is kept whole', () => {
    const record = large(60, (i) => `request number ${i}`);
    expect(fitRecord(record)).toEqual(record);
  });

  test('long paths go first, then the rarest requests’ figures, and it says how many', () => {
    const paths = fitRecord(large(60, (i) => `request ${i}`, `/${'x'.repeat(4000)}`));
    expect(paths.endpoints).toHaveLength(60);
    expect(paths.conditions.mix[0]?.path).toHaveLength(100);
    const many = fitRecord(large(400, (i) => `request number ${i} of a long list`));
    expect(many.endpoints.length).toBeGreaterThan(20);
    expect(many.endpoints.length).toBeLessThan(400);
    expect(many.endpointsLeftOut).toBe(400 - many.endpoints.length);
    expect(many.endpoints.map(({ requests }) => requests)).toEqual(many.endpoints.map((_, i) => 400 - i));
    expect(many.conditions.mix).toHaveLength(400);
    expect(sizeOf(many)).toBeGreaterThan(0.95 * LARGEST_RECORD);
  });

  test('2,000 requests are still comparable: each is too rare to tell two mixes apart', () => {
    const record = fitRecord(large(2000, (i) => `request number ${i} of a long list`));
    expect(sizeOf(record)).toBeLessThanOrEqual(LARGEST_RECORD);
    expect(record.excluded).toBeNull();
    expect(record.endpointsLeftOut).toBe(2000);
    const whole = large(2000, (i) => `request number ${i} of a long list`);
    const now = { ...planConditions(makePlan()), mix: whole.conditions.mix } as Parameters<
      typeof selectRecords
    >[1];
    expect(selectRecords([record], now).comparable).toEqual([record]);
  });

  test('what matters and does not fit is never compared with', () => {
    const record = fitRecord(large(190, (i) => `${'\u0001'.repeat(97)}${i}`));
    expect(sizeOf(record)).toBeLessThanOrEqual(LARGEST_RECORD);
    expect(record.excluded).toBe('its scenario is too large to be recorded');
  });

  test('flows of usual size are kept whole, and those that do not fit leave a record that is never compared with', () => {
    const flows = (count: number, steps: number) =>
      Array.from({ length: count }, (_, i) => ({
        name: `flow ${i}`,
        share: 1 / count,
        steps: Array.from({ length: steps }, (_, j) => ({
          name: `POST /api/v1/organizations/{{org}}/things/${i}/${j}`,
          thinkSeconds: [1, 3] as [number, number],
        })),
      }));
    const withFlows = (count: number, steps: number) =>
      makeRecord({ conditions: { flows: flows(count, steps) } });
    expect(fitRecord(withFlows(10, 10))).toEqual(withFlows(10, 10));
    const large = fitRecord(withFlows(20, 50));
    expect(sizeOf(large)).toBeLessThanOrEqual(LARGEST_RECORD);
    expect(readRecordText(pathOfRecord(large), writeRecordText(large))).toEqual({ record: large });
    expect(large.excluded).toBe('its scenario is too large to be recorded');
    expect(large.conditions).not.toHaveProperty('flows');
    expect(large.whole).toEqual(withFlows(20, 50).whole);
  });

  test('more requests than the format allows for are cut to it', () => {
    const record = fitRecord(large(2600, (i) => `${i}`, '/'));
    expect(historyRecordSchema.safeParse(record).success).toBe(true);
    expect(sizeOf(record)).toBeLessThanOrEqual(LARGEST_RECORD);
  });
});
