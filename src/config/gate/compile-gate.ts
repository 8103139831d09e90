import { ConfigurationError, type Place } from '../configuration-error.ts';
import { checkInTurn } from '../load/check-in-turn.ts';
import { isConstant } from '../load/whole-load.ts';
import { METRIC_NAMES, METRICS } from '../metrics.ts';
import type { Gate, InterleavedRounds, Load, Method, MetricBounds, PlannedFault } from '../plan.ts';
import { compileServerGate, compileStageServer } from '../probes/compile-server-gate.ts';
import type { PlannedProbe } from '../probes/probe.ts';
import type { GateConfig } from '../schema/gate-schema.ts';
import { listWords } from '../wording/show-value.ts';
import { writePercent } from '../wording/units.ts';
import type { Path } from '../yaml/source.ts';
import { checkBudget } from './check-budget.ts';
import { checkRecovery } from './check-recovery.ts';
import { withoutAttempts } from './check-retried.ts';
import { checkSearch } from './check-search.ts';
import { checkTrends, explainNoTrend } from './check-trends.ts';
import { compileBounds } from './compile-bounds.ts';
import { compileNamedBounds, reachWithin } from './named-bounds.ts';
import { compileStageBounds, type StagesContext } from './stage-bounds.ts';

const PATH: Path = ['gate'];
/** Of a round whose length nobody fixes. */
const ROUND_MS = 3000;

/** What the gate is held against: what the file names, what of it is asked, and what can be compared. */
interface GateContext extends Omit<StagesContext, 'retry'> {
  /** The only methods that the profile asks; null: all. */
  readonly methods: readonly Method[] | null;
  readonly fault: PlannedFault | null;
  /** What orders one: the input or the flag. */
  readonly faultInput: string;
  /** Whether a baseline, or a base that is measured beside it, is there to be compared with. */
  readonly hasBaseline: boolean;
  readonly hasBase: boolean;
  /** What names the base, for a message. */
  readonly basePlace: Place;
  /** Tolerances and allowance are about to be replaced, so that they need not fit each other. */
  readonly calibrates: boolean;
  /** What a flag says in place of the budget of rounds; null where nobody said so. */
  readonly budget: { readonly ms: number; readonly place: Place } | null;
  readonly probes: readonly PlannedProbe[];
}

/** Compiles the bounds. Throws ConfigurationError where nothing is declared that could ever fail. */
export function compileGate(
  config: GateConfig,
  context: GateContext,
): { gate: Gate; notices: readonly string[] } {
  const { source, load } = context;
  const { deck } = context;
  // They may take longer than a deadline, which is each attempt's.
  const retried = [...deck.requests.values()].filter(({ isRetried }) => isRetried);
  const retry = { declared: retried.length > 0, asked: retried.some(({ share }) => share !== null) };
  const written = compileBounds(
    config,
    source,
    PATH,
    reachWithin(load, deck.perArrival, retry, deck.deadline),
  );
  const declared = retry.asked ? written : withoutAttempts(written);
  const places = { source, path: PATH };
  if (!context.calibrates && !load.search) checkTrends(declared, load, context.hasBase, places);
  if (!context.calibrates) checkRecovery(declared, context, { ...places, input: context.faultInput });
  const named = { deck, load, source };
  const { bounds: endpoints, leftOut: requestsLeftOut } = compileNamedBounds(
    'endpoints',
    config.endpoints,
    named,
  );
  const { bounds: flows, leftOut: flowsLeftOut } = compileNamedBounds('flows', config.flows, named);
  const leftOut: string[] = [
    ...METRIC_NAMES.filter((metric) => written[metric] !== declared[metric]),
    ...requestsLeftOut,
    ...flowsLeftOut,
  ];
  const { stages, leftOut: stagesLeftOut } = compileStageBounds(config.stages, { ...context, retry });
  const { whole, notices } = checkSearch(
    declared,
    { endpoints, flows, stages, server: config.server ?? {} },
    context,
    places,
  );
  const scopes = [
    [PATH, whole] as const,
    ...scopesUnder('endpoints', endpoints),
    ...scopesUnder('flows', flows),
    ...scopesUnder('stages', stages),
  ];
  const missing = { requests: leftOut, stages: stagesLeftOut };
  const { hasBaseline, hasBase, probes, calibrates } = context;
  const noDrift = calibrates ? null : explainNoTrend(load, hasBase);
  const declaredServer = compileServerGate(config.server, { source, probes, hasBase, hasBaseline, noDrift });
  // A search goes to where the server's side breaks, too.
  const ofStages = compileStageServer(config.stages, { source, probes, load });
  const server = load.search ? [] : [...declaredServer, ...ofStages];
  checkDeclared(scopes, missing, server.length > 0, context);
  const interleaved = compileRounds(config, context);
  if (context.hasBase) {
    const budget = context.budget?.place ?? source.place([...PATH, 'rounds', 'budget']);
    checkInTurn(load, interleaved, { budget, base: context.basePlace });
    if (isConstant(load)) checkBudget({ whole, endpoints, flows }, interleaved, budget);
  }
  return {
    gate: {
      whole,
      endpoints,
      ...(Object.keys(flows).length > 0 && { flows }),
      stages,
      ...(server.length > 0 && !calibrates && { server }),
      stored: config.stored,
      spread: config.spread,
      interleaved,
    },
    notices: [
      ...notices,
      ...leftOut.map(
        (name) =>
          `The bounds of ${name} are not judged: the profile ${load.profile} only sends ${listWords(context.methods ?? [])} requests.`,
      ),
      ...stagesLeftOut.map(
        (key) => `The bounds of the stage ${key} are not judged: ${nameLoad(load)} has no such stage.`,
      ),
      ...(context.hasBase && !isConstant(load) && config.rounds.measure !== undefined
        ? [
            `gate.rounds.measure is not used: ${nameLoad(load)} is run on each side as a whole, stage by stage.`,
          ]
        : []),
    ],
  };
}

type Scopes = readonly (readonly [Path, MetricBounds])[];

function scopesUnder(
  key: 'endpoints' | 'flows' | 'stages',
  named: Readonly<Record<string, MetricBounds>>,
): Scopes {
  return Object.entries(named).map(([name, bounds]) => [[...PATH, key, name], bounds] as const);
}

function nameLoad({ profile }: Load): string {
  return profile === null ? 'the load' : `the profile ${profile}`;
}

function compileRounds(
  config: GateConfig,
  { source, budget: said, calibrates }: GateContext,
): InterleavedRounds {
  const { measure, discard, budget } = config.rounds;
  const allowance = config['environment-allowance'] ?? null;
  const rounds = {
    measureMs: measure ?? ROUND_MS,
    sliced: measure === undefined,
    discardMs: discard,
    budgetMs: said?.ms ?? budget,
    allowance,
  };
  if (allowance === null || calibrates) return rounds;
  const relative = METRIC_NAMES.filter((metric) => METRICS[metric].scale === 'log');
  const bounded = [
    config,
    ...[config.endpoints, config.flows, config.stages].flatMap((one) => Object.values(one)),
  ];
  const tolerances = bounded.flatMap((bounds) => relative.map((metric) => bounds[metric]?.regression));
  const tightest = Math.min(...tolerances.filter((tolerance) => tolerance !== undefined));
  if (tightest <= 2 * allowance) {
    throw new ConfigurationError(
      `${writePercent(allowance)} is too much for a tolerance of ${writePercent(tightest)}, which has to be more than twice as large: raise the regression, or let both environments run on one host`,
      source.place([...PATH, 'environment-allowance']),
    );
  }
  return rounds;
}

function checkDeclared(
  scopes: Scopes,
  leftOut: { readonly requests: readonly string[]; readonly stages: readonly string[] },
  ofServer: boolean,
  context: GateContext,
): void {
  const place = context.source.place(PATH);
  const regression = firstRegression(scopes);
  if (context.fault !== null && regression !== PATH) {
    throw new ConfigurationError(
      `a run with a fault (${context.faultInput}) is not compared with anything, because all its figures include the fault: leave regressions to runs without one, and put limits, recovery and fault-errors into a separate file`,
      context.source.place(regression),
    );
  }
  const bounds = scopes.flatMap(([, one]) => Object.values(one));
  if (bounds.length === 0 && !ofServer) {
    const why =
      leftOut.requests.length > 0
        ? `the profile ${context.load.profile} only sends ${listWords(context.methods ?? [])} requests, and none of those has a bound`
        : leftOut.stages.length > 0
          ? `${nameLoad(context.load)} has none of the stages with a bound`
          : 'it declares no bound, so it could only pass';
    throw new ConfigurationError(`${why}: write one, such as p99: { max: 100 ms }`, place);
  }
  if (context.hasBase && bounds.every(({ regression }) => regression === null)) {
    throw new ConfigurationError(
      'it declares no regression, so there is nothing to compare with the base: write one, such as p99: { regression: 10 % }, or leave the base out',
      place,
    );
  }
  if (
    !context.hasBaseline &&
    bounds.length > 0 &&
    !ofServer &&
    bounds.every(({ limit, trend }) => limit === null && trend === undefined)
  ) {
    throw new ConfigurationError(
      'there is nothing to compare with, and no limit that could fail instead: set baseline to a file or to history, measure a base as well (base-url), or set a limit such as p99: { max: 100 ms }',
      context.source.place(regression),
    );
  }
}

/** Where the first regression is written. */
function firstRegression(scopes: Scopes): Path {
  for (const [path, bounds] of scopes) {
    const metric = METRIC_NAMES.find((one) => (bounds[one]?.regression ?? null) !== null);
    if (metric !== undefined) return [...path, metric, 'regression'];
  }
  return PATH;
}
