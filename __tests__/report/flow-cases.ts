/** Runs with flows whose texts are kept as golden files: users who are played, seen and judged as in a run. */
import { once } from '../../src/evidence/once.ts';
import type { Report } from '../../src/report/report.ts';
import { makeFlowPlan, type Shop } from '../evidence/make-flows.ts';
import { playFlows } from '../judgement/play-flows.ts';
import { makeRun } from './make-report.ts';

const NOW = '2026-11-02T09:12:00.000Z';
const ALONE = 'tailgate run --config tailgate.yml --target-url http://127.0.0.1:8080';
const BASE = { origin: 'http://127.0.0.1:8081' };
const INTERLEAVED = { measureMs: 3000, sliced: false, discardMs: 500, budgetMs: 180_000, allowance: 0 };
const none = { limit: null, regression: null };
const whole = { p99: { limit: 60, regression: null }, errors: { limit: 0.02, regression: null } };

const makeFlowReport = (
  plan: Report['plan'],
  shops: { readonly target?: Shop; readonly base?: Shop },
  cleanup?: Report['run']['cleanup'],
): Report => {
  const { verdict, seen } = playFlows(plan, shops);
  const command = plan.base ? `${ALONE} --base-url ${BASE.origin}` : ALONE;
  return {
    plan,
    baseline: null,
    ...seen,
    verdict,
    run: makeRun({ now: NOW, command, ...(cleanup && { cleanup }) }),
  };
};

export const flowsPass = once(() =>
  makeFlowReport(
    makeFlowPlan({ whole, gate: { flows: { order: { p99: { limit: 90, regression: null } } } } }),
    { target: { fails: { 'add item': { check: 0.004 } } } },
    [{ side: 'target', name: 'remove carts', status: 204, error: null, ok: true }],
  ),
);

/** Beyond the limit of a flow, with failed checks, steps that were not reached, and rows left behind. */
export const flowsFail = once(() =>
  makeFlowReport(
    makeFlowPlan({
      whole,
      gate: {
        flows: { order: { p99: { limit: 90, regression: null }, errors: { limit: 0.02, regression: null } } },
      },
    }),
    {
      target: {
        medianMs: { 'read back': 45 },
        fails: { 'add item': { check: 0.12, 500: 0.03 }, 'sign up': { 500: 1 } },
      },
    },
    [
      { side: 'target', name: 'remove carts', status: 500, error: null, ok: false },
      { side: 'target', name: 'remove users', status: 204, error: null, ok: true },
    ],
  ),
);

/** Slower than the base in one flow alone. */
export const flowsBeside = once(() =>
  makeFlowReport(
    makeFlowPlan({
      whole: { p99: { limit: null, regression: 0.5 } },
      base: BASE,
      gate: {
        flows: {
          order: { p99: { ...none, regression: 0.1 } },
          welcome: { p99: { ...none, regression: 0.3 } },
        },
        interleaved: { ...INTERLEAVED, sliced: true, budgetMs: 120_000 },
      },
    }),
    { target: { medianMs: { 'add item': 14, 'read back': 14 } } },
    [
      { side: 'base', name: 'remove carts', status: null, error: 'ECONNREFUSED', ok: false },
      { side: 'target', name: 'remove carts', status: 204, error: null, ok: true },
    ],
  ),
);
