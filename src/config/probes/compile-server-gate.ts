import { ConfigurationError, type Place } from '../configuration-error.ts';
import { countedStages } from '../load/halves.ts';
import type { Load } from '../plan.ts';
import type { ServerGateConfig, StageServerConfig } from '../schema/server-gate-schema.ts';
import { keyOfStage } from '../scope.ts';
import { CPU_PER_REQUEST, type ServerUnit } from '../server-series.ts';
import { parsePercent } from '../units.ts';
import { showValue } from '../wording/show-value.ts';
import { suggest } from '../wording/suggest.ts';
import type { Path, Source } from '../yaml/source.ts';
import type { PlannedProbe, ServerBounds } from './probe.ts';
import { parseAmount } from './series-unit.ts';

const PATH: Path = ['gate', 'server'];
/** As of every other relative figure. */
const SMALLEST_REGRESSION = 0.05;

interface ServerGateContext {
  readonly source: Source;
  readonly probes: readonly PlannedProbe[];
  readonly hasBase: boolean;
  /** Whether there is anything to be compared with. */
  readonly hasBaseline: boolean;
  /** Why this load can show no drift; null where it can. */
  readonly noDrift: string | null;
}

type Written = ServerGateConfig[string];

/** Bounds of series, each in the unit of its series. Throws ConfigurationError for one that no probe gives. */
export function compileServerGate(
  config: ServerGateConfig,
  context: ServerGateContext,
): readonly ServerBounds[] {
  const units = unitsOf(context.probes);
  return Object.entries(config).map(([series, written]) => {
    const unit = units.get(series);
    if (unit === undefined)
      throw explainSeries(series, [...units.keys()], { ...context, path: [...PATH, series] });
    return compileOne(series, unit, written, context);
  });
}

function compileOne(
  series: string,
  unit: ServerUnit,
  written: Written,
  { source, noDrift, hasBase, hasBaseline, probes }: ServerGateContext,
): ServerBounds {
  const place = (key: keyof Written) => source.place([...PATH, series, key]);
  const { max, min } = compileLimits(written, unit, source, [...PATH, series]);
  const drift = readAmount(written.drift, unit, place('drift'));
  if (drift !== null && series === CPU_PER_REQUEST) {
    throw new ConfigurationError(
      'is only known for a whole run: declare the drift of a series',
      place('drift'),
    );
  }
  if (drift === 0)
    throw new ConfigurationError("0 can't be distinguished from chance: write more", place('drift'));
  if (drift !== null && noDrift !== null) throw new ConfigurationError(noDrift, place('drift'));
  const { regression: text } = written;
  const regression = text === undefined ? null : placed(() => parsePercent(text), place('regression'));
  if (regression !== null && !(regression >= SMALLEST_REGRESSION && regression <= 10)) {
    throw new ConfigurationError(
      `${showValue(text)} is out of range: write at least 5 % and at most 1000 %`,
      place('regression'),
    );
  }
  if (regression !== null && !hasBaseline && max === null && min === null && drift === null) {
    throw new ConfigurationError(
      'there is nothing to compare with, and no limit either: set baseline, measure a base (base-url), or declare a max',
      place('regression'),
    );
  }
  const owner = probes.find((probe) => probe.series.some(({ key }) => key === series));
  if (regression !== null && hasBase && owner?.base === null) {
    throw new ConfigurationError(
      `${owner.key} is not read on the base, so there is nothing to compare with: give it its own base:`,
      place('regression'),
    );
  }
  if (
    regression !== null &&
    hasBase &&
    owner?.series.some(({ key, isOfMachine }) => key === series && isOfMachine)
  ) {
    throw new ConfigurationError(
      "is a figure of the whole machine, whichever side is under load, so it can't distinguish the two: declare a max",
      place('regression'),
    );
  }
  if (regression !== null && hasBase && owner?.isShared) {
    throw new ConfigurationError(
      `${owner.key} reads the same place for both sides, so they can't differ: give it its own base:, or {{target}} in its URL`,
      place('regression'),
    );
  }
  return { series, unit, max, min, drift, regression };
}

/** Of single stages: what `gate.stages` says of the server's side while they are run. Throws ConfigurationError. */
export function compileStageServer(
  config: Readonly<Record<string, { readonly server?: StageServerConfig }>>,
  {
    source,
    probes,
    load,
  }: Pick<ServerGateContext, 'source' | 'probes'> & { readonly load: Pick<Load, 'stages'> },
): readonly ServerBounds[] {
  const units = unitsOf(probes);
  const stages = countedStages(load);
  const keys = stages.map(keyOfStage);
  return Object.entries(config).flatMap(([key, { server = {} }]) =>
    Object.entries(server).flatMap(([series, written]): ServerBounds[] => {
      const path: Path = ['gate', 'stages', key, 'server', series];
      const unit = units.get(series);
      if (unit === undefined) throw explainSeries(series, [...units.keys()], { source, probes, path });
      if (series === CPU_PER_REQUEST) {
        throw new ConfigurationError(
          'is only known for a whole run: declare it under gate.server',
          source.place(path),
        );
      }
      const limits = compileLimits(written, unit, source, path);
      // A stage that only another load has is told with the stage's other bounds.
      const stage = stages[keys.indexOf(key)];
      if (stage === undefined || stages.length === 1) return [];
      const place = { key, index: load.stages.indexOf(stage) };
      return [{ series, stage: place, unit, ...limits, drift: null, regression: null }];
    }),
  );
}

/** Of nothing that takes time or memory itself could be kept at 0; how many wait, or fail, may be none at all. */
const MAY_BE_NONE: readonly ServerUnit[] = ['connections', 'number', 'per second'];

function compileLimits(
  written: Pick<Written, 'max' | 'min'>,
  unit: ServerUnit,
  source: Source,
  path: Path,
): Pick<ServerBounds, 'max' | 'min'> {
  const place = (key: 'max' | 'min') => source.place([...path, key]);
  const [max, min] = [
    readAmount(written.max, unit, place('max')),
    readAmount(written.min, unit, place('min')),
  ];
  if (max === 0 && !MAY_BE_NONE.includes(unit)) {
    throw new ConfigurationError('0 could hardly be met: write more than 0', place('max'));
  }
  if (max !== null && min !== null && min > max) {
    throw new ConfigurationError('is more than max: no value could meet both', place('min'));
  }
  return { max, min };
}

function readAmount(amount: string | number | undefined, unit: ServerUnit, place: Place): number | null {
  return amount === undefined ? null : placed(() => parseAmount(amount, unit), place);
}

function placed<T>(read: () => T, place: ReturnType<Source['place']>): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ConfigurationError) throw new ConfigurationError(error.message, place);
    throw error;
  }
}

function unitsOf(probes: readonly PlannedProbe[]): ReadonlyMap<string, ServerUnit> {
  const all = probes.flatMap(({ series }) => series);
  const units = new Map<string, ServerUnit>(all.map(({ key, unit }) => [key, unit]));
  if (all.some(({ role }) => role === 'cpu')) units.set(CPU_PER_REQUEST, 'seconds');
  return units;
}

function explainSeries(
  series: string,
  known: readonly string[],
  { source, probes, path }: Pick<ServerGateContext, 'source' | 'probes'> & { readonly path: Path },
): ConfigurationError {
  const place = source.place(path);
  if (probes.length === 0) {
    return new ConfigurationError(
      'there are no probes that provide it: write probes: [ { process: {} } ] or another one',
      place,
    );
  }
  const sameName = probes.flatMap((probe) => probe.series.filter(({ name }) => name === series));
  const meant = sameName.length > 0 ? null : suggest(series, known);
  const listed = sameName.length > 0 ? sameName.map(({ key }) => key) : known;
  const why =
    sameName.length > 0
      ? 'is the name of several series'
      : `no series has this name${meant ? `, did you mean "${meant}"?` : ''}`;
  return new ConfigurationError(`${why}; series are: ${listed.join(', ')}`, place);
}
