import type { Overrides } from '../overrides.ts';
import type { Load } from '../plan.ts';
import { PROFILES, type ProfileName } from '../profiles.ts';
import type { Config } from '../schema/config-schema.ts';
import { withDuration } from './whole-load.ts';

interface ChosenLoad {
  readonly load: Load;
  readonly getOnly: boolean;
}

/** The load of the file, or of the profile and duration given in its place. */
export function chooseLoad(config: Config['load'], { profile, durationMs }: Overrides): ChosenLoad {
  const { load, getOnly } = profile === undefined ? takeConfig(config) : takeProfile(profile);
  if (durationMs === undefined) return { load, getOnly };
  // A short try shall not wait longer for its warm-up than for its figures.
  const warmupMs = Math.min(load.warmupMs, Math.round(durationMs / 2));
  return { load: { ...withDuration(load, durationMs), warmupMs }, getOnly };
}

/** Whatever the file can be run with: its own load, and each profile. */
export function otherLoads(config: Config['load']): readonly Pick<Load, 'stages'>[] {
  return [takeConfig(config).load, ...Object.values(PROFILES)];
}

function takeConfig(config: Config['load']): ChosenLoad {
  if (typeof config === 'string') return takeProfile(config);
  const { connections, duration, warmup, timeout, rate, arrivals: kind = 'constant' } = config;
  const arrivals = rate === undefined ? null : { perSecond: rate, kind };
  const load: Load = {
    profile: null,
    stages: [{ name: null, connections, durationMs: duration, arrivals }],
    warmupMs: warmup,
    timeoutMs: timeout,
  };
  return { load, getOnly: false };
}

function takeProfile(profile: ProfileName): ChosenLoad {
  const { getOnly, ...figures } = PROFILES[profile];
  return { load: { profile, ...figures }, getOnly };
}
