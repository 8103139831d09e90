/** The shortest and the longest time of each kind, as a user writes them: schema, options and messages say the same. */
export interface DurationRange {
  readonly from: string;
  readonly to: string;
}

/** Measured time of a load. */
export const LOAD_TIME: DurationRange = { from: '1s', to: '2h' };
/** Of a search for the breaking point, without its warm-up. */
export const SEARCH_TIME: DurationRange = { from: '20s', to: '10m' };
/** Measured time of a round of a comparison with a base. */
export const ROUND_TIME: DurationRange = { from: '1s', to: '5m' };
/** All rounds of a comparison with a base together. */
export const BUDGET_TIME: DurationRange = { from: '30s', to: '2h' };
/** How long the target is waited for. */
export const WAIT_TIME: DurationRange = { from: '1s', to: '2h' };

/** Until all shards of a load are there. */
export const MEET_TIME: DurationRange = { from: '10s', to: '1h' };
