import { ConfigurationError, type Place } from '../configuration-error.ts';
import { checkInTurn } from '../load/check-in-turn.ts';
import { isConstant, offeredPerSecond } from '../load/whole-load.ts';
import { METRIC_NAMES, METRICS } from '../metrics.ts';
import type { Gate, InterleavedRounds, Load, Method, MetricBounds, PlannedFault } from '../plan.ts';
import { compileServerGate, compileStageServer } from '../probes/compile-server-gate.ts';
import type { PlannedProbe } from '../probes/probe.ts';
import type { GateConfig } from '../schema/gate-schema.ts';
import { listWords } from '../wording/show-value.ts';
import { suggest } from '../wording/suggest.ts';
import { writePercent } from '../wording/units.ts';
import type { Path, Source } from '../yaml/source.ts';
import { checkBudget } from './check-budget.ts';
import { checkRecovery } from './check-recovery.ts';
import { withoutAttempts } from './check-retried.ts';
import { checkSearch } from './check-search.ts';
import { checkTrends, explainNoTrend } from './check-trends.ts';
import { compileBounds, compileNamed, type Reach } from './compile-bounds.ts';
import { compileStageBounds, type StagesContext } from './stage-bounds.ts';

const PATH: Path = ['gate'];
/** Of a round whose length nobody fixes. */
const ROUND_MS = 3000;

/** What the gate is held against: what the file names, what of it is asked, and what can be compared. */
interface GateContext extends Omit<StagesContext, 'retry'> {
  readonly allNames: readonly string[];
  /** Each request that is asked → its share of the mix, 0…1. */
  readonly asked: ReadonlyMap<string, number>;
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
  /** Requests of the file that may be sent again: they may take longer than a deadline, which is each attempt's. */
  readonly retried: ReadonlySet<string>;
  readonly probes: readonly PlannedProbe[];
}

/** Compiles the bounds. Throws ConfigurationError where nothing is declared that could ever fail. */
export function compileGate(
  config: GateConfig,
  context: GateContext,
): { gate: Gate; notices: readonly string[] } {
  const { source, load } = context;
  const retry = {
    declared: context.retried.size > 0,
    asked: [...context.retried].some((name) => context.asked.has(name)),
  };
  const written = compileBounds(config, source, PATH, reachOf(load, 1, retry));
  const declared = retry.asked ? written : withoutAttempts(written);
  const places = { source, path: PATH };
  if (!context.calibrates && !load.search) checkTrends(declared, load, context.hasBase, places);
  if (!context.calibrates) checkRecovery(declared, context, { ...places, input: context.faultInput });
  const endpoints: Record<string, MetricBounds> = {};
  const leftOut: string[] = METRIC_NAMES.filter((metric) => written[metric] !== declared[metric]);
  for (const [name, bounds] of Object.entries(config.endpoints)) {
    const path = [...PATH, 'endpoints', name];
    if (!context.allNames.includes(name)) throw explainName(name, context.allNames, source, path);
    const share = context.asked.get(name);
    const isRetried = context.retried.has(name);
    const reach = reachOf(load, share ?? 0, { declared: isRetried, asked: isRetried });
    const compiled = compileNamed(bounds, source, path, reach);
    if (share === undefined) leftOut.push(name);
    else endpoints[name] = compiled;
  }
  const { stages, leftOut: stagesLeftOut } = compileStageBounds(config.stages, { ...context, retry });
  const { whole, notices } = checkSearch(
    declared,
    { endpoints, stages, server: config.server ?? {} },
    context,
    places,
  );
  const scopes = [
    [PATH, whole] as const,
    ...scopesUnder('endpoints', endpoints),
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
    if (isConstant(load)) checkBudget({ whole, endpoints }, interleaved, budget);
  }
  return {
    gate: {
      whole,
      endpoints,
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
          `The bounds of ${name} are not judged: the profile ${load.profile} asks ${listWords(context.methods ?? [])} requests only.`,
      ),
      ...stagesLeftOut.map(
        (key) => `The bounds of the stage ${key} are not judged: ${nameLoad(load)} has no such stage.`,
      ),
      ...(context.hasBase && !isConstant(load) && config.rounds.measure !== undefined
        ? [
            `gate.rounds.measure is not used: ${nameLoad(load)} is run on either side as a whole, stage by stage.`,
          ]
        : []),
    ],
  };
}

/** A request that is not asked is held to nothing that depends on how often it is. */
function reachOf(load: Load, share: number, retry: Reach['retry']): Reach {
  const perSecond = share === 0 ? null : offeredPerSecond(load);
  const by = load.stages.length > 1 ? 'the load' : 'load.rate';
  const offered = perSecond === null ? null : { perSecond, share, by };
  return { deadlineMs: load.timeoutMs, offered, retry };
}

type Scopes = readonly (readonly [Path, MetricBounds])[];

function scopesUnder(key: 'endpoints' | 'stages', named: Readonly<Record<string, MetricBounds>>): Scopes {
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
  const bounded = [config, ...Object.values(config.endpoints), ...Object.values(config.stages)];
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
      `a run with a fault (${context.faultInput}) is compared with nothing, since all its figures hold the fault: leave regressions to the runs without one, and declare limits, recovery and fault-errors in a file of its own`,
      context.source.place(regression),
    );
  }
  const bounds = scopes.flatMap(([, one]) => Object.values(one));
  if (bounds.length === 0 && !ofServer) {
    const why =
      leftOut.requests.length > 0
        ? `the profile ${context.load.profile} asks ${listWords(context.methods ?? [])} requests only and leaves out every request with a bound`
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
      'there is nothing to compare with, and no limit that could fail instead: set baseline to a file or to history, measure a base beside the target (base-url), or declare a limit such as p99: { max: 100 ms }',
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

function explainName(name: string, names: readonly string[], source: Source, path: Path): ConfigurationError {
  const meant = suggest(name, names);
  const listed = names.slice(0, 20).join(', ') + (names.length > 20 ? ', …' : '');
  return new ConfigurationError(
    `no request has this name${meant ? `, did you mean "${meant}"?` : ''}; names are: ${listed}`,
    source.place(path),
  );
}
