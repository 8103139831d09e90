/** What becomes of a recovery, and of a fault on purpose. */
import type { Plan } from '../../src/config/plan.ts';
import type { FaultTrouble } from '../../src/engine/fault/fault-taken.ts';
import type { Measurement } from '../../src/evidence/measurement.ts';
import type { FaultSeen } from '../../src/evidence/recovery/fault.ts';
import type { Recovery } from '../../src/evidence/recovery/recovery.ts';
import { heldErrors } from '../../src/judgement/error-floor.ts';
import { judge } from '../../src/judgement/judge.ts';
import { type MeasurementShape, makeMeasurement, makePlan, type Shape } from './make.ts';

const GATE = { recovery: { limit: 30, regression: null } };
const plan = makePlan({ whole: GATE });

/** @param seconds null: not back */
function recovered(seconds: number | null, of: Recovery['of'] = 'spike'): MeasurementShape {
  return { recovery: { of, fromSeconds: 120, seconds, measuredSeconds: 60 } };
}

function measure(parts: MeasurementShape, whole: Shape = {}): Measurement {
  const measurement = makeMeasurement({ ...parts, whole });
  const { recovery, fault } = measurement;
  Object.assign(measurement.whole, {
    ...(recovery && {
      recoverySeconds: recovery.seconds ?? recovery.measuredSeconds,
      recovered: recovery.seconds !== null,
    }),
    ...(fault && { faultErrorRate: fault.errorRate, faultRequests: fault.requests }),
  });
  return measurement;
}

const judged = (parts: MeasurementShape, of: Plan = plan, whole: Shape = {}) =>
  judge(of, measure(parts, whole), null);

describe('a recovery', () => {
  test.each([0, 4.5, 30])('of %d s keeps a limit of 30 s', (seconds) => {
    const { verdict } = judged(recovered(seconds));
    expect(verdict.outcome).toBe('pass');
    const row = verdict.comparisons.find(({ metric }) => metric === 'recovery');
    expect(row).toMatchObject({ target: seconds, finding: 'within', regression: null, against: null });
  });

  test('that takes longer fails', () => {
    const { verdict, wantsMore } = judged(recovered(30.5));
    expect([verdict.outcome, wantsMore]).toEqual(['fail', false]);
    expect(verdict.causes).toEqual([
      {
        code: 'over-limit',
        metric: 'recovery',
        endpoint: null,
        figure: 30.5,
        bound: 'max',
        limit: 30,
        main: null,
      },
    ]);
  });

  test.each([30, 90])('that did not come fails, whether or not the limit (%d s) is longer', (limit) => {
    const gate = makePlan({ whole: { recovery: { limit, regression: null } } });
    const { verdict } = judged(recovered(null), gate);
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes).toEqual([
      { code: 'not-recovered', of: 'spike', measuredSeconds: 60, limitSeconds: limit },
    ]);
  });

  test('that nobody asked for is only told, and a warning where it did not come', () => {
    const p99 = makePlan();
    expect(judged(recovered(45), p99).verdict).toMatchObject({ outcome: 'pass', warnings: [] });
    expect(judged(recovered(null), p99).verdict).toMatchObject({
      outcome: 'pass',
      warnings: [{ code: 'not-recovered', of: 'spike', measuredSeconds: 60, limitSeconds: null }],
    });
  });

  test('that the load’s end left unseen is open', () => {
    const { verdict } = judged({});
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toEqual([
      { code: 'no-figure', metric: 'recovery', endpoint: null, missing: 'recovery' },
    ]);
  });

  test('that took long by a generator that was late is none of the service’s', () => {
    const { generator } = makeMeasurement();
    const late = { ...generator, loopDelayP99Ms: 400, loopDelay: [400_000, 500], utilisation: 0.9 };
    expect(judged({ ...recovered(45), generator: late }).verdict).toMatchObject({
      outcome: 'invalid',
      causes: [{ code: 'generator-late' }],
    });
  });
});

test('a last stage that is slower than the first is worth a warning', () => {
  const lastStage = { firstP99Ms: 80, p99Ms: 120, isSlower: true };
  const { verdict } = judged({ ...recovered(2), lastStage });
  expect(verdict.warnings).toEqual([{ code: 'last-stage-slower', firstP99Ms: 80, p99Ms: 120 }]);
  expect(judged({ ...recovered(2), lastStage: { ...lastStage, isSlower: false } }).verdict.warnings).toEqual(
    [],
  );
});

describe('a fault on purpose', () => {
  const command = { atMs: 30_000, command: 'x' };
  const faulty = (whole: Plan['gate']['whole']) => makePlan({ whole, fault: { start: command, end: null } });
  const onErrors = faulty({ 'fault-errors': { limit: 0.5, regression: null } });
  const seen = (errors: number, more: Partial<FaultSeen> = {}): FaultSeen => ({
    fromSeconds: 30,
    toSeconds: 45,
    requests: 1000,
    errors,
    missed: 0,
    errorRate: errors / 1000,
    troubles: [],
    beside: [{ stage: 0, requests: 5000, errors: 0 }],
    ...more,
  });

  test('may fail as many requests as are allowed while it lasts', () => {
    expect(judged({ fault: seen(500) }, onErrors).verdict.outcome).toBe('pass');
    const { verdict } = judged({ fault: seen(600) }, onErrors);
    expect(verdict).toMatchObject({
      outcome: 'fail',
      causes: [{ code: 'over-limit', metric: 'fault-errors', figure: 0.6, limit: 0.5 }],
    });
  });

  test('that few requests met is open where chance explains it, and is not made once more', () => {
    const few = seen(0, { requests: 8, errors: 5, errorRate: 0.625 });
    const { verdict, wantsMore } = judged({ fault: few }, onErrors);
    expect([verdict.outcome, wantsMore]).toEqual(['inconclusive', false]);
    const none = seen(0, { requests: 0, errorRate: null });
    expect(judged({ fault: none }, onErrors).verdict.causes).toMatchObject([{ code: 'no-figure' }]);
  });

  test('excuses its own errors from those that fail whatever is declared, and no others', () => {
    const gate = faulty({ p99: { limit: 100, regression: null } });
    const whole = { statuses: { 500: 1000 } };
    expect(judged({ fault: seen(1000) }, gate, whole).verdict.outcome).toBe('pass');
    const beside = [{ stage: 0, requests: 5000, errors: 600 }];
    expect(judged({ fault: seen(400, { beside }) }, gate, whole).verdict).toMatchObject({
      outcome: 'fail',
      causes: [{ code: 'error-floor', errorRate: 0.12 }],
    });
  });

  test('leaves a stage to the limit of its own errors', () => {
    const measurement = makeMeasurement({});
    const stages = ['calm', 'spike'].map((name, index) => ({
      ...measurement,
      index,
      name,
      figures: measurement.whole,
    }));
    const fault = seen(400, {
      beside: [
        { stage: 0, requests: 4000, errors: 40 },
        { stage: 1, requests: 1000, errors: 900 },
      ],
    });
    const held = (exempt: readonly string[]) =>
      heldErrors({ whole: measurement.whole, stages, fault }, { exempt });
    expect(held([])).toEqual({ requests: 5000, errorRate: 0.188 });
    expect(held(['spike'])).toEqual({ requests: 4000, errorRate: 0.01 });
  });

  test.each<[string, Partial<FaultSeen>, object]>([
    [
      'whose command fails',
      { troubles: [{ command: 'fault', how: 'failed', exitCode: 3 }] },
      { command: 'fault', how: 'failed', exitCode: 3 },
    ],
    [
      'that is not undone',
      { troubles: [{ command: 'fault-end', how: 'timed-out', exitCode: null } satisfies FaultTrouble] },
      { command: 'fault-end', how: 'timed-out' },
    ],
    ['that the load did not come to', { fromSeconds: null, toSeconds: null }, { how: 'not-reached' }],
  ])('%s makes the run invalid', (_, more, cause) => {
    expect(judged({ fault: seen(0, more) }, onErrors).verdict).toMatchObject({
      outcome: 'invalid',
      causes: [{ code: 'fault-failed', ...cause }],
    });
  });

  test('that a target which went away before left undone is no matter', () => {
    const ended = { how: 'target-lost', side: 'target', afterSeconds: 10, detail: 'refused' } as const;
    const fault = seen(0, { fromSeconds: null, toSeconds: null, requests: 0, errorRate: null });
    expect(judged({ fault, ended }, onErrors).verdict).toMatchObject({
      outcome: 'fail',
      causes: [{ code: 'target-lost' }, { code: 'no-figure' }],
    });
  });

  test('of a run that is cancelled is told after that', () => {
    const ended = { how: 'cancelled', ran: { afterSeconds: 40, plannedSeconds: 60 } } as const;
    const fault = seen(0, { troubles: [{ command: 'fault-end', how: 'cut-short', exitCode: null }] });
    const { causes } = judged({ fault, ended }, onErrors).verdict;
    expect(causes.map(({ code }) => code)).toEqual(['cancelled', 'fault-failed']);
  });

  test('is measured once, whatever stays open', () => {
    const p99 = { p99: { limit: 82, regression: null } };
    const wantsMore = (of: Plan, fault: FaultSeen | null) => judged({ fault }, of).wantsMore;
    expect([wantsMore(makePlan({ whole: p99 }), null), wantsMore(faulty(p99), seen(0))]).toEqual([
      true,
      false,
    ]);
  });
});
