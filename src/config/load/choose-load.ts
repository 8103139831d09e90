import { ConfigurationError } from '../configuration-error.ts';
import type { Overrides } from '../overrides.ts';
import type { Load, Stage } from '../plan.ts';
import { PROFILES, type ProfileName } from '../profiles.ts';
import type { Config } from '../schema/config-schema.ts';
import type { Source } from '../yaml/source.ts';
import { besideHalves } from './halves.ts';
import { withDuration } from './whole-load.ts';

interface ChosenLoad {
  readonly load: Load;
  readonly getOnly: boolean;
}

/** The load of the file, or of the profile and duration given in its place. */
export function chooseLoad(
  config: Config['load'],
  { profile, durationMs }: Overrides,
  source: Source,
): ChosenLoad {
  const { load, getOnly } = profile === undefined ? takeConfig(config, source) : takeProfile(profile);
  if (durationMs === undefined) return { load, getOnly };
  // A short try shall not wait longer for its warm-up than for its figures.
  const warmupMs = Math.min(load.warmupMs, Math.round(durationMs / 2));
  return { load: { ...withDuration(load, durationMs), warmupMs }, getOnly };
}

function takeConfig(config: Config['load'], source: Source): ChosenLoad {
  if (typeof config === 'string') return takeProfile(config);
  const { connections, duration, warmup, timeout, rate, arrivals: kind = 'constant', saturation } = config;
  const arrivals = rate === undefined ? null : { perSecond: rate, kind };
  const stage: Stage = { name: null, connections, durationMs: duration, arrivals };
  if (saturation && (arrivals !== null || connections < 2)) {
    const why =
      arrivals === null
        ? '1 connection has no half: ask for at least 2'
        : 'at a rate, more connections bring no more requests: take rate out';
    throw new ConfigurationError(`${why}, or take saturation out`, source.place(['load', 'saturation']));
  }
  const load: Load = {
    profile: null,
    stages: saturation ? besideHalves(stage) : [stage],
    warmupMs: warmup,
    timeoutMs: timeout,
  };
  return { load, getOnly: false };
}

function takeProfile(profile: ProfileName): ChosenLoad {
  const { getOnly, ...figures } = PROFILES[profile];
  return { load: { profile, ...figures }, getOnly };
}
