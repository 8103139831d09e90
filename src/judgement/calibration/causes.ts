/**
 * What a calibration has to say, as data: a code and the figures that belong to it. report/calibration has the words.
 */
import type { MetricScope } from '../../config/scope.ts';
import type { Cause, CauseOf } from '../../evidence/result/causes.ts';

/** What casts doubt on a recommendation, or on the environment. */
export type CalibrationWarning =
  /** Somebody ended it after few blocks, which the recommendation counts in. */
  | ({ readonly code: 'cut-short' } & BlocksAreFew)
  /** Its time held few blocks, which the recommendation counts in. */
  | ({ readonly code: 'few-blocks' } & BlocksAreFew)
  /** The allowance is wide because the interval is, not because the environments were seen to differ so much. */
  | {
      readonly code: 'allowance-uncertain';
      /** Relative, as recommended. */
      readonly allowance: number;
      /** Largest difference that was estimated, relative. */
      readonly estimate: number;
    }
  /** Both sides are at one host, which needs no allowance, and are shown to differ all the same. */
  | {
      readonly code: 'shared-host-differs';
      /** Relative. */
      readonly estimate: number;
    }
  /** This row differs by more between the two environments than the allowance covers. */
  | (MetricScope & {
      readonly code: 'beyond-allowance';
      /** Relative. */
      readonly allowance: number;
      /** Of the change from base to target at 95 %, relative. */
      readonly interval: readonly [number, number];
    })
  /** Many rounds had a P99 of more than 1.5 times the median of their side. */
  | {
      readonly code: 'stalled-rounds';
      readonly stalled: number;
      /** Of both sides. */
      readonly rounds: number;
    }
  /** The second round of a block is not like the first one, whichever side it is on: one reaches into the next. */
  | {
      readonly code: 'second-round-differs';
      /** Of its P99, relative; above 0 it is slower. */
      readonly change: number;
    }
  /** Neighbouring blocks are alike or opposed, so that they tell less than as many independent ones. */
  | {
      readonly code: 'blocks-correlated';
      /** Lag-1 autocorrelation of their differences in P99, −1…1. */
      readonly correlation: number;
    }
  /** Failures have a speed of their own. */
  | {
      readonly code: 'requests-failed';
      /** Share 0…1 of all requests, on the side that has more. */
      readonly errorRate: number;
    };

interface BlocksAreFew {
  /** That count. */
  readonly blocks: number;
  /** The true spread is at most this many times the one seen, in nine cases of ten. */
  readonly spreadFactor: number;
}

/** What these figures can't tell, whatever was seen. */
export type CalibrationUnknown =
  /** How two hosts differ: both sides were one address. */
  | {
      readonly code: 'hosts-not-compared';
      /** Relative; counted with instead, and allowed for where nobody says otherwise. */
      readonly allowance: number;
    }
  /** How other hosts differ than these two, as they were then. */
  | { readonly code: 'other-hosts' }
  /** How one run differs from the next: `gate.spread`. */
  | { readonly code: 'between-runs' }
  /** Other hours, neighbours and loads. */
  | { readonly code: 'other-conditions' };

/** Why a gate's declared tolerance doesn't hold, or none at all; what holds instead stands beside it in the gate. */
export type GateShortfall =
  /** No block has a response on both sides. */
  | { readonly code: 'no-responses' }
  /** A tolerance has to be more than twice what the environments may differ by. */
  | {
      readonly code: 'within-allowance';
      /** Relative. */
      readonly wanted: number;
      readonly allowance: number;
    }
  /** Blocks differ by too much for so many of them. */
  | {
      readonly code: 'too-noisy';
      /** Relative, for errors absolute. */
      readonly wanted: number;
      readonly blocks: number;
      /** Spread of blocks at which `wanted` would hold, relative; null where that can't be said. */
      readonly spreadWanted: number | null;
    };

/** Why nothing is recommended. */
export type CalibrationRefusal =
  /** It could not be measured at all. */
  | { readonly code: 'unmeasurable'; readonly because: Cause }
  /** The target went away under the load, or somebody on the way answered for it and not for the base. */
  | { readonly code: 'target-lost'; readonly because: CauseOf<'target-lost'> }
  | { readonly code: 'target-intercepted'; readonly because: CauseOf<'turned-away'> }
  /** What was measured of either side can't be believed. */
  | { readonly code: 'not-believed'; readonly because: Cause }
  /** Nothing succeeded on a side for a stretch of its load, which is no noise. */
  | ({ readonly code: 'side-silent'; readonly side: 'target' | 'base' } & Stretch)
  /** What fails has another speed than what works. */
  | {
      readonly code: 'side-fails';
      readonly side: 'target' | 'base';
      /** Share 0…1 of its requests. */
      readonly errorRate: number;
      /** What most of them were; null where nothing stands out. */
      readonly main: CauseOf<'error-floor'>['main'];
    }
  /** Somebody ended it before there were enough blocks. */
  | ({ readonly code: 'cut-short' } & TooFewBlocks)
  /** Its time or its load gave too few blocks. */
  | ({ readonly code: 'few-blocks' } & TooFewBlocks);

/** Of one side's load, in seconds. */
interface Stretch {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

interface TooFewBlocks {
  /** With a response on both sides. */
  readonly blocks: number;
  readonly blocksWanted: number;
}
