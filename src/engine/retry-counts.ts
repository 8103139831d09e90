/** Of requests that may be sent again: their attempts beyond those that ended them. */
export interface RetryCounts {
  /** Attempts that were sent after the first one of their request. */
  readonly repeated: number;
  /** Requests that succeeded with such an attempt. */
  readonly recovered: number;
  /** Requests that ended as they were, since no time, or no room, was left to wait for another attempt. */
  readonly givenUp: number;
  /** Ends of attempts after which their request went on: status → count, and those without a response. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly ends: Readonly<Record<'timeout' | 'socket' | 'unanswered', number>>;
}
