import { ConfigurationError, type Place } from '../configuration-error.ts';
import { nameOverride, type Overrides } from '../overrides.ts';
import type { Load } from '../plan.ts';
import { builtInProfile, explainProfile, PROFILES, type Profile } from '../profiles.ts';
import type { Config } from '../schema/config-schema.ts';
import type { LoadConfig } from '../schema/load-schema.ts';
import { writeDuration } from '../units.ts';
import { stageName } from '../wording/stage-name.ts';
import type { Path, Source } from '../yaml/source.ts';
import { checkSearchTime, compileSearch } from './compile-search.ts';
import { compileStages, SHORTEST_STAGE_MS } from './compile-stages.ts';
import { withoutAside } from './halves.ts';
import { isConstant, totalDurationMs, withDuration } from './whole-load.ts';

export interface ChosenLoad {
  readonly load: Load;
  /** The only methods that are asked; null: all. */
  readonly methods: Profile['methods'];
  /** Where its figures are written in the file; null where they are a built-in profile's. */
  readonly path: Path | null;
  /** Whether something would be measured aside, and isn't. */
  readonly leavesOut?: boolean;
}

/**
 * The load of the file, or of the profile and duration given in its place.
 *
 * @param inTurn with a base, or for a calibration: a duration is the budget of all rounds, a load that changes on its
 * way stays as it is, and nothing is measured aside
 * @throws ConfigurationError for a profile that there is none of, or twice, and for what compileStages refuses
 */
export function chooseLoad(
  { load: config, profiles }: Pick<Config, 'load' | 'profiles'>,
  source: Source,
  inputs: Overrides,
  inTurn: boolean,
): ChosenLoad {
  const { profile, durationMs, door } = inputs;
  for (const name of Object.keys(profiles)) {
    if (builtInProfile(name) === null) continue;
    const message = 'is the name of a built-in profile: choose another';
    throw new ConfigurationError(message, source.place(['profiles', name]));
  }
  const taken = takeLoad(profile ?? config, profiles, source, () =>
    profile === undefined ? source.place(['load']) : { key: nameOverride(door, 'profile') },
  );
  const chosen = inTurn ? leaveOut(taken) : taken;
  // One that nobody picks is to be right as well.
  for (const [name, own] of Object.entries(profiles)) compileLoad(own, source, ['profiles', name]);
  if (durationMs === undefined) return chosen;
  // A short try shall not wait longer for its warm-up than for its figures.
  const warmupMs = Math.min(chosen.load.warmupMs, Math.round(durationMs / 2));
  const load = { ...chosen.load, warmupMs };
  if (inTurn && !isConstant(load)) return { ...chosen, load };
  return { ...chosen, load: shorten(load, durationMs, { key: nameOverride(door, 'duration') }) };
}

function leaveOut(chosen: ChosenLoad): ChosenLoad {
  const load = withoutAside(chosen.load);
  return { ...chosen, load, leavesOut: load.stages.length < chosen.load.stages.length };
}

/** Whatever the file can be run with: its own load, and each profile. */
export function otherLoads(
  { load, profiles }: Pick<Config, 'load' | 'profiles'>,
  source: Source,
): readonly Pick<Load, 'stages'>[] {
  const own = Object.entries(profiles).map(([name, profile]) =>
    compileLoad(profile, source, ['profiles', name]),
  );
  const ofFile = typeof load === 'string' ? [] : [compileLoad(load, source, ['load'])];
  return [...ofFile, ...own, ...Object.values(PROFILES)];
}

function takeLoad(
  config: Config['load'],
  profiles: Config['profiles'],
  source: Source,
  placeOfName: () => Place,
): ChosenLoad {
  if (typeof config !== 'string')
    return { load: compile(null, config, source, ['load']), methods: null, path: ['load'] };
  const name = config.trim();
  const own = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (own !== undefined) {
    const path = ['profiles', name];
    return { load: compile(name, own, source, path), methods: own.methods ?? null, path };
  }
  const built = builtInProfile(name);
  if (built === null)
    throw new ConfigurationError(explainProfile(name, Object.keys(profiles)), placeOfName());
  const { methods, ...figures } = built;
  return { load: { profile: name, ...figures }, methods, path: null };
}

function compile(profile: string | null, config: LoadConfig, source: Source, path: Path): Load {
  const { warmup: warmupMs, timeout: timeoutMs } = config;
  return { profile, ...compileLoad(config, source, path), warmupMs, timeoutMs };
}

function compileLoad(config: LoadConfig, source: Source, path: Path): Pick<Load, 'stages' | 'search'> {
  const { breakpoint, duration, arrivals } = config;
  if (breakpoint) return compileSearch({ breakpoint, duration, arrivals }, source, path);
  return { stages: compileStages(config, source, path) };
}

function shorten(load: Load, durationMs: number, place: Place): Load {
  if (load.search) checkSearchTime(durationMs, () => place);
  const short = withDuration(load, durationMs);
  const at = short.stages.findIndex((stage) => stage.durationMs < SHORTEST_STAGE_MS);
  const stage = short.stages[at];
  if (stage === undefined) return short;
  const shortestMs = Math.min(...load.stages.map((one) => one.durationMs));
  const leastMs = Math.ceil((SHORTEST_STAGE_MS * totalDurationMs(load)) / shortestMs / 1000) * 1000;
  throw new ConfigurationError(
    `${writeDuration(durationMs)} leave ${writeDuration(stage.durationMs)} for ${stageName(stage.name, at)}, and a stage has to be at least ${writeDuration(SHORTEST_STAGE_MS)}: write at least ${writeDuration(leastMs)}`,
    place,
  );
}
