/** How hard and how long, under a name. A profile carries no limits. */
import { SEARCH_MS, searchLoad } from './load/compile-search.ts';
import { besideHalves } from './load/halves.ts';
import type { Load, Method, Stage } from './plan.ts';

export interface Profile extends Pick<Load, 'stages' | 'search' | 'warmupMs' | 'timeoutMs'> {
  /**
   * The only methods that are asked; null: all of the scenario. One that only reads leaves no data behind, so that a
   * load of any weight can be repeated.
   */
  readonly methods: readonly Method[] | null;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const COMMON = { warmupMs: 10 * SECOND_MS, timeoutMs: 10 * SECOND_MS };
const READING = { ...COMMON, methods: ['GET'] } as const;
const ALL = { ...COMMON, methods: null };

/** Profiles built in. */
export const PROFILES = {
  light: { stages: [stage(null, 10, 2 * MINUTE_MS)], ...READING },
  realistic: { stages: [stage(null, 10, 2 * MINUTE_MS)], ...ALL },
  medium: { stages: [stage(null, 50, 5 * MINUTE_MS)], ...ALL },
  heavy: { stages: besideHalves(stage(null, 100, 3 * MINUTE_MS)), ...READING },
  spike: {
    stages: [
      stage('calm', 10, 30 * SECOND_MS),
      stage('climb', 50, 30 * SECOND_MS),
      stage('spike', 200, 60 * SECOND_MS),
      stage('fall', 50, 30 * SECOND_MS),
      stage('calm again', 10, 30 * SECOND_MS),
    ],
    ...READING,
  },
  soak: { stages: [stage(null, 25, 30 * MINUTE_MS)], ...READING },
  breakpoint: {
    ...searchLoad({ of: 'connections', from: 1, most: 400, budgetMs: SEARCH_MS }, 1, 'constant'),
    ...ALL,
  },
} as const satisfies Readonly<Record<string, Profile>>;

export const PROFILE_NAMES: readonly string[] = Object.keys(PROFILES);

/** Null where there is none of that name. */
export function builtInProfile(name: string): Profile | null {
  return Object.hasOwn(PROFILES, name) ? PROFILES[name as keyof typeof PROFILES] : null;
}

function stage(name: string | null, connections: number, durationMs: number): Stage {
  return { name, connections, durationMs, arrivals: null };
}

/** Why a text is no profile's name, and what to write. @param own names of the project's profiles */
export function explainProfile(text: string, own: readonly string[]): string {
  const use = `use ${[...PROFILE_NAMES, ...own].join(', ')}, or a load of your own`;
  return `${JSON.stringify(text.slice(0, 80))} is no profile: ${use}`;
}
