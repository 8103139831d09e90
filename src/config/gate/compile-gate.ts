import { ConfigurationError, type Place } from '../configuration-error.ts';
import { checkInTurn } from '../load/check-in-turn.ts';
import { checkOffered } from '../load/check-offered.ts';
import { isConstant, offeredPerSecond } from '../load/whole-load.ts';
import { ENDPOINT_METRICS, METRIC_NAMES, METRICS } from '../metrics.ts';
import type { Gate, InterleavedRounds, Load, Method, MetricBounds, PlannedFault } from '../plan.ts';
import type { BoundsConfig, GateConfig } from '../schema/gate-schema.ts';
import { listWords } from '../wording/show-value.ts';
import { suggest } from '../wording/suggest.ts';
import { writePercent } from '../wording/units.ts';
import type { Path, Source } from '../yaml/source.ts';
import { checkBudget } from './check-budget.ts';
import { checkDeadline } from './check-deadline.ts';
import { checkRecovery } from './check-recovery.ts';

const PATH: Path = ['gate'];
/** Of a round whose length nobody fixes. */
const ROUND_MS = 3000;

/** What the gate is held against: which requests the file names, which of them are asked, and what can be compared. */
interface GateContext {
  readonly source: Source;
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
  readonly load: Load;
}

/** Compiles the bounds. Throws ConfigurationError where nothing is declared that could ever fail. */
export function compileGate(
  config: GateConfig,
  context: GateContext,
): { gate: Gate; notices: readonly string[] } {
  const { source, load } = context;
  const deadlineMs = load.timeoutMs;
  const perSecond = offeredPerSecond(load);
  const offered = perSecond === null ? null : { perSecond, share: 1 };
  const whole = compileBounds(config, source, PATH);
  checkDeadline(whole, deadlineMs, source, PATH);
  if (offered) checkOffered(whole, offered, source, PATH);
  if (!context.calibrates) checkRecovery(whole, context, { source, path: PATH, input: context.faultInput });
  const endpoints: Record<string, MetricBounds> = {};
  const leftOut: string[] = [];
  for (const [name, bounds] of Object.entries(config.endpoints)) {
    const path = [...PATH, 'endpoints', name];
    if (!context.allNames.includes(name)) throw explainName(name, context.allNames, source, path);
    const compiled = compileBounds(bounds, source, path);
    checkDeadline(compiled, deadlineMs, source, path);
    if (Object.keys(compiled).length === 0) {
      throw new ConfigurationError(
        `declares no bound: write one of ${ENDPOINT_METRICS.join(', ')} under it`,
        source.place(path),
      );
    }
    const share = context.asked.get(name);
    if (share === undefined) {
      leftOut.push(name);
      continue;
    }
    if (offered) checkOffered(compiled, { ...offered, share }, source, path);
    endpoints[name] = compiled;
  }
  const scopes = [
    [PATH, whole] as const,
    ...Object.entries(endpoints).map(([name, bounds]) => [[...PATH, 'endpoints', name], bounds] as const),
  ];
  checkDeclared(scopes, leftOut, context);
  const interleaved = compileRounds(config, context);
  if (context.hasBase) {
    const budget = context.budget?.place ?? source.place([...PATH, 'rounds', 'budget']);
    checkInTurn(context.load, interleaved, { budget, base: context.basePlace });
    if (isConstant(context.load)) checkBudget({ whole, endpoints }, interleaved, budget);
  }
  return {
    gate: { whole, endpoints, stored: config.stored, spread: config.spread, interleaved },
    notices: leftOut.map(
      (name) =>
        `The bounds of ${name} are not judged: the profile ${context.load.profile} asks ${listWords(context.methods ?? [])} requests only.`,
    ),
  };
}

function compileBounds(config: BoundsConfig, source: Source, path: Path): MetricBounds {
  const declared = METRIC_NAMES.flatMap((metric) => {
    const written = config[metric];
    if (written === undefined) return [];
    const { bound } = METRICS[metric];
    const limit = written[bound] ?? null;
    const regression = written.regression ?? null;
    if (limit === null && regression === null) {
      throw new ConfigurationError(
        `declares no bound: write ${METRICS[metric].compared ? `${bound} or regression` : bound} under it`,
        source.place([...path, metric]),
      );
    }
    return [[metric, { limit, regression }] as const];
  });
  return Object.fromEntries(declared);
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
  const tolerances = [config, ...Object.values(config.endpoints)].flatMap((bounds) =>
    relative.map((metric) => bounds[metric]?.regression),
  );
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
  scopes: readonly (readonly [Path, MetricBounds])[],
  leftOut: readonly string[],
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
  if (bounds.length === 0) {
    const why =
      leftOut.length > 0
        ? `the profile ${context.load.profile} asks ${listWords(context.methods ?? [])} requests only and leaves out every request with a bound`
        : 'it declares no bound, so it could only pass';
    throw new ConfigurationError(`${why}: write one, such as p99: { max: 100 ms }`, place);
  }
  if (context.hasBase && bounds.every(({ regression }) => regression === null)) {
    throw new ConfigurationError(
      'it declares no regression, so there is nothing to compare with the base: write one, such as p99: { regression: 10 % }, or leave the base out',
      place,
    );
  }
  if (!context.hasBaseline && bounds.every(({ limit }) => limit === null)) {
    throw new ConfigurationError(
      'there is nothing to compare with, and no limit that could fail instead: set baseline to a file or to history, measure a base beside the target (base-url), or declare a limit such as p99: { max: 100 ms }',
      context.source.place(regression),
    );
  }
}

/** Where the first regression is written. */
function firstRegression(scopes: readonly (readonly [Path, MetricBounds])[]): Path {
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
