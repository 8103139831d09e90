/** The stages of a load of one's own. */
import { ConfigurationError } from '../configuration-error.ts';
import { LOAD_TIME } from '../durations.ts';
import type { Arrivals, Load, Stage } from '../plan.ts';
import type { LoadConfig, StageConfig } from '../schema/load-schema.ts';
import { parseDuration, writeDuration } from '../units.ts';
import { stageName } from '../wording/stage-name.ts';
import type { Path, Source } from '../yaml/source.ts';
import { besideHalves } from './halves.ts';
import { totalDurationMs } from './whole-load.ts';

/** Shorter ones hold nothing that a figure could be made of. */
export const SHORTEST_STAGE_MS = 500;

/**
 * @param path of what holds them: `load`, or one of `profiles`
 * @throws ConfigurationError for names that repeat, a ramp from something to itself, stages with and without a rate,
 * and more time than a load may take
 */
export function compileStages(
  { connections, duration, stages, rate, arrivals: kind = 'constant', saturation }: LoadConfig,
  source: Source,
  path: Path,
): Load['stages'] {
  if (stages === undefined || stages[0] === undefined) {
    if (connections === undefined || duration === undefined) throw new RangeError('the schema asks for both');
    const arrivals = rate === undefined ? null : { perSecond: rate, kind };
    const stage: Stage = { name: null, connections, durationMs: duration, arrivals };
    return saturation ? besideHalves(stage) : [stage];
  }
  const [first, ...others] = stages;
  const at = [...path, 'stages'];
  const compile = (stage: StageConfig, i: number) => compileStage(stage, kind, source, [...at, i]);
  const compiled: Load['stages'] = [compile(first, 0), ...others.map((stage, i) => compile(stage, i + 1))];
  checkNames(compiled, source, at);
  checkModel(compiled, source, at);
  const totalMs = totalDurationMs({ stages: compiled });
  if (totalMs <= parseDuration(LOAD_TIME.to)) return compiled;
  throw new ConfigurationError(
    `take ${writeDuration(totalMs)} in all, and a load may take ${LOAD_TIME.to}: shorten some`,
    source.place(at),
  );
}

function compileStage(
  { name, connections, duration: durationMs, rate }: StageConfig,
  kind: Arrivals['kind'],
  source: Source,
  path: Path,
): Stage {
  const [from, to] = endsOf(connections, source, [...path, 'connections'], String);
  const [fromRate, toRate] = endsOf(rate ?? 0, source, [...path, 'rate'], (perSecond) => `${perSecond}/s`);
  const arrivals =
    rate === undefined ? null : { perSecond: toRate, ...ramp({ fromPerSecond: fromRate }), kind };
  return { name: name ?? null, connections: to, ...ramp({ fromConnections: from }), durationMs, arrivals };
}

/** Of a ramp both; of what stays as it is the end alone. */
function endsOf(
  value: number | { readonly from: number; readonly to: number },
  source: Source,
  path: Path,
  write: (end: number) => string,
): readonly [from: number | null, to: number] {
  if (typeof value === 'number') return [null, value];
  const { from, to } = value;
  if (from !== to) return [from, to];
  throw new ConfigurationError(
    `goes from ${write(from)} to ${write(to)}, which is not a ramp: write ${write(to)} alone, or another end`,
    source.place(path),
  );
}

function ramp<Key extends string>(from: Readonly<Record<Key, number | null>>): { [K in Key]?: number } {
  return Object.fromEntries(Object.entries(from).filter(([, value]) => value !== null)) as {
    [K in Key]?: number;
  };
}

/** Also where one is called what another without a name is told as, here or under `gate.stages`. */
function checkNames(stages: readonly Stage[], source: Source, at: Path): void {
  const number = stages.findIndex(({ name }) => name !== null && /^\d+$/.test(name));
  if (number >= 0) {
    throw new ConfigurationError(
      `"${stages[number]?.name}" is a number, which gate.stages uses for stages without a name: write a word, or no name`,
      source.place([...at, number, 'name']),
    );
  }
  const names = stages.map(({ name }, i) => stageName(name, i));
  names.forEach((name, i) => {
    const before = names.indexOf(name);
    if (before === i) return;
    const place = stages[i]?.name === null ? [...at, before, 'name'] : [...at, i, 'name'];
    throw new ConfigurationError(
      `"${name}" is what stage ${(stages[i]?.name === null ? i : before) + 1} is called: give each its own name`,
      source.place(place),
    );
  });
}

function checkModel(stages: readonly Stage[], source: Source, at: Path): void {
  const open = stages.findIndex(({ arrivals }) => arrivals !== null);
  const closed = stages.findIndex(({ arrivals }) => arrivals === null);
  if (open < 0 || closed < 0) return;
  throw new ConfigurationError(
    `is missing, and stage ${open + 1} has one: write a rate in every stage, or in none`,
    source.place([...at, closed, 'rate']),
  );
}
