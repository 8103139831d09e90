/** A walk through a flow, and who is on it. State alone: it is moved on by `walks.ts`, and outlives rounds. */
import type { Flow, FlowStep } from '../../config/scenario.ts';
import type { PickedRequest } from './dispatch.ts';
import type { RequestEnd } from './outcome.ts';
import type { UserState } from './user.ts';

/** Rows that were taken, by table; the same ones for as long as their holder lives. */
export type TakenRows = (readonly string[] | undefined)[];

export class Walk {
  readonly flow: number;
  readonly steps: Flow['steps'];
  /** Null until its first step is sent. */
  user: UserState | null = null;
  /** Among those that are under way; theirs to write. */
  place = -1;
  /** The step that is sent next. */
  at = 0;
  /** When that is due, by the worker's clock; +∞ while something is under way or waits to be sent again. */
  dueMs = Number.POSITIVE_INFINITY;
  /** What of its thinking is left over between two rounds. */
  restMs = 0;
  /** Due to be sent again, on its user's connection. */
  again: PickedRequest | null = null;
  /** What was captured on the way. */
  readonly captures: Record<string, string> = {};
  readonly rows: TakenRows = [];
  /** Latencies of its requests so far, added up. */
  latencyMs = 0;
  /** What of that each step took; 0 of one that was not sent. */
  readonly stepsMs: number[];
  /** How its first step that failed did: only those that are sent always are still sent. */
  failure: RequestEnd | null = null;
  /** It has gone on beyond the end of the load, and counts there as one that is under way. */
  isOut = false;
  /** It is given up, since the load has ended. */
  isCut = false;
  /** What clears up behind it was refused, and is sent once more with a new login. */
  isRenewed = false;

  constructor(flow: number, steps: Flow['steps']) {
    this.flow = flow;
    this.steps = steps;
    this.stepsMs = steps.map(() => 0);
  }

  /** Steps that it still has before it. */
  get ahead(): readonly FlowStep[] {
    return this.steps.slice(this.at);
  }
}
