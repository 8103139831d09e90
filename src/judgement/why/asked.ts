/** What is asked of each kind of evidence: which figures got worse, and what both sides were seen to do. */
import type { Metric } from '../../config/metrics.ts';
import type { Histogram } from '../../evidence/histogram.ts';
import type { Sides } from '../../evidence/result/parts.ts';
import type { Why } from '../../evidence/result/why.ts';
import type { TimeSpent } from '../../evidence/server-timing.ts';
import type { ComparedServer } from './compared-server.ts';
import type { Rise } from './everywhere.ts';

/** A latency that is shown to be worse than before, of all requests (null), of one name, or of walks through a flow. */
export interface WorseFigure {
  readonly metric: Metric;
  /** 0…1 */
  readonly quantile: number;
  readonly endpoint: string | null;
  readonly flow?: true;
}

/** Requests of one name, each side with all that was measured of it; of a baseline the base is its run. */
export interface ComparedEndpoint {
  readonly name: string;
  readonly latency: Sides<Histogram>;
  /** What the slowest responses spent their time on; null where a side tells nothing. */
  readonly slowest: Sides<TimeSpent> | null;
}

/** Walks through one flow, and what their steps took; of a baseline the base is its run. */
export interface ComparedFlow {
  readonly name: string;
  readonly times: Sides<Readonly<Record<Walked, TimeSpent>>>;
}

/** The slowest tenth of the walks, or all of them. */
type Walked = 'slowest' | 'all';

/** What walks through a flow whose figure got worse became longer by. */
export interface FlowShift {
  readonly flow: string;
  readonly metric: Metric;
  readonly of: Walked;
  readonly beforeMs: number;
  readonly afterMs: number;
  /** Of each step, on average; their differences add up to that of the walks. */
  readonly steps: readonly StepShift[];
}

export interface StepShift {
  readonly name: string;
  readonly beforeMs: number;
  readonly afterMs: number;
  /** More than chance explains. */
  readonly isLonger: boolean;
}

export interface SlowerRequest {
  readonly request: ComparedEndpoint;
  /** What it contributes to the shift of all, in ms; null where its own figure is what got worse. */
  readonly ms: number | null;
  /** The same as a part of the shift, at most 1; of its own figure all of it. */
  readonly share: number;
  /** Most requests got slower, and this one much more than they. */
  readonly outstanding: boolean;
}

export interface Asked {
  readonly worse: readonly WorseFigure[];
  readonly endpoints: readonly ComparedEndpoint[];
  /** Which requests carry the shift of all; absent where no figure of all is worse. */
  readonly shift: Why['shift'];
  /** Of the flows whose figure got worse. */
  readonly flows: readonly FlowShift[];
  /** Null where it is not most requests that got slower. */
  readonly everywhere: Rise | null;
  /** Requests that are known to be slower, and worth a closer look. */
  readonly slower: readonly SlowerRequest[];
  readonly chance: ChanceRule;
  /** Null where probes tell nothing of both sides. */
  readonly server: ComparedServer | null;
}

/** What keeps chance from being taken for evidence. */
export interface ChanceRule {
  /** Whether the request is slower than chance explains: more of its responses are beyond that latency. */
  isSlower(request: ComparedEndpoint, figure: WorseFigure, beyondMs: number): boolean;
  /**
   * Whether it got slower than all together by more than chance explains.
   * @param times as slow as others became
   */
  standsOut(request: ComparedEndpoint, times: number): boolean;
  /** Whether that duration is longer in its slowest responses than chance explains. */
  isLonger(request: ComparedEndpoint, duration: string): boolean;
  /** Whether a step of the flow takes longer than chance explains. */
  isLongerStep(flow: ComparedFlow, step: string, of: Walked): boolean;
}
