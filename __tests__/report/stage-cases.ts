/** The runs over several stages whose texts are kept as golden files. */
import type { MetricBounds } from '../../src/config/plan.ts';
import type { Report } from '../../src/report/report.ts';
import type { PlanShape } from '../judgement/make.ts';
import { judgeStages, makeStagedPlan, type PassesShape } from '../judgement/make-stages.ts';
import { later } from './judged.ts';
import { makeRun } from './make-report.ts';

const NOW = '2026-11-02T09:30:00.000Z';
const ERRORS: MetricBounds = { errors: { limit: 0.1, regression: null } };
const WHOLE: MetricBounds = {
  p99: { limit: 200, regression: null },
  errors: { limit: 0.05, regression: null },
};

const report = (plan: PlanShape, shape: PassesShape): Report => later(() => judgeNow(plan, shape));

function judgeNow(plan: PlanShape, shape: PassesShape): Report {
  const made = makeStagedPlan({ name: 'spike', ...plan });
  const { seen, verdict } = judgeStages(made, shape);
  const { measurement, interleaved } = seen;
  const sides = made.base ? ' --base-url http://127.0.0.1:8081' : '';
  const command = `tailgate run --config tailgate.yml --target-url http://127.0.0.1:8080${sides}`;
  return {
    plan: made,
    baseline: null,
    measurement,
    interleaved,
    verdict,
    run: makeRun({ now: NOW, command }),
  };
}

export const stagesPass: Report = report(
  { whole: WHOLE, gate: { stages: { spike: ERRORS } } },
  { target: (stage) => (stage === 1 ? { errors: 0.04, p99Ms: 170 } : {}) },
);

/** The spike fails too often, and the service is slower after it than before. */
export const stagesFail: Report = report(
  {
    whole: { p99: { limit: 400, regression: null } },
    gate: { stages: { spike: ERRORS, 3: { p99: { limit: 100, regression: null } } } },
  },
  {
    target: (stage) =>
      [{}, { perSecond: 1100, errors: 0.16, p99Ms: 310 }, { perSecond: 240, p99Ms: 140 }][stage] ?? {},
  },
);

const REGRESSION: MetricBounds = {
  p99: { limit: 300, regression: 0.1 },
  throughput: { limit: null, regression: 0.1 },
  errors: { limit: null, regression: 0.005 },
};
const beside: PlanShape = {
  whole: REGRESSION,
  base: { origin: 'http://127.0.0.1:8081' },
  gate: {
    stages: { spike: { p99: { limit: null, regression: 0.2 }, errors: { limit: 0.1, regression: null } } },
  },
};

export const passesPass: Report = report(beside, {
  passes: 2,
  base: () => ({}),
  target: (stage) => ({ p99Ms: 1.05 * (stage === 1 ? 150 : 80) }),
});

export const passesFail: Report = report(beside, {
  passes: 3,
  base: () => ({}),
  target: (stage) => (stage === 1 ? { p99Ms: 320, errors: 0.02 } : {}),
});
