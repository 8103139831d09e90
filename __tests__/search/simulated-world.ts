/**
 * Whole searches of a plan against simulated services of known capacity, without a network and without waiting: the
 * steps are ordered, gathered and judged as those of a real load are, and only the requests are made up.
 */
import { runStep, seeded } from '../../bench/breakpoint/search-simulated.mjs';
import { type SeenLoad, type Service, SimulatedService } from '../../bench/breakpoint/simulated-service.mjs';
import type { Plan } from '../../src/config/plan.ts';
import type { Round, RoundOrder, Side } from '../../src/engine/round.ts';
import { type Evidence, gather } from '../../src/evidence/gather.ts';
import { judge } from '../../src/judgement/judge.ts';
import type { Judgement } from '../../src/judgement/verdict.ts';
import { measureNext } from '../../src/measure-next.ts';
import { limitsOf } from '../../src/search/limits.ts';
import type { SearchStep } from '../../src/search/step.ts';
import { IN_TIME } from '../generator-health.ts';
import { makePlan, makeRequest, type PlanShape } from '../judgement/make.ts';
import { CONNECTIONS, FUNCTIONS, RATES } from './simulate.ts';

const MACHINE = { tool: 'tailgate 0.1.0', machine: 'linux x64, 2 cores' };
const BEGIN = Date.parse('2026-11-02T09:00:00.000Z');

/** A plan that searches: by rate, or by connections; P99 ≤ 100 ms and errors ≤ 1 % have to hold. */
export function searchPlan(of: 'rate' | 'connections', shape: PlanShape = {}): Plan {
  const arrivals = of === 'rate' ? ({ perSecond: RATES.from, kind: 'constant' } as const) : null;
  const { load, ...overrides } = shape;
  return makePlan({
    name: 'capacity',
    scenario: { logins: [], requests: [makeRequest({ name: 'work' })] },
    whole: {
      p99: { limit: 100, regression: null },
      errors: { limit: 0.01, regression: null },
      capacity: { limit: 350, regression: null },
    },
    ...overrides,
    load: {
      profile: null,
      stages: [{ name: null, connections: arrivals ? 200 : 1, durationMs: 230_000, arrivals }],
      search: of === 'rate' ? RATES : CONNECTIONS,
      warmupMs: 2000,
      timeoutMs: 10_000,
      ...load,
    },
  });
}

export interface Services {
  readonly target: Service;
  readonly base?: Service;
  /** In place of what was made, such as the end of a round. */
  readonly change?: (round: Round, order: RoundOrder) => Round;
}

interface Searched extends Judgement {
  readonly rounds: readonly Round[];
  readonly orders: readonly RoundOrder[];
  readonly seen: Evidence;
}

export async function searchAndJudge(
  plan: Plan,
  { target, base = target, change = (round) => round }: Services,
  { seed = 1, baseline = null }: { seed?: number; baseline?: Parameters<typeof judge>[2] } = {},
): Promise<Searched> {
  const unit = seeded(seed);
  const services: Record<Side, SimulatedService> = {
    target: new SimulatedService(target, unit),
    base: new SimulatedService(base, unit),
  };
  const orders: RoundOrder[] = [];
  const rounds: Round[] = [];
  await measureNext(plan, rounds, {
    seed: `seed ${seed}`,
    measure: async (_, order) => {
      orders.push(order);
      const step = order.step as SearchStep;
      const simulated = services[order.side];
      const ran = runStep(
        FUNCTIONS,
        { of: plan.load.search?.of ?? 'rate' },
        limitsOf(plan.gate),
        simulated,
        step,
      );
      const round = roundOf(order, ran.seen, orders.length);
      return [change({ ...round, step: { ...ran.step, search: order.sequence } }, order)];
    },
  });
  const seen = gather(rounds, plan, {
    machine: MACHINE,
    seed: 'c0ffee',
    budgetBlocks: 0,
    budgetSpent: false,
  });
  return { ...judge(plan, seen.measurement, baseline, seen.interleaved), seen, rounds, orders };
}

function roundOf({ side, stage, stages, warmupMs, seed }: RoundOrder, seen: SeenLoad, place: number): Round {
  const unanswered = seen.cut === null ? seen.sent.length - seen.ended.length : 0;
  const succeeded = seen.ended.filter(({ ok }) => ok);
  const limited = seen.ended.filter((one) => one.limited).length;
  const failed = seen.ended.length - succeeded.length;
  const latency = new Map<number, number>();
  for (const { dueMs, endMs } of succeeded) {
    const us = Math.max(1, Math.round(1000 * (endMs - dueMs)));
    latency.set(us, (latency.get(us) ?? 0) + 1);
  }
  const outcomes = seen.ended.length + unanswered;
  const busyMs = seen.ended.reduce((sum, one) => sum + one.endMs - one.dueMs, 0);
  return {
    side,
    stage,
    startedAt: new Date(BEGIN + 10_000 * place).toISOString(),
    measuredMs: seen.ms,
    plannedMs: seen.plannedMs,
    elapsedMs: warmupMs + seen.elapsedMs,
    connections: stages[0].connections,
    sent: outcomes,
    writes: 0,
    silences: [],
    seed,
    address: '127.0.0.1',
    requests: [
      {
        name: 'work',
        sent: outcomes,
        resent: 0,
        outcomes: {
          success: succeeded.length,
          status: failed,
          check: 0,
          body: 0,
          timeout: 0,
          socket: 0,
          unanswered,
        },
        inFlight: 0,
        statuses: {
          ...(limited > 0 && { 429: limited }),
          ...(failed > limited && { 503: failed - limited }),
        },
        codes: {},
        intercepted: { rateLimited: limited, loginRedirects: 0, challenges: 0, retryAfterSeconds: null },
        samples: [],
        batches: [
          {
            seconds: seen.ms / 1000,
            requests: outcomes,
            errors: failed + unanswered,
            busyMs,
            completedSuccesses: succeeded.filter(({ endMs }) => endMs <= seen.endMs).length,
            completedResponses: seen.ended.filter(({ endMs }) => endMs <= seen.endMs).length,
            latency: [...latency].sort(([a], [b]) => a - b).flat(),
            latencyOfErrors: failed > 0 ? [1000, failed] : [],
            service: [],
          },
        ],
      },
    ],
    ended: { how: 'complete' },
    generator: IN_TIME,
  };
}
