/** What a row of metrics.ts says of its metric, kind by kind. */
interface Common {
  /** As a table's row is called. */
  readonly label: string;
  /** The same in the middle of a sentence. */
  readonly noun: string;
  readonly worse: 'higher' | 'lower';
  /** Limit: the most that is allowed of what is worse when higher, the least of what is worse when lower. */
  readonly bound: 'max' | 'min';
  /**
   * log: changes are relative (0.1 is 10 %) and symmetric as logarithms. linear: they are differences (0.005 is 0.5
   * pp).
   */
  readonly scale: 'log' | 'linear';
  /** Chance of a false fail that its gate may have at most, over a whole interleaved run. */
  readonly alpha: number;
  /** Smaller tolerances can't be told from noise, whatever a run's length; in the unit of a change. */
  readonly smallestTolerance: number;
  /**
   * What is looked at where nothing is declared yet, and the smallest drift that is worth telling; in the unit of a
   * change.
   */
  readonly usualTolerance: number;
  readonly smallestDrift: number;
  /** True for what is shown, recorded and watched for drift whether or not anything is declared about it. */
  readonly headline: boolean;
  /** Where under `gate` it may stand: anywhere, or beside the other figures of the whole alone. */
  readonly declaredOn: 'any' | 'whole';
  /** False where a figure of before is nothing to hold it against: it has a limit, and no regression. */
  readonly compared: boolean;
  /** Names of the action's outputs; without a change where nothing is compared. */
  readonly outputs: { readonly figure: string; readonly change?: string };
}

/** In ms, of successes and timeouts. */
export interface QuantileOf<Field extends string> extends Common {
  readonly kind: 'latency';
  /** 0…1 */
  readonly quantile: number;
  /** Its name among a measurement's latencies: P99.9 can't be spelt with a point there. */
  readonly field: Field;
}

/** Per second, of successes. */
interface RateMetric extends Common {
  readonly kind: 'rate';
}

/** A share 0…1 of all requests. */
interface ShareMetric extends Common {
  readonly kind: 'share';
}

/** Per second, of what a search finds; absent where the load is none. */
interface CapacityMetric extends Common {
  readonly kind: 'capacity';
  /** Its name among the figures of the whole. */
  readonly field: 'capacityPerSecond';
}

/** Attempts a request, at least 1. */
interface RatioMetric extends Common {
  readonly kind: 'ratio';
}

/** In seconds, of what a special load makes; absent where it makes none. */
interface TimeMetric extends Common {
  readonly kind: 'time';
  /** Its name among the figures of the whole. */
  readonly field: 'recoverySeconds';
}

/** A share 0…1 of the requests of one stretch; absent where there is no such stretch. */
interface PartMetric extends Common {
  readonly kind: 'part';
  /** Its name among the figures of the whole. */
  readonly field: 'faultErrorRate';
}

export type AnyRow =
  | QuantileOf<string>
  | RateMetric
  | ShareMetric
  | CapacityMetric
  | RatioMetric
  | TimeMetric
  | PartMetric;
