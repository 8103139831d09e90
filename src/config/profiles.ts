import { besideHalves } from './load/halves.ts';
import type { Load, Stage } from './plan.ts';

/** How hard and how long, under a name. A profile carries no limits. */
interface Profile extends Omit<Load, 'profile'> {
  /** Leaves the scenario's other methods out: it loads reading, and leaves no data behind. */
  readonly getOnly: boolean;
}

const MINUTE_MS = 60_000;
const COMMON = { warmupMs: 10_000, timeoutMs: 10_000 };

/** Profiles built in. */
export const PROFILES = {
  light: { ...constant(10, 2), ...COMMON, getOnly: true },
  realistic: { ...constant(10, 2), ...COMMON, getOnly: false },
  medium: { ...constant(50, 5), ...COMMON, getOnly: false },
  heavy: { stages: besideHalves(constant(100, 3).stages[0]), ...COMMON, getOnly: true },
  soak: { ...constant(25, 30), ...COMMON, getOnly: true },
} as const satisfies Readonly<Record<string, Profile>>;

export type ProfileName = keyof typeof PROFILES;

export const PROFILE_NAMES = Object.keys(PROFILES) as ProfileName[];

/** Profiles of later versions: known words, so that the message can say so. */
const LATER_PROFILES: readonly string[] = ['spike', 'breakpoint'];

export function isProfileName(text: string): text is ProfileName {
  return Object.hasOwn(PROFILES, text);
}

function constant(connections: number, minutes: number): Pick<Load, 'stages'> {
  const stage: Stage = { name: null, connections, durationMs: minutes * MINUTE_MS, arrivals: null };
  return { stages: [stage] };
}

/** Why a text is no profile's name, and what to write. */
export function explainProfile(text: string): string {
  if (LATER_PROFILES.includes(text)) {
    return `profile "${text}" is not supported by this version: use ${PROFILE_NAMES.join(', ')}, or connections and duration of your own`;
  }
  return `${JSON.stringify(text.slice(0, 80))} is no profile: use ${PROFILE_NAMES.join(', ')}, or connections and duration of your own`;
}
