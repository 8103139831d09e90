/** The load of both doors where somebody else's generator makes it: its results in place of the engine's rounds. */
import { ConfigurationError } from './config/configuration-error.ts';
import { secretsOfEnvironment } from './config/generator/environment-secrets.ts';
import type { LoadCommand } from './config/generator.ts';
import { METRIC_NAMES, METRICS } from './config/metrics.ts';
import type { MetricBounds, Plan } from './config/plan.ts';
import { redactor } from './config/secrets/redact.ts';
import { urlOf } from './config/target/location.ts';
import type { Engine } from './engine/engine.ts';
import type { Round, RoundOrder, Side } from './engine/round.ts';
import { type CommandResult, runLoadCommand } from './engine/run-load-command.ts';
import { Unmeasurable } from './engine/unmeasurable.ts';
import { readStatedRun, roundOfRun, type StatedRun } from './evidence/stated/read-run.ts';
import { plural } from './report/words/format.ts';

interface GeneratorSetting {
  /** Of results that are there; empty of a command. */
  readonly runs: readonly StatedRun[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Nothing but the plan's own that no output may show, such as a token. */
  readonly secrets: readonly string[];
  readonly signal: AbortSignal;
  /** A line for the log. */
  tell(line: string): void;
}

/** The engine as it is where the plan has no generator. */
export function withGenerator(engine: Engine, { generator }: Plan, setting: GeneratorSetting): Engine {
  if (generator === undefined) return engine;
  if (generator.kind === 'command') {
    return {
      ...engine,
      measure: async (plan, order) => {
        const rounds = await measureByCommand(generator, plan, order, setting);
        return rounds.map((round) => ({ ...round, address: engine.address(order.side) }));
      },
    };
  }
  return {
    ...engine,
    prepare: async () => {},
    measure: async (_, { seed }) => roundsOfResults(setting.runs, seed),
    confirm: async () => {},
  };
}

function roundsOfResults(runs: readonly StatedRun[], seed: string): readonly Round[] {
  const empty = runs.filter(({ requests }) => requests === 0).length;
  if (empty > 0) {
    const which = runs.length === 1 ? 'the result holds' : `${empty} of ${runs.length} results hold`;
    throw new Unmeasurable('generator-result', `${which} no request, so that nothing can be judged`);
  }
  return runs.map((run) => {
    const at = new Date(run.startedAt ?? Date.now());
    const startedAt = (Number.isNaN(at.getTime()) ? new Date() : at).toISOString();
    return roundOfRun(run, { side: 'target', startedAt, seed });
  });
}

/** Once on the order's side; without a base, as many times as it is to be run. */
async function measureByCommand(
  generator: LoadCommand,
  plan: Plan,
  { side, seed, mostMs }: RoundOrder,
  { env, secrets, signal, tell }: GeneratorSetting,
): Promise<readonly Round[]> {
  const url = urlOf(side === 'base' && plan.base !== null ? plan.base : plan.target);
  // Whatever is in its environment it may write, where it fails.
  const redact = redactor([...secrets, ...plan.secrets, ...secretsOfEnvironment(env)]);
  const rounds: Round[] = [];
  const runs = plan.base === null ? generator.runs : 1;
  let leftMs = mostMs ?? Number.POSITIVE_INFINITY;
  while (rounds.length < runs) {
    const result = await runLoadCommand(generator, { url, mostMs: leftMs, env, signal, redact });
    if (result === null) return [...rounds, cutShort(generator, side, seed)];
    const run = readResult(result, generator, plan);
    const { startedAt, elapsedMs } = result;
    leftMs -= elapsedMs;
    rounds.push(roundOfRun(run, { side, startedAt, seed, elapsedMs }));
    tell(
      `${generator.reads} sent ${plural(run.requests, 'request')} to the ${side} in ${run.load.seconds.toFixed(0)} s.`,
    );
  }
  return rounds;
}

/** A run that the workflow's cap of time left no result of. */
function cutShort({ reads }: LoadCommand, side: Side, seed: string): Round {
  const load = { tool: reads, seconds: 0 };
  const nothing = {
    format: reads,
    startedAt: null,
    requests: 0,
    failed: 0,
    unanswered: 0,
    seconds: 0,
    latencyMs: {},
    doubts: [],
  };
  const round = roundOfRun({ ...nothing, load } as StatedRun, {
    side,
    startedAt: new Date().toISOString(),
    seed,
  });
  return { ...round, ended: { how: 'capped', by: 'max-duration' } };
}

/** Percentiles that would be compared in vain, however often it is run. */
function untoldBy({ latencyMs }: StatedRun, bounds: MetricBounds): string[] {
  return METRIC_NAMES.flatMap((metric) => {
    const row = METRICS[metric];
    const isCompared = (bounds[metric]?.regression ?? null) !== null;
    return row.kind === 'latency' && isCompared && latencyMs[row.field] === undefined ? [row.label] : [];
  });
}

function readResult(
  result: CommandResult,
  { reads }: LoadCommand,
  plan: Pick<Plan, 'base' | 'gate'>,
): StatedRun {
  const run = read(result);
  const found = run.format.split('-')[0];
  if (found !== reads)
    throw result.unusable(`the load generator's result is of ${found}, and load.reads says ${reads}`);
  if (run.requests === 0) throw result.unusable("the load generator's result contains no requests");
  const missing = plan.base === null ? [] : untoldBy(run, plan.gate.whole);
  if (missing.length > 0) {
    const why = run.doubts.map((doubt) => `; it ${doubt}`).join('');
    throw result.unusable(
      `the load generator's result contains no ${missing.join(', ')}, which gate compares${why}`,
    );
  }
  return run;
}

/** What a command leaves is no mistake of the configuration. */
function read(result: CommandResult): StatedRun {
  try {
    return readStatedRun(result.text, 'result');
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw result.unusable(`the load generator's result can't be judged: ${error.message}`);
  }
}

/** @throws ConfigurationError for shards of what somebody else's generator measures: they are parts of our own load */
export function checkShardable({ generator }: Pick<Plan, 'generator'>, key: string): void {
  if (generator === undefined) return;
  throw new ConfigurationError(
    'is for a load that Tailgate makes: let your own generator load from several machines, or leave it out',
    { key },
  );
}
