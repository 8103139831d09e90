import type { BlockProgress } from '../verdict.ts';

/** Share of the budget's rest from which on it may be too short: what comes that near would be told now so, now so. */
const NEARLY = 0.8;
/** Blocks in a row that have to look much longer before more is told than was. */
const IN_A_ROW = 5;
/** Much longer than what was told. */
const LONGER = 1.5;
/** Blocks by which it then rises, at most, and the share of what was told that it keeps where it falls. */
const MOST_RISE = 5;
const LEAST_KEPT = 0.6;

/**
 * The same progress with a forecast that people can follow. Each block's own is the middle of a wide range, and goes up
 * and down with a single one. So what is told falls, but not all at once, and stands still where the blocks say that it
 * takes longer; it rises only where several in a row say so, by five blocks at most.
 *
 * @param before what was told after the block before; null after the first one
 * @param now as that block has it alone
 */
export function steady(before: BlockProgress | null, now: BlockProgress): BlockProgress {
  if (now.blocksMore === null) return now;
  const rest = now.budgetBlocks - now.blocks;
  // More than there are: it is told that they may be too few.
  const seen = now.blocksMore > NEARLY * rest ? rest + 1 : now.blocksMore;
  const told = before?.blocksMore ?? null;
  if (told === null) return { ...now, blocksMore: seen };
  if (seen <= told) return { ...now, blocksMore: Math.max(seen, Math.floor(LEAST_KEPT * told), 1) };
  const longer = seen > LONGER * told + 1 ? (before?.longer ?? 0) + 1 : 0;
  if (longer < IN_A_ROW) return { ...now, longer, blocksMore: told };
  return { ...now, blocksMore: Math.min(seen, told + MOST_RISE) };
}
