import type { Plan } from '../../src/config/plan.ts';
import type { HistoryRecord } from '../../src/evidence/history/record.ts';
import { seriesOf } from '../../src/evidence/history/series.ts';
import type { Comparison } from '../../src/evidence/result/comparison.ts';
import { compareStored } from '../../src/judgement/interleaved/stored.ts';
import { judge } from '../../src/judgement/judge.ts';
import { readHistoryBaseline } from '../../src/judgement/regressions/history/baseline.ts';
import { judgeErrors } from '../../src/judgement/regressions/history/errors.ts';
import { findChanges, findRegime } from '../../src/judgement/regressions/history/regimes.ts';
import type { Verdict } from '../../src/judgement/verdict.ts';
import { markOf } from '../../src/report/view/badges.ts';
import { wordsIn } from '../../src/report/words/language.ts';
import { makeNights, makeRecord, makeStage } from '../evidence/make-history.ts';
import { quantilesOf } from '../evidence/quantiles.ts';
import { type MeasurementShape, makeMeasurement, makePlan } from './make.ts';

const SOURCE = { kind: 'history', ref: null, written: 'history' } as const;
const PLACE = 'the folder .tailgate/history';

const gated = makePlan({
  whole: {
    p99: { limit: null, regression: 0.1 },
    throughput: { limit: null, regression: 0.1 },
    errors: { limit: null, regression: 0.005 },
  },
  baseline: SOURCE,
});

/** The same with limits that hold. */
const limited = makePlan({
  whole: {
    p99: { limit: 500, regression: 0.1 },
    throughput: { limit: 10, regression: 0.1 },
    errors: { limit: 0.9, regression: 0.005 },
  },
  baseline: SOURCE,
});

function judgeAgainst(
  records: readonly HistoryRecord[],
  whole: MeasurementShape['whole'] = {},
  plan: Plan = gated,
): Verdict {
  const baseline = readHistoryBaseline(plan, SOURCE, { records, skipped: [] }, PLACE);
  return judge(plan, makeMeasurement({ whole }, plan), baseline).verdict;
}

function row(verdict: Verdict, metric: string, endpoint: string | null = null): Comparison {
  const found = verdict.comparisons.find((one) => one.metric === metric && one.endpoint === endpoint);
  if (!found) throw new Error(`no row for ${metric}`);
  return found;
}

describe('twelve quiet nights gate', () => {
  const nights = makeNights(12);

  test('a run like them passes, and its row says what was compared', () => {
    const verdict = judgeAgainst(nights);
    expect(verdict).toMatchObject({ outcome: 'pass', causes: [], warnings: [] });
    expect(verdict.comparisons.map(({ finding }) => finding)).toEqual(['within', 'within', 'within']);
    const { baseline, change, interval, regression, finding } = row(verdict, 'p99');
    expect(baseline).toBeGreaterThan(85);
    expect(baseline).toBeLessThan(89);
    expect(Math.abs(change ?? 1)).toBeLessThan(0.05);
    expect(interval?.[0]).toBeLessThan(change ?? 0);
    expect(interval?.[1]).toBeGreaterThan(change ?? 0);
    expect(finding).toBe('within');
    expect(regression).toMatchObject({ gates: true, tolerance: 0.1, runs: 12 });
    expect(regression?.detectable).toBeGreaterThanOrEqual(0.1);
  });

  test('20 % on P99 fail', () => {
    const verdict = judgeAgainst(nights, { p99Ms: 83.1 * 1.2, medianMs: 18.3 });
    expect(verdict.outcome).toBe('fail');
    const p99 = row(verdict, 'p99');
    expect(verdict.causes).toEqual([
      {
        code: 'regressed',
        metric: 'p99',
        endpoint: null,
        against: 'baseline',
        before: p99.baseline,
        figure: p99.target,
        change: p99.change,
        tolerance: 0.1,
        main: null,
      },
    ]);
    expect(p99.change).toBeCloseTo(0.2, 1);
    expect(p99.finding).toBe('regressed');
    expect(row(verdict, 'throughput').finding).toBe('within');
  });

  test('20 % less throughput fails, 20 % more is an improvement', () => {
    expect(row(judgeAgainst(nights, { requests: 4976 }), 'throughput').finding).toBe('regressed');
    const better = judgeAgainst(nights, { requests: 7464 });
    expect(better.outcome).toBe('pass');
    expect(row(better, 'throughput').finding).toBe('improved');
  });

  test('a change that is real but smaller than the tolerance passes', () => {
    const still = makeNights(12, () => ({}), { spread: 0.002 });
    const verdict = judgeAgainst(still, { p99Ms: 83.1 * 1.07 });
    expect(verdict.outcome).toBe('pass');
    expect(row(verdict, 'p99').finding).toBe('within');
  });

  test('a change beyond the tolerance that noisy nights explain passes, and the row says what they can show', () => {
    const noisy = makeNights(12, () => ({}), { spread: 0.2, seed: 4 });
    const verdict = judgeAgainst(noisy, { p99Ms: 83.1 * 1.2 });
    expect(verdict.outcome).toBe('pass');
    const { notes, regression } = row(verdict, 'p99');
    expect(regression?.detectable).toBeGreaterThan(0.2);
    expect(notes).toEqual([{ code: 'none-shown', detectable: regression?.detectable, runs: 12 }]);
  });

  test('what it says it can show is what fails', () => {
    const detectable = row(judgeAgainst(nights), 'p99').regression?.detectable ?? 0;
    const factors = [1.02, 1.06, 1.09, 1.12, 1.15, 1.18, 1.25];
    const rows = factors.map((factor) => row(judgeAgainst(nights, { p99Ms: 83.1 * factor }), 'p99'));
    expect(rows.map(({ finding }) => finding === 'regressed')).toEqual(
      rows.map(({ change }) => (change ?? 0) > detectable),
    );
    expect(new Set(rows.map(({ finding }) => finding === 'regressed')).size).toBe(2);
  });

  test('nothing but failures is a regression of throughput, whatever the spread', () => {
    const verdict = judgeAgainst(nights, { statuses: { 500: 6220 } });
    expect(verdict.outcome).toBe('fail');
    expect(row(verdict, 'throughput')).toMatchObject({ finding: 'regressed', change: -1 });
  });

  test('successes in one part of the run only are a regression of throughput as well', () => {
    const measurement = makeMeasurement({ whole: { wobble: 0 } }, gated);
    const { whole } = measurement;
    const batches = whole.batches.map((batch, i) => (i === 0 ? batch : { ...batch, throughputPerSecond: 0 }));
    const baseline = readHistoryBaseline(gated, SOURCE, { records: nights, skipped: [] }, PLACE);
    const gone = { ...measurement, whole: { ...whole, batches, throughputPerSecond: 31.1 } };
    const { verdict } = judge(gated, gone, baseline);
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes).toMatchObject([
      { code: 'regressed', metric: 'throughput', figure: 31.1, change: expect.closeTo(-0.9, 2) },
    ]);
  });

  test('`stored: warn` speaks of one stored number, and not of a history', () => {
    const plan = { ...gated, gate: { ...gated.gate, stored: 'warn' as const } };
    expect(judgeAgainst(nights, { p99Ms: 83.1 * 1.4 }, plan).outcome).toBe('fail');
  });
});

describe('a history that is too short', () => {
  test('nine nights advise: a regression warns, and limits decide', () => {
    const verdict = judgeAgainst(makeNights(9), { p99Ms: 83.1 * 1.4 }, limited);
    expect(verdict.outcome).toBe('pass');
    expect(verdict.warnings).toEqual([
      { code: 'regressed-warns', metric: 'p99', endpoint: null, history: { runs: 9, gatesFrom: 12 } },
    ]);
    expect(row(verdict, 'p99').regression).toMatchObject({ finding: 'regressed', gates: false });
    const advises = { code: 'history-advises', runs: 9, gatesFrom: 12 };
    expect(row(verdict, 'throughput').notes).toEqual([{ ...advises, detectable: null }]);
    const wild = judgeAgainst(
      makeNights(9, () => ({}), { spread: 0.2 }),
      {},
      limited,
    );
    const { notes, regression } = row(wild, 'p99');
    expect(regression?.detectable).toBeGreaterThan(0.1);
    expect(notes).toEqual([{ ...advises, detectable: regression?.detectable }]);
  });

  test('where none has regressed, the rows of a pass say how many runs there are', () => {
    const regressions = (nights: number) =>
      judgeAgainst(makeNights(nights), {}, limited).comparisons.map(({ regression }) => regression);
    const alike = (expected: object) => Array.from({ length: 3 }, () => expect.objectContaining(expected));
    expect(regressions(11)).toEqual(alike({ runs: 11, gates: false, advises: true }));
    expect(regressions(12)).toEqual(alike({ runs: 12, gates: true }));
  });

  test('much higher, but not shown to be: no word that it is alright', () => {
    const wild = makeNights(9, () => ({}), { spread: 0.5 });
    const p99 = row(judgeAgainst(wild, { p99Ms: 83.1 * 1.84 }, limited), 'p99');
    expect(p99.regression).toMatchObject({ finding: 'undecided', advises: true });
    expect(markOf(p99, wordsIn('en'))).toEqual({
      tone: 'unsure',
      shape: '◇',
      words: 'higher, too few runs to judge',
    });
    const little = { ...p99, against: 'baseline' as const, change: 0.05 };
    expect(markOf(little, wordsIn('en'))?.words).toBe('no regression shown');
  });

  test('no errors in a few runs are shown as such; some errors excuse nothing', () => {
    const errors = (share: number, count = 3) =>
      readHistoryBaseline(
        limited,
        SOURCE,
        { records: makeNights(count, () => ({ errorRate: share })), skipped: [] },
        PLACE,
      ).whole.errorRate;
    expect([errors(0), errors(0.02), errors(0, 0)]).toEqual([0, undefined, undefined]);
    expect(errors(0.02, 8)).toBeCloseTo(0.02, 3);
  });

  test('without any limit nothing could have failed, so that nothing passes', () => {
    const verdict = judgeAgainst(makeNights(9));
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toEqual([
      { code: 'advises-only', metric: 'p99', endpoint: null, runs: 9, gatesFrom: 12, forRelease: false },
    ]);
  });

  test.each([0, 1, 3, 7])('%d nights are not enough, and it says how many are needed', (runs) => {
    const verdict = judgeAgainst(makeNights(runs), {}, limited);
    expect(verdict.outcome).toBe('inconclusive');
    const few = { code: 'too-few-runs', endpoint: null, place: PLACE, runs, since: null };
    const needed = { advisesFrom: 8, gatesFrom: 12 };
    const asked = ['p99', 'throughput', 'errors'].map((metric) => ({ ...few, metric, ...needed }));
    expect(verdict.causes).toEqual(asked);
    expect(verdict.comparisons.map(({ notes }) => notes)).toEqual(asked.map((cause) => [cause]));
  });

  test('where no regression is declared, limits decide, however short it is', () => {
    const plan = makePlan({ baseline: SOURCE });
    expect(judgeAgainst([], {}, plan).outcome).toBe('pass');
    expect(judgeAgainst(makeNights(3), {}, plan).outcome).toBe('pass');
  });

  test('a history that could not be read is no pass', () => {
    const { verdict } = judge(limited, makeMeasurement({}, limited), null);
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toEqual([{ code: 'history-unreadable' }]);
  });
});

describe('a release against a history that only advises', () => {
  const release = (records: readonly HistoryRecord[], p99Ms: number) => {
    const baseline = readHistoryBaseline(limited, SOURCE, { records, skipped: [] }, PLACE, true);
    return judge(limited, makeMeasurement({ whole: { p99Ms } }, limited), baseline).verdict;
  };

  test.each([8, 11])('%d nights: a shown regression is no pass, and neither is any other run', (count) => {
    const regressed = release(makeNights(count), 83.1 * 1.4);
    expect(regressed.outcome).toBe('inconclusive');
    const advises = { code: 'advises-only', endpoint: null, runs: count, gatesFrom: 12, forRelease: true };
    const asked = ['p99', 'throughput', 'errors'].map((metric) => ({ ...advises, metric }));
    expect(regressed.causes).toEqual(asked);
    expect(regressed.warnings).toEqual([
      { code: 'regressed-warns', metric: 'p99', endpoint: null, history: { runs: count, gatesFrom: 12 } },
    ]);
    expect(release(makeNights(count), 83.1)).toMatchObject({ outcome: 'inconclusive', causes: asked });
  });

  test('twelve decide', () => {
    expect(release(makeNights(12), 83.1 * 1.4).outcome).toBe('fail');
    expect(release(makeNights(12), 83.1).outcome).toBe('pass');
  });

  test('nor does one of which too little came back to compare', () => {
    const plan = makePlan({
      whole: { p99: { limit: null, regression: 0.1 }, errors: { limit: 0.9, regression: null } },
      baseline: SOURCE,
    });
    const judged = (forRelease: boolean) => {
      const read = { records: makeNights(9), skipped: [] };
      const baseline = readHistoryBaseline(plan, SOURCE, read, PLACE, forRelease);
      return judge(plan, makeMeasurement({ whole: { requests: 50 } }, plan), baseline).verdict;
    };
    expect(judged(false).outcome).toBe('pass');
    expect(judged(true)).toMatchObject({
      outcome: 'inconclusive',
      causes: [{ code: 'too-few-responses', metric: 'p99', responses: 50, needed: 200, secondsMore: 60 }],
    });
  });
});

describe('a worsening that noisy nights may explain', () => {
  const nights = makeNights(20, () => ({ p99Ms: 83.1 }), { spread: 0.25, seed: 4 });
  const against = (factor: number, forRelease: boolean, plan: Plan = gated) => {
    const baseline = readHistoryBaseline(plan, SOURCE, { records: nights, skipped: [] }, PLACE, forRelease);
    const whole = { p99Ms: 83.1 * factor, medianMs: 18.3 };
    return judge(plan, makeMeasurement({ whole }, plan), baseline).verdict;
  };
  /** The cause that belongs to the row. */
  const chance = ({ change, regression }: Comparison) => ({
    code: 'may-be-chance',
    metric: 'p99',
    endpoint: null,
    worsening: change,
    runs: 20,
    detectable: regression?.detectable,
  });

  test.each([gated, limited])('leaves a release open, and its row reads so', (plan) => {
    const verdict = against(1.5, true, plan);
    expect(verdict.outcome).toBe('inconclusive');
    const p99 = row(verdict, 'p99');
    expect(verdict.causes).toEqual([chance(p99)]);
    expect(p99.change).toBeGreaterThan(0.1);
    expect(p99.regression?.detectable).toBeGreaterThan(p99.change ?? 1);
    expect(verdict.warnings).toEqual([]);
    expect(markOf(p99, wordsIn('en'))).toEqual({
      tone: 'unsure',
      shape: '◇',
      words: 'higher, may be chance',
    });
  });

  test('is a warning for any other run', () => {
    const verdict = against(1.5, false);
    expect(verdict).toMatchObject({ outcome: 'pass', causes: [] });
    expect(verdict.warnings).toEqual([chance(row(verdict, 'p99'))]);
  });

  test('one stalled night among twenty quiet ones explains none', () => {
    const stalled = makeNights(20, (night) => ({ p99Ms: night === 8 ? 3 * 83.1 : 83.1 }));
    expect(judgeAgainst(stalled, { p99Ms: 83.1 * 1.2 }).outcome).toBe('fail');
    expect(judgeAgainst(stalled, { p99Ms: 83.1 * 1.02 }).outcome).toBe('pass');
  });

  test('within the tolerance, nobody asks', () => {
    const verdict = against(1.03, true);
    expect([verdict.outcome, verdict.warnings]).toEqual(['pass', []]);
    expect(row(verdict, 'p99').finding).toBe('undecided');
  });

  test('of throughput it is a fall', () => {
    const slow = makeNights(20, () => ({}), { spread: 0.5, seed: 4 });
    const baseline = readHistoryBaseline(gated, SOURCE, { records: slow, skipped: [] }, PLACE, true);
    const run = (requests: number) =>
      judge(gated, makeMeasurement({ whole: { requests } }, gated), baseline).verdict;
    const fallen = run(4976);
    const worsening = -(row(fallen, 'throughput').change ?? 0);
    expect(worsening).toBeGreaterThan(0.1);
    expect(worsening).toBeLessThan(0.25);
    expect(fallen.causes).toMatchObject([
      { code: 'may-be-chance', metric: 'throughput', worsening, runs: 20 },
    ]);
    expect(run(7464).outcome).toBe('pass');
  });
});

describe('regimes', () => {
  const shifted = makeNights(20, (night) => ({ p99Ms: night < 6 ? 60 : 83.1 }));

  test('a shift at night 6: what came before is forgotten', () => {
    const baseline = readHistoryBaseline(gated, SOURCE, { records: shifted, skipped: [] }, PLACE);
    expect(baseline.history?.whole.p99).toMatchObject({ earlier: 6, unsettled: [] });
    expect(baseline.history?.whole.p99?.points).toHaveLength(14);
    // Throughput did not shift: each figure has its own regime.
    expect(baseline.history?.whole.throughput?.points).toHaveLength(20);
    expect(judgeAgainst(shifted).outcome).toBe('pass');
    expect(judgeAgainst(shifted, { p99Ms: 83.1 * 1.2 }).outcome).toBe('fail');
  });

  test('too few nights after a shift are not enough, and it names the day of the shift', () => {
    const young = makeNights(14, (night) => ({ p99Ms: night < 8 ? 60 : 83.1 }));
    const { notes } = row(judgeAgainst(young), 'p99');
    expect(notes).toMatchObject([
      { code: 'too-few-runs', metric: 'p99', runs: 6, since: '2025-10-09', advisesFrom: 8, gatesFrom: 12 },
    ]);
  });

  test('one bad night is no new regime, and as an outlier hides no regression', () => {
    const outlier = makeNights(15, (night) => ({ p99Ms: night === 14 ? 140 : 83.1 }));
    const verdict = judgeAgainst(outlier, { p99Ms: 83.1 * 1.3 });
    expect(verdict).toMatchObject({ outcome: 'fail', warnings: [] });
    expect(row(verdict, 'p99').regression?.detectable).toBe(0.1);
  });

  test('three bad nights are left out, and told', () => {
    const bad = makeNights(18, (night) => ({ p99Ms: night > 14 ? 140 : 83.1 }));
    const verdict = judgeAgainst(bad, { p99Ms: 83.1 * 1.3 });
    expect(verdict.outcome).toBe('fail');
    expect(verdict.warnings).toEqual([
      { code: 'runs-unsettled', metric: 'p99', endpoint: null, runs: 3, settledFrom: 4 },
    ]);
  });

  test('of a request with a gate of its own they are told as well', () => {
    const nights = makeNights(15);
    const slow = (night: number) => {
      const last = makeRecord({ night });
      const endpoints = last.endpoints.map((one) =>
        one.name === 'create owner' ? { ...one, latencyMs: quantilesOf(900) } : one,
      );
      return { ...last, endpoints };
    };
    const plan = makePlan({
      gate: { endpoints: { 'create owner': { p99: { limit: null, regression: 0.1 } } } },
      baseline: SOURCE,
    });
    const { warnings } = judgeAgainst([...nights, slow(15), slow(16), slow(17)], {}, plan);
    expect(warnings).toEqual([
      { code: 'runs-unsettled', metric: 'p99', endpoint: 'create owner', runs: 3, settledFrom: 4 },
    ]);
  });

  test('a regression that is there for two nights keeps failing', () => {
    const regressed = makeNights(16, (night) => ({ p99Ms: night < 14 ? 83.1 : 110 }));
    expect(judgeAgainst(regressed, { p99Ms: 110 }).outcome).toBe('fail');
  });

  const quiet = makeNights(60, () => ({}), { spread: 0.05, seed: 7 });
  const followedBy = (...p99s: readonly number[]) =>
    [...quiet, ...p99s.map((p99Ms, i) => makeRecord({ night: 60 + i, p99Ms }))].map((record) => ({
      value: record.whole.latencyMs?.p99 ?? 0,
      requests: record.whole.requests,
      at: record.at,
      commit: record.commit,
      machine: 'runner',
    }));

  test.each([
    ['a stalled night and three usual ones', [180, 96, 81, 82]],
    ['two stalled nights and two usual ones', [180, 180, 84, 89]],
    ['a stalled night and ten usual ones', [180, 86, 88, 84, 91, 83, 87, 85, 90, 86, 88]],
    ['three stalled nights and six usual ones', [180, 175, 190, 86, 88, 84, 91, 83, 87]],
  ])('%s leave the nights before them in place', (_, p99s) => {
    const { points, unsettled, earlier } = findRegime('p99', followedBy(...p99s));
    expect([points.length, unsettled.length, earlier]).toEqual([60 + p99s.length, 0, 0]);
  });

  test('four nights beyond halfway settle a change, a fifth that is back or not; three and a good one do not', () => {
    expect(findRegime('p99', followedBy(130, 128, 87, 133))).toMatchObject({ earlier: 0 });
    expect(findRegime('p99', followedBy(130, 128, 133, 131)).earlier).toBe(60);
    expect(findRegime('p99', followedBy(130, 128, 133, 131, 87)).earlier).toBe(60);
    expect(findRegime('p99', followedBy(130, 128, 87, 133, 131)).earlier).toBe(60);
  });

  test('a burst of errors in one night and three calm ones are no change', () => {
    const points = [...Array(30).fill(0.0005), 0.2, 0.0005, 0.0006, 0.0004].map((value, night) => ({
      value,
      requests: 6220,
      at: makeRecord({ night }).at,
      commit: null,
      machine: 'runner',
    }));
    expect(findRegime('errors', points)).toMatchObject({ earlier: 0 });
    expect(findRegime('errors', points).points.length).toBeGreaterThanOrEqual(30);
  });

  test('the first failed request after nights without any is no change', () => {
    const points = [...Array(13).fill(0), 1 / 6220].map((value, night) => ({
      value,
      requests: 6220,
      at: makeRecord({ night }).at,
      commit: null,
      machine: 'runner',
    }));
    expect(findChanges('errors', points)).toEqual([]);
    expect(findRegime('errors', points).points).toHaveLength(14);
  });

  test('errors that began and stayed are one', () => {
    const points = Array.from({ length: 16 }, (_, night) => ({
      value: night < 8 ? 0.001 : 0.02,
      requests: 6220,
      at: makeRecord({ night }).at,
      commit: null,
      machine: 'runner',
    }));
    expect(findChanges('errors', points)).toEqual([8]);
  });
});

describe('errors', () => {
  const quiet = makeNights(14, (night) => ({ errorRate: night % 3 === 0 ? 2 / 6220 : 0 }));

  test('nights without errors, and a run with 2 %: fail', () => {
    const verdict = judgeAgainst(makeNights(14), { statuses: { 500: 124 } });
    expect(verdict.outcome).toBe('fail');
    expect(row(verdict, 'errors')).toMatchObject({ finding: 'regressed', baseline: 0 });
  });

  test('as many as usual pass, fewer than the tolerance more as well', () => {
    expect(row(judgeAgainst(quiet), 'errors').finding).toBe('within');
    expect(row(judgeAgainst(quiet, { statuses: { 500: 19 } }), 'errors').finding).toBe('within');
  });

  test('a few that came together are the accident of one moment', () => {
    const points = seriesOf(
      makeNights(60, () => ({ errorRate: 0.001 })),
      'errors',
      null,
    );
    const found = (burst: number) =>
      judgeErrors({ share: 3 / 50, requests: 50, burst, points, tolerance: 0.005 }).finding;
    expect([found(1), found(1.6)]).toEqual(['regressed', 'undecided']);
  });

  test('where nights differ, what differs from night to night widens the rule', () => {
    const wild = makeNights(14, (night) => ({ errorRate: night % 4 === 0 ? 0.04 : 0.005 }));
    const verdict = judgeAgainst(wild, { statuses: { 500: 187 } }, limited);
    const errors = row(verdict, 'errors');
    expect(errors.finding).toBe('undecided');
    expect(errors.regression?.detectable).toBeGreaterThan(errors.change ?? 1);
    expect(errors.notes).toEqual([
      { code: 'none-shown', detectable: errors.regression?.detectable, runs: 14 },
    ]);
    // The same mean without the unrest shows it.
    const calm = makeNights(14, () => ({ errorRate: 0.01375 }));
    expect(row(judgeAgainst(calm, { statuses: { 500: 187 } }, limited), 'errors').finding).toBe('regressed');
  });

  test('a night that failed by the half is no measure of speed', () => {
    const outage = makeNights(14, (night) => (night === 5 ? { errorRate: 0.5, p99Ms: 4 } : {}));
    const baseline = readHistoryBaseline(gated, SOURCE, { records: outage, skipped: [] }, PLACE);
    expect(baseline.history?.whole.p99?.points).toHaveLength(13);
    expect(baseline.history?.whole.errors?.points.length).toBeGreaterThan(12);
  });
});

describe('endpoints', () => {
  const plan = makePlan({
    whole: { p99: { limit: 500, regression: null } },
    gate: { endpoints: { 'create owner': { p99: { limit: null, regression: 0.1 } } } },
    baseline: SOURCE,
  });

  test('each has a history of its own', () => {
    const baseline = readHistoryBaseline(plan, SOURCE, { records: makeNights(14), skipped: [] }, PLACE);
    const slow = makeMeasurement({ endpoints: { 'create owner': { p99Ms: 160 } } }, plan);
    const { verdict } = judge(plan, slow, baseline);
    expect(row(verdict, 'p99', 'create owner').finding).toBe('regressed');
    expect(verdict.outcome).toBe('fail');
    expect(judge(plan, makeMeasurement({}, plan), baseline).verdict.outcome).toBe('pass');
  });

  test('one that no record knows is not enough', () => {
    const records = makeNights(14, () => ({ endpoints: [] }));
    const baseline = readHistoryBaseline(plan, SOURCE, { records, skipped: [] }, PLACE);
    const { verdict } = judge(plan, makeMeasurement({}, plan), baseline);
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toMatchObject([
      { code: 'too-few-runs', metric: 'p99', endpoint: 'create owner', runs: 0 },
    ]);
  });

  test.each(['constructor', '__proto__', 'toString'])('a request may be called %s', (name) => {
    const [first, ...others] = plan.scenario.requests;
    if (!first) throw new Error('the plan has no request');
    const named: Plan = {
      ...plan,
      scenario: { logins: [], requests: [{ ...first, name }, ...others] },
      gate: {
        ...plan.gate,
        endpoints: Object.fromEntries([[name, { p99: { limit: null, regression: 0.1 } }]]),
      },
    };
    const mix = [
      { name, method: 'GET', path: '/', share: 0.8 },
      { name: 'create owner', method: 'POST', path: '/', share: 0.2 },
    ];
    const records = makeNights(14, () => ({ conditions: { mix }, endpoints: [] }));
    const baseline = readHistoryBaseline(named, SOURCE, { records, skipped: [] }, PLACE);
    const { verdict } = judge(named, makeMeasurement({}, named), baseline);
    expect(row(verdict, 'p99', name).notes).toMatchObject([
      { code: 'too-few-runs', endpoint: name, runs: 0 },
    ]);
  });
});

describe('what is comparable', () => {
  test('runs under other conditions are left out and counted; excluded ones never count', () => {
    const records = makeNights(20, (night) =>
      night % 5 === 1
        ? { conditions: { stages: [makeStage({ connections: 50 })] }, p99Ms: 500 }
        : night % 5 === 3
          ? { excluded: 'it was cancelled', p99Ms: 2 }
          : {},
    );
    const baseline = readHistoryBaseline(gated, SOURCE, { records, skipped: [] }, PLACE);
    expect(baseline.history).toMatchObject({ runs: 12, leftOut: 4, excluded: 4 });
    const verdict = judgeAgainst(records);
    expect(verdict.outcome).toBe('pass');
    expect(verdict.warnings).toEqual([{ code: 'runs-left-out', runs: 4 }]);
  });

  test('where none is comparable, the comparison is refused by the newest run’s conditions', () => {
    const verdict = judgeAgainst(
      makeNights(14, () => ({ conditions: { stages: [makeStage({ connections: 50 })] } })),
    );
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toEqual([
      {
        code: 'conditions-differ',
        of: 'history',
        source: PLACE,
        differences: [{ condition: 'connections', stage: null, before: 50, now: 10 }],
      },
    ]);
  });

  test('another machine and another duration are noted, and compared', () => {
    const verdict = judgeAgainst(
      makeNights(14, () => ({
        conditions: { machine: 'a laptop', stages: [makeStage({ durationSeconds: 120 })] },
      })),
    );
    expect(verdict.outcome).toBe('pass');
    const noted = verdict.warnings.map((warning) => 'difference' in warning && warning.difference);
    expect(noted).toEqual([
      { condition: 'duration', stage: null, before: 120, now: 20 },
      { condition: 'machine', before: 'a laptop', now: 'linux x64, 2 cores' },
    ]);
  });

  test('a run much shorter than the nights is not failed by its own noise', () => {
    const nights = makeNights(14, () => ({ requests: 622_000 }), { spread: 0.01 });
    const short = { requests: 1000, p99Ms: 83.1 * 1.3, wobble: 0.25 };
    expect(row(judgeAgainst(nights, short), 'p99').finding).not.toBe('regressed');
    const long = { ...short, requests: 622_000 };
    expect(row(judgeAgainst(nights, long), 'p99').finding).toBe('regressed');
  });

  test('files that could not be read are told', () => {
    const read = {
      records: makeNights(12),
      skipped: ['v1/x.json is left out of the history: it is broken.'],
    };
    const baseline = readHistoryBaseline(gated, SOURCE, read, PLACE);
    const { verdict } = judge(gated, makeMeasurement({}, gated), baseline);
    expect(verdict.warnings).toEqual([{ code: 'record-skipped', detail: read.skipped[0] }]);
  });
});

describe('as it stood then', () => {
  const records = makeNights(20, (night) => ({
    p99Ms: night < 14 ? 60 : 83.1,
    release: night === 12 ? 'v1.0.0' : null,
  }));
  const read = { records, skipped: [] };

  test('history@REF ends with that run', () => {
    const at = (ref: string) =>
      readHistoryBaseline(gated, { kind: 'history', ref, written: `history@${ref}` }, read, PLACE);
    expect(at('v1.0.0').history?.runs).toBe(13);
    expect(at('v1.0.0').whole.latencyMs?.p99).toBeLessThan(65);
    expect(at(records[15]?.commit?.slice(0, 9) ?? '').history?.runs).toBe(16);
    expect(judge(gated, makeMeasurement({}, gated), at('v1.0.0')).verdict.outcome).toBe('fail');
  });

  test('a ref that nobody recorded is the user’s mistake, and the message lists what there is', () => {
    expect(() =>
      readHistoryBaseline(gated, { kind: 'history', ref: 'v9', written: 'history@v9' }, read, PLACE),
    ).toThrow(
      /^baseline: history@v9 names no run that is recorded in the folder \.tailgate\/history; .*are v1\.0\.0, /,
    );
  });
});

test('beside a base the history is told, and gates nothing', () => {
  const records = makeNights(12, () => ({ p99Ms: 10 }));
  const plan = { ...gated, base: { origin: 'http://127.0.0.1:8081' } };
  const baseline = readHistoryBaseline(plan, SOURCE, { records, skipped: [] }, PLACE);
  expect(compareStored(plan, makeMeasurement({}, plan), baseline)).toEqual([
    {
      code: 'stored-beside',
      source: 'history',
      changes: [
        { metric: 'p99', change: expect.closeTo(7.7, 0) },
        { metric: 'throughput', change: expect.closeTo(0, 2) },
        { metric: 'errors', change: 0 },
      ],
    },
  ]);
});
