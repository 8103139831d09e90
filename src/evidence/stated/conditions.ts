import type { Generator, StatedLoad } from '../../config/generator.ts';
import type { Plan } from '../../config/plan.ts';
import type { Round } from '../../engine/round.ts';
import type { Conditions } from '../result/conditions.ts';
import type { Unsaid } from '../result/differences.ts';

/** As far as the outputs of somebody else's load generator tell them. */
export function statedConditions(
  plan: Pick<Plan, 'environment'>,
  generator: Generator,
  rounds: readonly Pick<Round, 'stated'>[],
  machine: string,
): Conditions {
  const load = rounds.at(-1)?.stated ?? plannedLoad(generator);
  const { model, connections, ratePerSecond } = load;
  const untold: (Unsaid | null)[] = [
    'mix',
    'timeout',
    model === undefined ? 'model' : null,
    connections === undefined ? 'connections' : null,
    model !== 'closed' && ratePerSecond == null ? 'rate' : null,
    model !== 'closed' ? 'arrivals' : null,
    // Of results, nobody says where they were made.
    generator.kind === 'results' ? 'machine' : null,
    load.seconds > 0 ? null : 'duration',
  ];
  return {
    tool: load.tool,
    model: model ?? 'closed',
    stages: [
      {
        name: null,
        connections: connections ?? 0,
        ratePerSecond: ratePerSecond ?? null,
        arrivals: null,
        durationSeconds: load.seconds,
      },
    ],
    warmupSeconds: 0,
    timeoutSeconds: 0,
    profile: null,
    mix: [],
    machine: generator.kind === 'results' ? '' : machine,
    untold: untold.filter((one) => one !== null),
    ...(plan.environment && { environment: { ...plan.environment } }),
  };
}

/** Before its first run. */
function plannedLoad(generator: Generator): StatedLoad {
  return generator.kind === 'results' ? generator.load : { tool: generator.reads, seconds: 0 };
}
