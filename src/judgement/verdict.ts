/** The decision and how it came about: numbers and causes. report/words makes sentences of them. */
import type { MetricScope } from '../config/scope.ts';
import type { Cause } from '../evidence/result/causes.ts';
import type { Comparison } from '../evidence/result/comparison.ts';
import type { InterleavedSummary, Suspect } from '../evidence/result/interleaved.ts';
import type { Remark } from '../evidence/result/remarks.ts';
import type { Saturation, TrendFigures } from '../evidence/result/trends.ts';
import type { Why } from '../evidence/result/why.ts';
import type { Acceptance } from './acceptance.ts';
import type { ServerJudged } from './server/judge-server.ts';

export type Outcome = 'pass' | 'fail' | 'inconclusive' | 'invalid';

export interface Verdict {
  readonly outcome: Outcome;
  /**
   * Why it is no pass, the decisive one first; empty for a pass. A fail lists what it leaves open behind what fails it.
   * An accepted fail keeps its own.
   */
  readonly causes: readonly Cause[];
  /**
   * Of the whole the headline metrics, declared or only shown, and what else is declared; then the declared rows by
   * endpoint.
   */
  readonly comparisons: readonly Comparison[];
  /** What doesn't change the outcome: differing conditions, warnings of `stored: warn`. */
  readonly warnings: readonly Remark[];
  /**
   * Requests without a gate of their own whose P99 stands out against the base, the clearest first. They never gate.
   */
  readonly suspects: readonly Suspect[];
  /** How target and base were measured in turn; null without a base, and where not one round of it was measured. */
  readonly interleaved: InterleavedSummary | null;
  /** Which way figures went over the load; absent or empty where it has no stretch that is long enough. */
  readonly trends?: readonly TrendFigures[];
  /** Whether more connections would have brought more; absent or null where that wasn't looked at. */
  readonly saturation?: Saturation | null;
  /** What moved with a latency that is shown to be worse; absent where none is, and where nothing can be told. */
  readonly why?: Why;
  /** Bounds of the server's side, and which way its series went; absent where nothing was measured. */
  readonly server?: Pick<ServerJudged, 'gates' | 'growths'>;
  /** Only on a fail over regressions that somebody accepted: it passes. */
  readonly accepted?: Acceptance;
}

/** The judgement after a round: final, or more load is needed before anything can be said. */
export interface Judgement {
  /** While more is wanted, an interim one: against the base, limits wait for the last analysis. */
  readonly verdict: Verdict;
  /** True where another round (against the base: another block) of the same length could decide what is undecided. */
  readonly wantsMore: boolean;
  /** What is known after a block; null without a base. */
  readonly progress: BlockProgress | null;
}

/** For people who watch: `block 7 of 45: P99 +1.2 % (−3.1 … +5.8 %); about 4 blocks left`. */
export interface BlockProgress {
  /** Each block is a whole pass on each side. */
  readonly ofPasses?: true;
  readonly blocks: number;
  readonly budgetBlocks: number;
  readonly gates: readonly (MetricScope & {
    readonly change: number | null;
    readonly interval: readonly [number, number] | null;
  })[];
  /** Blocks that the slowest gate probably still needs; null where that isn't known, or all are decided. */
  readonly blocksMore: number | null;
  /** Blocks in a row that look much longer than what is told. */
  readonly longer: number;
}
