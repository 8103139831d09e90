import { ConfigurationError } from '../configuration-error.ts';
import { nameOverride, type Overrides } from '../overrides.ts';
import type { Load } from '../plan.ts';
import type { Config } from '../schema/config-schema.ts';
import { explainProfile, isProfileName, PROFILES, type ProfileName } from './profiles.ts';
import { withDuration } from './whole-load.ts';

export interface ChosenLoad {
  readonly load: Load;
  readonly getOnly: boolean;
}

const SHORTEST_MS = 1000;
const LONGEST_MS = 7_200_000;

/** The load of the file, or of the profile and duration given in its place. Throws ConfigurationError. */
export function chooseLoad(config: Config['load'], inputs: Overrides): ChosenLoad {
  const { load, getOnly } = inputs.profile
    ? takeProfile(readProfile(inputs.profile, inputs))
    : takeConfig(config);
  const { durationMs } = inputs;
  if (durationMs === undefined) return { load, getOnly };
  if (!(durationMs >= SHORTEST_MS && durationMs <= LONGEST_MS)) {
    throw new ConfigurationError(`${durationMs} ms is out of range: write at least 1s and at most 2h`, {
      key: nameOverride(inputs.door, 'duration'),
    });
  }
  // A short try shall not wait longer for its warm-up than for its figures.
  const warmupMs = Math.min(load.warmupMs, Math.round(durationMs / 2));
  return { load: { ...withDuration(load, durationMs), warmupMs }, getOnly };
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

function readProfile(text: string, { door }: Overrides): ProfileName {
  const name = text.trim();
  if (isProfileName(name)) return name;
  throw new ConfigurationError(explainProfile(name), { key: nameOverride(door, 'profile') });
}
