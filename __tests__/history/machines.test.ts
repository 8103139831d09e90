import { historiesOf, nameMachine, recordsOfMachine } from '../../src/evidence/history/machine.ts';
import type { HistoryRecord } from '../../src/evidence/history/record.ts';
import { watch } from '../../src/judgement/drift/watch.ts';
import { judge } from '../../src/judgement/judge.ts';
import { readHistoryBaseline } from '../../src/judgement/regressions/history/baseline.ts';
import { renderDriftBody } from '../../src/report/history/drift-issue.ts';
import { renderRecords } from '../../src/report/history/list.ts';
import { renderOutlook } from '../../src/report/history/outlook.ts';
import { makeNights as makeRecords } from '../evidence/make-history.ts';
import { makeMeasurement, makePlan } from '../judgement/make.ts';
import { makeNight, nightOf, SUITE, waver } from './make-nights.ts';

const QUICK = '4 × Quick, 16 GiB, linux x64, Node v24.0.0';
const SLOW = '4 × Slow, 16 GiB, linux x64, Node v24.0.0';
const keyOf = ({ metric, endpoint }: { metric: string; endpoint: string | null }) => `${metric}/${endpoint}`;
const OPTIONS = { colour: false, width: 400 };

type Of = (n: number) => { readonly machine: string; readonly ms: number };

const nights = (count: number, of: Of): HistoryRecord[] =>
  Array.from({ length: count }, (_, i) => {
    const { machine, ms } = of(i + 1);
    const night = makeNight(i + 1, { whole: { p99Ms: ms * (1 + 0.03 * waver(i)) } });
    return { ...night, conditions: { ...night.conditions, machine } };
  });

const moved = (n: number) => (n > 20 ? { machine: SLOW, ms: 125 } : { machine: QUICK, ms: 100 });
/** Two nights of three on the quick one. */
const mixed =
  (drift = 1) =>
  (n: number) => {
    const factor = n > 30 ? drift : 1;
    return n % 3 === 0 ? { machine: SLOW, ms: 125 * factor } : { machine: QUICK, ms: 100 * factor };
  };

describe('which runs belong together', () => {
  test('a machine is the same with another version of Node', () => {
    expect(nameMachine(QUICK)).toBe('4 × Quick, 16 GiB, linux x64');
    expect(nameMachine('a laptop')).toBe('a laptop');
    const upgraded = nights(10, (n) => ({ machine: QUICK.replace('24.0.0', `24.0.${n % 2}`), ms: 100 }));
    expect(historiesOf(upgraded)).toEqual([upgraded]);
  });

  test('one machine after another is one history; one that comes back makes two', () => {
    const once = nights(30, moved);
    expect(historiesOf(once)).toEqual([once]);
    expect(recordsOfMachine(once, SLOW)).toEqual({ records: once, others: 0 });
    const twice = nights(30, mixed());
    expect(historiesOf(twice).map((own) => own.length)).toEqual([20, 10]);
    expect(recordsOfMachine(twice, SLOW)).toMatchObject({ others: 20 });
    expect(recordsOfMachine(twice, null)).toEqual({ records: twice, others: 0 });
    expect(recordsOfMachine(twice, 'another')).toEqual({ records: [], others: 30 });
    expect(historiesOf([])).toEqual([[]]);
  });
});

describe('a change of machine', () => {
  test('is named where the figures changed with it', () => {
    const { worse } = watch(nights(30, moved), [], keyOf);
    expect(worse).toMatchObject([
      {
        metric: 'p99',
        at: 20,
        machines: { before: nameMachine(QUICK), since: nameMachine(SLOW) },
        machine: null,
      },
    ]);
    const body = renderDriftBody({
      name: 'smoke',
      worse,
      better: [],
      ranges: [],
      runs: 30,
      place: 'the branch tailgate-history',
      runUrl: null,
    });
    expect(body).toContain('a different machine');
    expect(body).toContain(nameMachine(SLOW));
  });

  test('is not named at a drift before or after it', () => {
    const later = (n: number) => ({ machine: n > 20 ? SLOW : QUICK, ms: n > 32 ? 150 : 100 });
    expect(watch(nights(45, later), [], keyOf).worse).toMatchObject([{ at: 32, machines: null }]);
    const earlier = (n: number) => ({ machine: n > 40 ? SLOW : QUICK, ms: n > 20 ? 150 : 100 });
    expect(watch(nights(45, earlier), [], keyOf).worse).toMatchObject([{ at: 20, machines: null }]);
  });

  test('stands in the list and the outlook', () => {
    const suite = { suite: SUITE, records: nights(30, moved), skipped: [] };
    expect(renderRecords(suite, 'history', OPTIONS)).toMatch(/◄ P99 \+2\d\.\d % \(another machine\)/);
    expect(renderOutlook(suite, 'history', OPTIONS)).toContain(
      `measured from a different machine since then (${nameMachine(SLOW)}, before ${nameMachine(QUICK)})`,
    );
  });
});

describe('mixed machines', () => {
  test('are no drift, and hide none', () => {
    expect(watch(nights(45, mixed()), [], keyOf).worse).toEqual([]);
    const { worse } = watch(nights(45, mixed(1.2)), [], keyOf);
    expect(worse.map(({ machine }) => machine).sort()).toEqual([nameMachine(QUICK), nameMachine(SLOW)]);
    for (const { change } of worse) expect(change).toBeCloseTo(0.2, 1);
  });

  test('a drift that one machine has told is no news when another shows it, nor over by a night on the other', () => {
    const known = [{ row: 'p99/null', since: nightOf(31) }];
    for (const count of [36, 37, 38, 39, 42, 45])
      expect(watch(nights(count, mixed(1.2)), known, keyOf)).toMatchObject({ news: [], over: false });
    const back = (n: number) => mixed(n > 45 ? 1 : 1.2)(n);
    expect(watch(nights(60, back), known, keyOf)).toMatchObject({ over: true });
  });

  test('the list says which nights the newest is not held against', () => {
    const suite = { suite: SUITE, records: nights(31, mixed()), skipped: [] };
    const list = renderRecords(suite, 'history', OPTIONS);
    expect(list).toContain('31 runs, 21 of them comparable');
    expect(list.match(/measured on a different machine: 4 × Slow/g)).toHaveLength(10);
    expect(renderOutlook(suite, 'history', OPTIONS)).toContain('10 on machines other than the newest');
  });
});

describe('the gate where machines are mixed', () => {
  const SOURCE = { kind: 'history', ref: null, written: 'history' } as const;
  const plan = makePlan({ whole: { p99: { limit: null, regression: 0.1 } }, baseline: SOURCE });
  const records = makeRecords(42, (night) =>
    night % 3 === 0
      ? { p99Ms: 83.1 * 1.25, conditions: { machine: SLOW } }
      : { p99Ms: 83.1, conditions: { machine: QUICK } },
  );
  const judged = (machine: string | null, p99Ms: number, from = records) => {
    const read = { records: from, skipped: [] };
    const baseline = readHistoryBaseline(plan, SOURCE, read, 'the folder history', false, machine);
    return judge(plan, makeMeasurement({ whole: { p99Ms, medianMs: 18.3 } }, plan), baseline).verdict;
  };

  test('holds a run against those of its own machine', () => {
    expect(judged(QUICK, 83.1)).toMatchObject({ outcome: 'pass' });
    expect(judged(QUICK, 83.1 * 1.2)).toMatchObject({ outcome: 'fail' });
    expect(judged(SLOW, 83.1 * 1.25)).toMatchObject({ outcome: 'pass' });
    expect(judged(SLOW, 83.1 * 1.25 * 1.2)).toMatchObject({ outcome: 'fail' });
    const { warnings } = judged(SLOW, 83.1 * 1.25);
    const told = { code: 'other-machines', machine: nameMachine(SLOW), runs: 14, others: 28 };
    expect(warnings).toContainEqual(told);
  });

  test('a machine with too few nights is told how many are missing', () => {
    const rare = judged(SLOW, 83.1 * 1.25, records.slice(0, 15));
    expect(rare).toMatchObject({ outcome: 'inconclusive', causes: [{ code: 'too-few-runs', runs: 5 }] });
    expect(judged('another', 83.1)).toMatchObject({
      outcome: 'inconclusive',
      causes: [{ code: 'too-few-runs', runs: 0 }],
      warnings: [{ code: 'other-machines', machine: 'another', runs: 0, others: 42 }],
    });
  });

  test('one machine alone, and a move to another, are judged as ever', () => {
    const alone = makeRecords(14, () => ({ conditions: { machine: QUICK } }));
    expect(judged(SLOW, 86.975, alone)).toMatchObject({ outcome: 'pass' });
    expect(judged(SLOW, 86.975, alone).warnings.map(({ code }) => code)).not.toContain('other-machines');
  });
});
