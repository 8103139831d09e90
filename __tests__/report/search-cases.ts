/** The searches for a breaking point whose texts are kept as golden files. */
import type { Plan } from '../../src/config/plan.ts';
import { once } from '../../src/evidence/once.ts';
import type { Report } from '../../src/report/report.ts';
import { type Services, searchAndJudge, searchPlan } from '../search/simulated-world.ts';
import { makeRun } from './make-report.ts';

const NOW = '2026-11-02T09:30:00.000Z';
const EIGHT = { slots: 8, serviceMs: 20, service: 'varying', connections: 200 } as const;
const HOLDS = { p99: { limit: 100, regression: null }, errors: { limit: 0.01, regression: null } };

async function report(plan: Plan, services: Services): Promise<Report> {
  const { seen, verdict } = await searchAndJudge(plan, services);
  const sides = plan.base ? ' --base-url http://127.0.0.1:8081' : '';
  const command = `tailgate run --config tailgate.yml --target-url http://127.0.0.1:8080${sides}`;
  return { plan, baseline: null, ...seen, verdict, run: makeRun({ now: NOW, command }) };
}

const withMin = (min: number) => ({ ...HOLDS, capacity: { limit: min, regression: null } });

export const searchPass = once(() => report(searchPlan('rate'), { target: EIGHT }));
export const searchFail = once(() =>
  report(searchPlan('connections', { whole: withMin(450) }), { target: { ...EIGHT, queue: 16 } }),
);
/** A rate limiter comes before the service's own limit. */
export const searchLimited = once(() => report(searchPlan('rate'), { target: { ...EIGHT, limiter: 200 } }));
/** No load holds. */
export const searchAtOnce = once(() =>
  report(searchPlan('rate'), { target: { ...EIGHT, slots: 1, serviceMs: 50 } }),
);
/** The target bears 13 % less. */
export const searchBeside = once(() =>
  report(
    searchPlan('connections', {
      base: { origin: 'http://127.0.0.1:8081' },
      whole: { ...HOLDS, capacity: { limit: null, regression: 0.05 } },
    }),
    { target: { ...EIGHT, serviceMs: 23 }, base: EIGHT },
  ),
);
