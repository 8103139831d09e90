export interface SpeedOfRun {
  readonly perSecond: number;
  /** Null where the system doesn't tell processor time. */
  readonly cpuUs: number | null;
}

export interface JudgedPairs {
  readonly what: string;
  readonly ratios: readonly number[];
  readonly ratio: number;
  readonly interval: readonly [low: number, high: number] | null;
  readonly met: boolean;
}

export const LEAST_RATIO: number;
export function judgePairs(earlier: readonly SpeedOfRun[], today: readonly SpeedOfRun[]): JudgedPairs[];
export function medianInterval(
  values: readonly number[],
  confidence?: number,
): readonly [low: number, high: number] | null;
