import type { GeneratorHealth } from './generator-health.ts';
import type { RoundEnd } from './round.ts';

/** How one of the machines that made a round together fared. */
export interface ShardOfRound {
  /** From 1. */
  readonly shard: number;
  /** When its measured time began, by the clock that all share, in ms since 1970; and by how much that may be wrong. */
  readonly startMs: number;
  readonly uncertaintyMs: number;
  readonly measuredMs: number;
  readonly ended: RoundEnd['how'];
  /** It has no further round, though others have. */
  readonly stopped?: true;
  /** Of its successes and timeouts; null where they are too few to tell. */
  readonly p50Ms: number | null;
  readonly generator: Pick<GeneratorHealth, 'cpuShare' | 'loopDelayP99Ms' | 'lateShare'>;
}
