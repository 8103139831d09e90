/**
 * Rare stalls, which short blocks see less of: a stall in every tenth block moves neither the middle nor the ranks. What
 * they come to is seen in all responses together, and whether they are the target's own by how many blocks lean far to
 * either side.
 */
import jStat from 'jstat';
import type { Sides } from '../../evidence/result/parts.ts';

/**
 * Evidence that blocks lean to the target's side more often than a fair coin makes them: the mean over p in ½ … 1 of
 * (2p)^a (2 (1 − p))^b. Where there is nothing to be found it is a martingale that begins at 1, so that it ever reaches
 * 1/α with a chance of at most α (Ville 1939), whenever and however often one looks.
 */
export function stallEvidence({ target: a, base: b }: Sides<number>): number {
  // 2 · ∫ over ½ … 1 of (2p)^a (2 (1 − p))^b dp, by the incomplete beta function.
  const logWhole = (a + b + 1) * Math.LN2 + jStat.betaln(a + 1, b + 1);
  const upperHalf = 1 - jStat.ibeta(0.5, a + 1, b + 1);
  return Math.exp(logWhole) * upperHalf;
}
