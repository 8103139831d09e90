import { asOf, lastRelease, listRefs, sinceLastRelease } from '../../src/evidence/history/as-of.ts';
import { inOrder, withoutTwins } from '../../src/evidence/history/order.ts';
import { readRecords } from '../../src/evidence/history/read-records.ts';
import { historyRecordSchema } from '../../src/evidence/history/record.ts';
import {
  LARGEST_RECORD,
  pathOfRecord,
  readRecordPath,
  readRecordText,
  writeRecordText,
} from '../../src/evidence/history/record-text.ts';
import { planConditions, selectAsNewest, selectRecords } from '../../src/evidence/history/select-records.ts';
import { seriesOf } from '../../src/evidence/history/series.ts';
import { areTooMany } from '../../src/evidence/too-many-errors.ts';
import fc from '../fast-check.ts';
import { makeMeasurement, makePlan } from '../judgement/make.ts';
import { arbitraryRecord } from './arbitrary-record.ts';
import { makeNights, makeRecord, makeStage } from './make-history.ts';
import { quantilesOf } from './quantiles.ts';

describe('a record’s text', () => {
  test('whatever the format allows comes back as it was', () => {
    fc.assert(
      fc.property(arbitraryRecord(), (record) => {
        const text = writeRecordText(record);
        const read = readRecordText(pathOfRecord(record), text);
        if (Buffer.byteLength(text) > LARGEST_RECORD) expect(read).toHaveProperty('why');
        else expect(read).toEqual({ record });
      }),
      { numRuns: 200 },
    );
  });

  test('no text at all makes the reader throw', () => {
    const path = pathOfRecord(makeRecord());
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(readRecordText(path, text)).toHaveProperty('why');
      }),
    );
  });

  const good = makeRecord();
  const changed = (change: object) => JSON.stringify({ ...good, ...change });

  test.each([
    ['', 'it is no valid JSON; it may be cut off'],
    [writeRecordText(good).slice(0, -20), 'it is no valid JSON; it may be cut off'],
    ['[]', 'it is no record of Tailgate (there is no "format")'],
    ['null', 'it is no record of Tailgate (there is no "format")'],
    ['{"format":"tailgate/1"}', 'it is no record of Tailgate (there is no "format")'],
    [
      changed({ format: 'tailgate-history/2' }),
      'it has format tailgate-history/2, and this Tailgate reads up to tailgate-history/1; use a newer one',
    ],
    [changed({ verdict: 'fine' }), 'it is damaged: verdict Invalid option'],
    [changed({ at: 'yesterday' }), 'it is damaged: at Invalid ISO datetime'],
    [
      changed({ whole: { ...good.whole, latencyMs: { ...quantilesOf(80), p99: -1 } } }),
      'it is damaged: whole.latencyMs.p99',
    ],
    [changed({ run: { id: '../1', attempt: 1 } }), 'it is damaged: run.id'],
    [changed({ run: { id: '7', attempt: 1 } }), 'it is the record of another run'],
    [changed({ suite: 'other' }), 'it is the record of another run (other, run 1000, attempt 1)'],
    [`"${'x'.repeat(LARGEST_RECORD)}"`, 'it is larger than 64 KiB'],
  ])('%#: %s', (text, why) => {
    const read = readRecordText(pathOfRecord(good), text);
    expect('why' in read && read.why).toContain(why);
  });

  test('1e999 is no number of JSON’s that counts', () => {
    const text = writeRecordText(good).replace('"throughputPerSecond": 311', '"throughputPerSecond": 1e999');
    expect(readRecordText(pathOfRecord(good), text)).toHaveProperty('why');
  });

  test.each([
    'v1/a/2025-10/1-1.txt',
    'v1/a/1-1.json',
    'v2/a/2025-10/1-1.json',
    'v1/../2025-10/1-1.json',
    'v1/A/2025-10/1-1.json',
    'v1/a/2025-10/../1-1.json',
    'v1/a/2025-10/1.json',
    'README.md',
  ])('%s is no record’s path', (path) => {
    expect(readRecordPath(path)).toBeNull();
  });

  test('the path says suite, run and attempt', () => {
    const path = pathOfRecord(makeRecord({ run: { id: '20251122T134438.3f1c0d', attempt: 2 } }));
    expect(path).toBe('v1/realistic-00000000/2025-10/20251122T134438.3f1c0d-2.json');
    expect(readRecordPath(path)).toEqual({
      suite: 'realistic-00000000',
      id: '20251122T134438.3f1c0d',
      attempt: 2,
    });
  });
});

describe('reading many', () => {
  const file = (record: ReturnType<typeof makeRecord>) => ({
    path: pathOfRecord(record),
    content: { text: writeRecordText(record) },
  });

  test('one broken file never loses the rest, and is told by its path', () => {
    const [first, second] = makeNights(2);
    if (!first || !second) throw new Error('there are two nights');
    const broken = { path: 'v1/realistic-00000000/2025-10/9-1.json', content: { text: '{' } };
    const link = {
      path: 'v1/realistic-00000000/2025-10/8-1.json',
      content: { why: 'it is a symbolic link' },
    };
    const { records, skipped } = readRecords(
      [file(second), broken, link, file(first)],
      Date.parse(second.at),
    );
    expect(records).toEqual([first, second]);
    expect(skipped).toEqual([
      'v1/realistic-00000000/2025-10/9-1.json is left out of the history: it is no valid JSON; it may be cut off.',
      'v1/realistic-00000000/2025-10/8-1.json is left out of the history: it is a symbolic link.',
    ]);
  });

  test('a record of the day after tomorrow is none', () => {
    const [tonight] = makeNights(1);
    if (!tonight) throw new Error('there is a night');
    const now = Date.parse(tonight.at);
    const hour = 3_600_000;
    expect(readRecords([file(tonight)], now - 23 * hour).records).toEqual([tonight]);
    const { records, skipped } = readRecords([file(tonight)], now - 25 * hour);
    expect(records).toEqual([]);
    expect(skipped).toEqual([
      `${pathOfRecord(tonight)} is left out of the history: it says that it was measured at ${tonight.at}, which is yet to come.`,
    ]);
  });

  test.each([
    ['latencyMs.p99', { latencyMs: { ...quantilesOf(80), p99: 0 } }],
    ['latencyMs.p50', { latencyMs: { ...quantilesOf(80), p50: 5e-324 } }],
    ['latencyMs.p99_9', { latencyMs: { ...quantilesOf(80), p99_9: 1e13 } }],
    ['throughputPerSecond', { throughputPerSecond: 1e308 }],
  ])('a record whose %s nothing can have is damaged', (figure, planting) => {
    const [night] = makeNights(1);
    if (!night) throw new Error('there is a night');
    const planted = { ...night, whole: { ...night.whole, ...planting } };
    const { records, skipped } = readRecords([file(planted)], Date.parse(planted.at));
    expect(records).toEqual([]);
    expect(skipped).toEqual([expect.stringContaining(`it is damaged: whole.${figure}`)]);
  });

  test('in the order of time, then of runs and attempts; ids are numbers', () => {
    const at = '2025-10-05T02:00:00.000Z';
    const ids = [
      ['999', 1],
      ['1000', 2],
      ['1000', 1],
      ['1001', 1],
    ] as const;
    const records = ids.map(([id, attempt]) => makeRecord({ at, run: { id, attempt } }));
    const earlier = makeRecord({ at: '2025-10-04T23:00:00Z', run: { id: '5000', attempt: 1 } });
    const ordered = inOrder([...records, earlier]).map(({ run }) => `${run.id}-${run.attempt}`);
    expect(ordered).toEqual(['5000-1', '999-1', '1000-1', '1000-2', '1001-1']);
  });

  test('a run that is there twice counts once, as it began last', () => {
    const [one, again] = [makeRecord({ night: 1 }), makeRecord({ night: 40 })];
    const twins = [one, { ...again, run: one.run }];
    expect(withoutTwins(inOrder(twins))).toEqual([twins[1]]);
  });
});

describe('as of', () => {
  const records = makeNights(10, (night) => ({
    release: night === 3 ? 'v1.0.0' : night === 6 ? 'v1.1.0' : night === 8 ? 'deadbee' : null,
    verdict: night === 8 ? 'fail' : 'pass',
  }));

  test('a tag, a commit, the first digits of one, in any case', () => {
    expect(asOf(records, 'v1.0.0')).toHaveLength(4);
    const commit = records[5]?.commit ?? '';
    expect(asOf(records, commit)).toHaveLength(6);
    expect(asOf(records, commit.slice(0, 8))).toHaveLength(6);
    expect(asOf(records, commit.slice(0, 8).toUpperCase())).toHaveLength(6);
    // A tag may look like a commit.
    expect(asOf(records, 'deadbee')).toHaveLength(9);
  });

  test('a run of the commit once more moves the end', () => {
    const again = [...records, makeRecord({ night: 20, commit: records[0]?.commit ?? null })];
    expect(asOf(again, records[0]?.commit ?? '')).toHaveLength(11);
  });

  test('nobody answers to anything else', () => {
    for (const ref of ['v1', 'main', 'aaaaaa', 'fffffff', '']) expect(asOf(records, ref)).toBeNull();
  });

  test('digits that fit several commits are too few', () => {
    expect(() => asOf(records, 'aaaaaaa')).toThrow(
      'baseline: history@aaaaaaa fits 10 commits: give more digits',
    );
  });

  test('the last release is the last that went out, besides the one that is judged', () => {
    expect(lastRelease(records)?.release).toBe('v1.1.0');
    expect(lastRelease(records, 'v1.1.0')?.release).toBe('v1.0.0');
    expect(lastRelease(makeNights(3))).toBeNull();
    const excluded = makeRecord({ night: 30, release: 'v2.0.0', excluded: 'its verdict is invalid' });
    expect(lastRelease([...records, excluded])?.release).toBe('v1.1.0');
    const open = makeRecord({ night: 31, release: 'v2.1.0', verdict: 'inconclusive' });
    expect(lastRelease([...records, open])?.release).toBe('v1.1.0');
  });

  test('a release is held against the last one, unless a ref is named or none is there', () => {
    const all = { kind: 'history', ref: null, written: 'history' } as const;
    expect(sinceLastRelease(all, records, 'v1.2.0')).toEqual({
      kind: 'history',
      ref: 'v1.1.0',
      written: 'history@v1.1.0',
    });
    expect(sinceLastRelease(all, makeNights(3), 'v1.2.0')).toBe(all);
    const named = { kind: 'history', ref: 'v1.0.0', written: 'history@v1.0.0' } as const;
    expect(sinceLastRelease(named, records, 'v1.2.0')).toBe(named);
  });

  test('what there is, the newest first, releases before commits', () => {
    expect(listRefs(records).slice(0, 3)).toEqual(['deadbee', 'v1.1.0', 'v1.0.0']);
    expect(listRefs(records)).toHaveLength(8);
  });
});

describe('what counts', () => {
  test('the plan’s conditions are those of its runs, as far as they forbid a comparison', () => {
    const plan = makePlan();
    const { tool: _, machine: __, ...planned } = planConditions(plan);
    expect(makeMeasurement({}, plan).conditions).toMatchObject(planned);
  });

  test('excluded, comparable and the others', () => {
    const records = makeNights(6, (night) =>
      night === 1
        ? { excluded: 'it was cancelled' }
        : night === 2
          ? { conditions: { model: 'open', stages: [makeStage({ ratePerSecond: 300 })] } }
          : {},
    );
    const { comparable, leftOut, excluded } = selectRecords(records, planConditions(makePlan()));
    expect([comparable.length, leftOut.length, excluded.length]).toEqual([4, 1, 1]);
    expect(selectAsNewest(records).comparable).toEqual(comparable);
    expect(selectAsNewest([])).toEqual({ comparable: [], leftOut: [], excluded: [] });
  });

  test('a run that was tried four times is one, by its newest attempt that counts', () => {
    const attempts = [1, 2, 3, 4].map((attempt) =>
      makeRecord({
        night: 20 + attempt,
        run: { id: '2000', attempt },
        excluded: attempt === 4 ? 'it was cancelled' : null,
      }),
    );
    const nights = makeNights(12);
    const { comparable, leftOut, excluded } = selectRecords(
      [...nights, ...attempts],
      planConditions(makePlan()),
    );
    expect(comparable).toEqual([...nights, attempts[2]]);
    expect([leftOut.length, excluded.length]).toEqual([0, 1]);
    expect(selectAsNewest([...nights, ...attempts]).comparable).toEqual(comparable);
  });

  test('a service whose errors are many as ever keeps its speed; a night with many more has none', () => {
    const nights = [0.06, 0.07, 0.06, 0.2].map((errorRate, night) => makeRecord({ night, errorRate }));
    for (const metric of ['p99', 'throughput'] as const)
      expect(seriesOf(nights, metric, null).map(({ at }) => at)).toEqual(
        nights.slice(0, 3).map(({ at }) => at),
      );
    expect(seriesOf(nights, 'errors', null)).toHaveLength(4);
  });

  test('five points more are many more, as in the judgement of a run, whatever the digits of 0.07 + 0.05', () => {
    const nights = [0.07, 0.07, 0.07, 0.12].map((errorRate, night) => makeRecord({ night, errorRate }));
    expect(seriesOf(nights, 'p99', null)).toHaveLength(3);
    expect(areTooMany(0.12, 0.07)).toBe(true);
    expect(areTooMany(0.119, 0.07)).toBe(false);
    expect(areTooMany(0.049, 0)).toBe(false);
    expect(areTooMany(0.05, 0)).toBe(true);
  });

  test('a figure that is not there, or has no logarithm, is no point', () => {
    const records = [
      makeRecord({ p99Ms: null }),
      makeRecord({ night: 1, p99Ms: 0 }),
      makeRecord({ night: 2, throughputPerSecond: 0 }),
      makeRecord({ night: 3, requests: 199 }),
      makeRecord({ night: 4, requests: 0 }),
      makeRecord({ night: 5 }),
      // 198 responses, whatever was asked.
      makeRecord({ night: 6, requests: 206, errorRate: 0.04 }),
    ];
    const nights = (metric: 'p99' | 'throughput' | 'errors') =>
      seriesOf(records, metric, null).map(({ at }) => records.findIndex((record) => record.at === at));
    expect(nights('p99')).toEqual([2, 5]);
    expect(nights('throughput')).toEqual([0, 1, 3, 5, 6]);
    expect(nights('errors')).toEqual([0, 1, 2, 3, 5, 6]);
    expect(seriesOf(records, 'p99', 'nobody')).toEqual([]);
  });
});

test('made records are what the format allows', () => {
  expect(historyRecordSchema.safeParse(makeRecord()).success).toBe(true);
});
