import { TAIL } from '../../config/metrics.ts';
import { figureOf } from '../../evidence/figure-of.ts';
import type { InterleavedEvidence } from '../../evidence/interleaved.ts';
import type { Sides } from '../../evidence/result/parts.ts';
import { median } from '../statistics/median.ts';

/** A round this much slower than the usual one of its side has stalled. */
const STALLED = 1.5;

/** Rounds whose P99 is more than 1.5 times the median of their side. */
export function countStalledRounds({ blocks }: InterleavedEvidence): Sides<number> {
  const count = (side: 'target' | 'base'): number => {
    const p99s = blocks.flatMap((block) => figureOf(TAIL, block[side].whole) ?? []).sort((a, b) => a - b);
    if (p99s.length === 0) return 0;
    const usual = median(p99s);
    return p99s.filter((p99Ms) => p99Ms > STALLED * usual).length;
  };
  return { target: count('target'), base: count('base') };
}
