import { TAIL } from '../../config/metrics.ts';
import { figureOf } from '../../evidence/figure-of.ts';
import type { InterleavedEvidence } from '../../evidence/interleaved.ts';
import type { Sides } from '../../evidence/result/parts.ts';
import { median } from '../statistics/median.ts';

/** A round this much slower than the usual one of its side has stalled. */
const STALLED = 1.5;

/** Rounds whose P99 is more than 1.5 times the median of their side: the blocks that they are in, from 0. */
export function findStalledRounds({ blocks }: InterleavedEvidence): Sides<readonly number[]> {
  const find = (side: 'target' | 'base'): number[] => {
    const p99s = blocks.map((block) => figureOf(TAIL, block[side].whole) ?? null);
    const known = p99s.filter((p99Ms) => p99Ms !== null).sort((a, b) => a - b);
    if (known.length === 0) return [];
    const usual = median(known);
    return p99s.flatMap((p99Ms, i) => (p99Ms !== null && p99Ms > STALLED * usual ? [i] : []));
  };
  return { target: find('target'), base: find('base') };
}

export function countStalledRounds(evidence: InterleavedEvidence): Sides<number> {
  const { target, base } = findStalledRounds(evidence);
  return { target: target.length, base: base.length };
}
