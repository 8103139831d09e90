import { judge } from '../../src/judgement/judge.ts';
import type { Verdict } from '../../src/judgement/verdict.ts';
import { forkHasNews } from '../../src/report/fork/findings.ts';
import type { Report } from '../../src/report/report.ts';
import { toResult } from '../../src/report/result.ts';
import { hasNews } from '../../src/report/view/notable.ts';
import { type LiveShape, makeLive, makeLivePlan, makeTarget } from '../judgement/make-live.ts';
import { pass, slow } from './cases.ts';
import { makeComparison, makeMeasurement, makeReport, makeVerdict } from './make-report.ts';

const calm = makeReport({
  verdict: makeVerdict({
    comparisons: [
      makeComparison({
        metric: 'p99',
        target: 83,
        limit: { bound: 'max', value: 100, finding: 'within', secondsMore: null },
      }),
    ],
    warnings: ['The baseline ran for 120 s, this run for 20 s.'],
  }),
});

function live(shape: LiveShape): Report {
  const plan = makeLivePlan();
  const evidence = makeLive({ blocks: 20, budgetSpent: true, ...shape }, plan);
  const measurement = makeTarget(evidence, {}, plan);
  const { verdict } = judge(plan, measurement, null, evidence);
  return makeReport({ plan, measurement, live: evidence, verdict, baseline: null });
}

const withVerdict = (overrides: Partial<Verdict>) => makeReport({ verdict: makeVerdict(overrides) });

test.each<[string, Report]>([
  ['a plain pass, whatever is true of every run', calm],
  ['two sides that are the same', live({})],
  ['two sides that are the same on hosts that may differ', live({ sharedHost: false })],
])('no news: %s', (_, report) => {
  expect(report.verdict.outcome).toBe('pass');
  expect(hasNews(report)).toBe(false);
  expect(forkHasNews(toResult(report))).toBe(false);
});

function standingOut(report: Report): Report {
  return {
    ...report,
    verdict: { ...report.verdict, suspects: [{ endpoint: 'list', change: 0.4, p: 0.001 }] },
  };
}

test.each<[string, Report]>([
  ['a fail', slow],
  ['inconclusive', withVerdict({ outcome: 'inconclusive' })],
  ['invalid', withVerdict({ outcome: 'invalid' })],
  ['an accepted regression', withVerdict({ accepted: { by: 'alice', at: '2026-11-22T10:00:00Z' } })],
  ['an improvement', pass],
  ['an improvement against the base', live({ p99: 0.7 })],
  ['worse, within the tolerance', live({ p99: 1.05, noise: 0.005 })],
  [
    'a regression that only warns',
    withVerdict({
      comparisons: [
        makeComparison({
          metric: 'p99',
          target: 120,
          baseline: 90,
          compared: 120,
          change: 0.33,
          regression: {
            tolerance: 0.1,
            finding: 'regressed',
            detectable: 0.2,
            gates: false,
            secondsMore: null,
          },
          finding: 'within',
        }),
      ],
    }),
  ],
  ['a request that stands out', standingOut(live({ p99: 1, noise: 0.005 }))],
  ['stalls now and then', live({ p99: (i) => (i % 3 === 0 ? 2.5 : 1), noise: 0.005 })],
  [
    'a guard that answers some requests',
    makeReport({
      measurement: makeMeasurement({
        intercepted: { rateLimited: 0.002, loginRedirects: 0, challenges: 0, retryAfterSeconds: null },
      }),
    }),
  ],
])('news: %s', (_, report) => {
  expect(hasNews(report)).toBe(true);
  // Of the path, a result file tells nothing but the status.
  if (report.measurement?.intercepted.rateLimited === 0) expect(forkHasNews(toResult(report))).toBe(true);
});

test('a fork’s requests that were answered 429 are news', () => {
  const quiet = toResult(withVerdict({}));
  expect(forkHasNews(quiet)).toBe(false);
  const metrics = quiet.metrics && {
    ...quiet.metrics,
    errors: { ...quiet.metrics.errors, status: { 429: 3 } },
  };
  expect(forkHasNews({ ...quiet, metrics })).toBe(true);
});
