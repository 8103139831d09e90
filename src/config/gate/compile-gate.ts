import { ConfigurationError, type Place } from '../configuration-error.ts';
import { checkOffered } from '../load/check-offered.ts';
import type { Bounds, Gate, LiveRounds, MetricBounds } from '../plan.ts';
import type { GateConfig, MetricBoundsConfig } from '../schema/gate-schema.ts';
import { suggest } from '../wording/suggest.ts';
import type { Path, Source } from '../yaml/source.ts';
import { checkBudget } from './check-budget.ts';
import { checkDeadline } from './check-deadline.ts';

const PATH: Path = ['gate'];

/** What the gate is held against: which requests the file names, which of them are asked, and what can be compared. */
export interface GateContext {
  readonly source: Source;
  readonly allNames: readonly string[];
  /** Each request that is asked → its share of the mix, 0…1. */
  readonly asked: ReadonlyMap<string, number>;
  readonly profile: string | null;
  /** Whether a baseline, or a base that is measured live, is there to be compared with. */
  readonly hasBaseline: boolean;
  readonly hasBase: boolean;
  /** Tolerances and allowance are about to be replaced, so that they need not fit each other. */
  readonly calibrates: boolean;
  /** What a flag says in place of the budget of rounds; null where nobody said so. */
  readonly budget: { readonly ms: number; readonly place: Place } | null;
  /** Requests per second that an open model offers; null in a closed one. */
  readonly offeredPerSecond: number | null;
  /** When a request is ended without an answer. */
  readonly deadlineMs: number;
}

/** Compiles the bounds. Throws ConfigurationError where nothing is declared that could ever fail. */
export function compileGate(
  config: GateConfig,
  context: GateContext,
): { gate: Gate; notices: readonly string[] } {
  const { source, offeredPerSecond, deadlineMs } = context;
  const offered = offeredPerSecond === null ? null : { perSecond: offeredPerSecond, share: 1 };
  const whole = compileBounds(config, source, PATH);
  checkDeadline(whole, deadlineMs, source, PATH);
  if (offered) checkOffered(whole, offered, source, PATH);
  const endpoints: Record<string, MetricBounds> = {};
  const leftOut: string[] = [];
  for (const [name, bounds] of Object.entries(config.endpoints)) {
    const path = [...PATH, 'endpoints', name];
    if (!context.allNames.includes(name)) throw explainName(name, context.allNames, source, path);
    const compiled = compileBounds(bounds, source, path);
    checkDeadline(compiled, deadlineMs, source, path);
    if (Object.keys(compiled).length === 0) {
      throw new ConfigurationError(
        'declares no bound: write p99, throughput or errors under it',
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
  checkDeclared([whole, ...Object.values(endpoints)], leftOut, context);
  const live = compileRounds(config, context);
  if (context.hasBase) {
    const place = context.budget?.place ?? source.place([...PATH, 'rounds', 'budget']);
    checkBudget({ whole, endpoints }, live, place);
  }
  return {
    gate: { whole, endpoints, stored: config.stored, spread: config.spread, live },
    notices: leftOut.map(
      (name) =>
        `The bounds of ${name} are not judged: the profile ${context.profile} asks GET requests only.`,
    ),
  };
}

function compileBounds(config: MetricBoundsConfig, source: Source, path: Path): MetricBounds {
  const bounds: { p99?: Bounds; throughput?: Bounds; errors?: Bounds } = {};
  const { p99, throughput, errors } = config;
  if (p99) bounds.p99 = toBounds(p99.max, p99.regression);
  if (throughput) bounds.throughput = toBounds(throughput.min, throughput.regression);
  if (errors) bounds.errors = toBounds(errors.max, errors.regression);
  for (const [metric, { limit, regression }] of Object.entries(bounds)) {
    if (limit !== null || regression !== null) continue;
    const word = metric === 'throughput' ? 'min' : 'max';
    throw new ConfigurationError(
      `declares no bound: write ${word} or regression under it`,
      source.place([...path, metric]),
    );
  }
  return bounds;
}

function toBounds(limit: number | undefined, regression: number | undefined): Bounds {
  return { limit: limit ?? null, regression: regression ?? null };
}

function compileRounds(config: GateConfig, { source, budget: said, calibrates }: GateContext): LiveRounds {
  const { measure, discard, budget } = config.rounds;
  const allowance = config['environment-allowance'] ?? null;
  const rounds = { measureMs: measure, discardMs: discard, budgetMs: said?.ms ?? budget, allowance };
  if (allowance === null || calibrates) return rounds;
  const tolerances = [config, ...Object.values(config.endpoints)].flatMap(({ p99, throughput }) => [
    p99?.regression,
    throughput?.regression,
  ]);
  const tightest = Math.min(...tolerances.filter((tolerance) => tolerance !== undefined));
  if (tightest <= 2 * allowance) {
    throw new ConfigurationError(
      `${percent(allowance)} is too much for a tolerance of ${percent(tightest)}, which has to be more than twice as large: raise the regression, or let both environments run on one host`,
      source.place([...PATH, 'environment-allowance']),
    );
  }
  return rounds;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(4))} %`;
}

function checkDeclared(all: readonly MetricBounds[], leftOut: readonly string[], context: GateContext): void {
  const place = context.source.place(PATH);
  const bounds = all.flatMap((one) => Object.values(one));
  if (bounds.length === 0) {
    const why =
      leftOut.length > 0
        ? `the profile ${context.profile} asks GET requests only and leaves out every request with a bound`
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
      'it declares regressions only, and there is no baseline: set baseline, or declare a limit such as p99: { max: 100 ms }',
      place,
    );
  }
}

function explainName(name: string, names: readonly string[], source: Source, path: Path): ConfigurationError {
  const meant = suggest(name, names);
  const listed = names.slice(0, 20).join(', ') + (names.length > 20 ? ', …' : '');
  return new ConfigurationError(
    `no request has this name${meant ? `, did you mean "${meant}"?` : ''}; names are: ${listed}`,
    source.place(path),
  );
}
