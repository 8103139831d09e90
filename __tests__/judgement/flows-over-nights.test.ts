/** Flows in what is kept of a run: they are recorded, judged against nights, and named where they drift. */
import { connect } from '../../src/action/github/client.ts';
import { keepDriftIssue } from '../../src/action/github/history/drift-issue.ts';
import type { Plan } from '../../src/config/plan.ts';
import { type HistoryRecord, historyRecordSchema } from '../../src/evidence/history/record.ts';
import { pathOfRecord, readRecordText, writeRecordText } from '../../src/evidence/history/record-text.ts';
import type { Measurement } from '../../src/evidence/measurement.ts';
import { watch } from '../../src/judgement/drift/watch.ts';
import { judge } from '../../src/judgement/judge.ts';
import { readHistoryBaseline } from '../../src/judgement/regressions/history/baseline.ts';
import { renderOutlook } from '../../src/report/history/outlook.ts';
import { toRecord } from '../../src/report/history/record.ts';
import { writeReason } from '../../src/report/words/reason.ts';
import { FLOWS, makeFlowPlan } from '../evidence/make-flows.ts';
import { quantilesOf } from '../evidence/quantiles.ts';
import { startGitHub } from '../github/server.ts';
import { nightOf, waver } from '../history/make-nights.ts';
import { makeRun } from '../report/make-report.ts';
import { playFlows } from './play-flows.ts';

const SOURCE = { kind: 'history', ref: null, written: 'history' } as const;
const PLACE = 'the folder .tailgate/history';

const gated = makeFlowPlan({
  whole: {},
  gate: { flows: { order: { p99: { limit: null, regression: 0.1 } } } },
  baseline: SOURCE,
});

const usual = playFlows(makeFlowPlan());
const slow = playFlows(makeFlowPlan(), { target: { medianMs: { 'read back': 40 } } });

const measured = ({ seen }: typeof usual): Measurement => {
  if (seen.measurement === null) throw new Error('it was measured');
  return seen.measurement;
};

function recordOf(played: typeof usual, n = 1): HistoryRecord {
  const report = { ...played, ...played.seen, baseline: null, run: makeRun() };
  const record = toRecord(report, {
    suite: 'realistic-00000000',
    run: { id: String(100 + n), attempt: 1 },
    event: 'schedule',
    ref: 'main',
    policy: 'nightly',
    release: null,
    durationByHand: false,
  });
  if (record === null) throw new Error('nothing was recorded');
  return { ...record, at: nightOf(n), commit: n.toString(16).padStart(40, 'c') };
}

/** As the usual run, but for the flow `order` and its steps, whose P99 is so many times as long in each night. */
function nights(times: readonly number[]): HistoryRecord[] {
  const plain = recordOf(usual);
  return times.map((factor, i) => ({
    ...plain,
    at: nightOf(i + 1),
    commit: (i + 1).toString(16).padStart(40, 'c'),
    run: { id: String(101 + i), attempt: 1 },
    whole: wavering(plain.whole, 1 + 0.02 * waver(i + 3)),
    endpoints: plain.endpoints.map((one) => ({
      ...one,
      ...wavering(one, (one.name === 'order' ? factor : 1) * (1 + 0.02 * waver(i))),
    })),
  }));
}

function wavering<Of extends HistoryRecord['whole']>(figures: Of, times: number): Of {
  return { ...figures, latencyMs: quantilesOf((figures.latencyMs?.p99 ?? Number.NaN) * times) };
}

const levels = (...parts: readonly (readonly [count: number, times: number])[]) =>
  parts.flatMap(([count, times]) => Array.from({ length: count }, () => times));

function judged(records: readonly HistoryRecord[], played = usual, plan: Plan = gated) {
  const baseline = readHistoryBaseline(plan, SOURCE, { records, skipped: [] }, PLACE);
  return judge(plan, measured(played), baseline).verdict;
}

test('a record holds the figures of flows beside those of their steps, and is read back', () => {
  const record = recordOf(usual);
  expect(historyRecordSchema.parse(record)).toEqual(record);
  expect(readRecordText(pathOfRecord(record), writeRecordText(record))).toEqual({ record });
  for (const { name } of FLOWS) {
    const kept = record.endpoints.find((one) => one.name === name);
    const flow = measured(usual).flows?.find((one) => one.name === name);
    expect(kept).toMatchObject({ flow: true, requests: flow?.figures.requests });
    expect(kept?.latencyMs?.p99).toBe(flow?.figures.latencyMs?.p99);
  }
  expect(record.endpoints.find(({ name }) => name === 'read back')).not.toHaveProperty('flow');
  expect(record.conditions.flows?.map(({ name }) => name)).toEqual(['order', 'welcome']);
});

describe('against nights', () => {
  const quiet = nights(levels([14, 1]));

  test('a flow that got slower fails, by its own history', () => {
    const verdict = judged(quiet, slow);
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes).toMatchObject([
      { code: 'regressed', metric: 'p99', endpoint: 'order', flow: true, against: 'baseline' },
    ]);
    expect(writeReason(verdict, 'history')).toContain('P99 of the flow order');
  });

  test('one that is as before passes', () => {
    expect(judged(quiet)).toMatchObject({ outcome: 'pass', causes: [] });
  });

  test('nights that do not know the flow are too few', () => {
    const without = quiet.map((night) => ({
      ...night,
      endpoints: night.endpoints.filter(({ flow }) => !flow),
    }));
    expect(judged(without)).toMatchObject({
      outcome: 'inconclusive',
      causes: [{ code: 'too-few-runs', metric: 'p99', endpoint: 'order', flow: true, runs: 0 }],
    });
  });

  test('nights with other steps are not compared with', () => {
    const [first, ...others] = quiet[0]?.conditions.flows ?? [];
    if (!first) throw new Error('no flow is recorded');
    const shorter = [{ ...first, steps: first.steps.slice(0, -1) }, ...others];
    const other = quiet.map((night) => ({ ...night, conditions: { ...night.conditions, flows: shorter } }));
    expect(judged(other).outcome).toBe('inconclusive');
  });
});

describe('a drift of a flow', () => {
  const drifted = nights(levels([9, 1], [6, 1.6]));

  test('is found, and is the flow’s', () => {
    const { worse, news } = watch(drifted, [], ({ metric, endpoint }) => `${metric}/${endpoint}`);
    expect(worse).toMatchObject([{ metric: 'p99', endpoint: 'order', flow: true, runs: 6 }]);
    expect(worse[0]?.change).toBeCloseTo(0.6, 1);
    expect(news).toHaveLength(1);
    const calm = watch(nights(levels([15, 1])), [], ({ metric, endpoint }) => `${metric}/${endpoint}`);
    expect(calm.worse).toEqual([]);
  });

  test('is told in the issue by the flow’s name', async () => {
    const github = await startGitHub();
    try {
      const { signal } = new AbortController();
      const { how } = await keepDriftIssue(
        connect({ token: 'workflow-token', apiUrl: github.apiUrl, signal, patienceMs: 3000, timeoutMs: 600 }),
        { owner: 'octo', repo: 'service' },
        {
          suite: 'realistic-00000000',
          name: 'realistic',
          records: drifted,
          place: 'the branch tailgate-history',
          runUrl: null,
        },
      );
      expect(how).toBe('opened');
      const [issue] = github.issues.filter(({ isPull }) => !isPull);
      expect(issue?.title).toMatch(
        /^Drift in realistic: P99 of the flow order \+[56]\d\.\d % since 2025-10-10$/,
      );
      expect(issue?.body).toContain('| P99 of the flow `order` |');
    } finally {
      await github.close();
    }
  });

  test('is in the terminal’s outlook, which says where it would gate', () => {
    const options = { colour: false, width: 200 };
    const text = renderOutlook(
      { suite: 'realistic', records: nights(levels([15, 1])), skipped: [] },
      PLACE,
      options,
    );
    expect(text).toContain('P99 of the flow order');
    expect(text).toContain('gates if gate.flows declares it');
  });
});
