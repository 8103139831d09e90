import { modelOf } from '../config/load/whole-load.ts';
import type { Plan, RequestSpec, Stage } from '../config/plan.ts';
import type { Flow, Scenario } from '../config/scenario.ts';
import type { Round } from '../engine/round.ts';
import { sum } from './figures.ts';
import type { Conditions, StageConditions } from './result/conditions.ts';
import type { PlannedFlow } from './result/flows.ts';
import { conditionOfSearch } from './search.ts';
import { statedConditions } from './stated/conditions.ts';

/** Under which a plan's load is made. @param rounds that were measured so far, of which stages have their lengths */
export function conditionsOf(
  plan: Plan,
  rounds: readonly Round[],
  { tool, machine }: { readonly tool: string; readonly machine: string },
  pathOf: (request: RequestSpec) => string,
): Conditions {
  if (plan.generator) return statedConditions(plan, plan.generator, rounds, machine);
  const weights = sum(plan.scenario.requests, (request) => request.weight);
  return {
    tool,
    model: modelOf(plan.load),
    stages: plan.load.stages.flatMap((stage, index) =>
      // A search's steps have lengths of their own.
      stage.aside ? [] : [stageOf(stage, index, plan.load.search ? [] : rounds)],
    ),
    warmupSeconds: plan.load.warmupMs / 1000,
    timeoutSeconds: plan.load.timeoutMs / 1000,
    profile: plan.load.profile,
    mix: plan.scenario.requests.map((request) => ({
      name: request.name,
      method: request.method,
      path: pathOf(request),
      share: request.weight / weights,
      ...(request.retry && { retried: true as const }),
    })),
    machine,
    ...conditionOfSearch(plan),
    ...(plan.scenario.flows && { flows: plannedFlows(plan.scenario, plan.scenario.flows) }),
    ...(plan.environment && { environment: { ...plan.environment } }),
  };
}

function plannedFlows({ requests }: Scenario, flows: NonNullable<Scenario['flows']>): PlannedFlow[] {
  const alone = requests.filter(({ flow }) => flow === undefined);
  const begun = sum(alone, ({ weight }) => weight) + sum(flows, ({ weight }) => weight);
  return flows.map(({ name, weight, steps, thinkAfter }) => ({
    name,
    share: weight / begun,
    steps: steps.map(({ request, think, always }) => ({
      name: requests[request]?.name ?? '',
      ...(think && { thinkSeconds: secondsOf(think) }),
      ...(always && { always }),
    })),
    ...(thinkAfter && { thinkAfterSeconds: secondsOf(thinkAfter) }),
  }));
}

function secondsOf({ fromMs, toMs }: NonNullable<Flow['thinkAfter']>): [from: number, to: number] {
  return [fromMs / 1000, toMs / 1000];
}

function stageOf(stage: Stage, index: number, rounds: readonly Round[]): StageConditions {
  const { name, connections, fromConnections, arrivals, durationMs } = stage;
  const { perSecond = null, fromPerSecond, kind = null } = arrivals ?? {};
  const latest = rounds.findLast((round) => round.stage === index);
  return {
    name,
    connections,
    ...(fromConnections !== undefined && { fromConnections }),
    ratePerSecond: perSecond,
    ...(fromPerSecond !== undefined && { fromRatePerSecond: fromPerSecond }),
    arrivals: kind,
    // Of a round: with a base, rounds have a length of their own.
    durationSeconds: (latest?.plannedMs ?? durationMs) / 1000,
  };
}
