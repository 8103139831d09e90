import type { BlockProgress } from '../../judgement/verdict.ts';
import { formatChange, formatCount, formatInterval } from './format.ts';
import { enumerate, nameRow } from './names.ts';

/** A line with more gates than this would not be read. */
const MOST_GATES = 4;

/**
 * `pass 1 of 2 on each side`, or `block 7 of 45: P99 +1.2 % (−3.1 … +5.8 %), throughput −0.4 %; about 4 blocks left`.
 */
export function writeProgress(progress: BlockProgress): string {
  const { blocks, budgetBlocks, gates, ofPasses } = progress;
  if (ofPasses) return `pass ${formatCount(blocks)} of ${formatCount(budgetBlocks)} on each side`;
  const shown = enumerate(gates.map(describeGate), MOST_GATES);
  const seen = shown ? `: ${shown}` : '';
  return `block ${formatCount(blocks)} of ${formatCount(budgetBlocks)}${seen}${describeLeft(progress)}`;
}

function describeGate({ change, interval, ...row }: BlockProgress['gates'][number]): string {
  const { metric } = row;
  const name = nameRow(row);
  if (change === null) return `${name} not known`;
  const shown = interval && formatInterval(metric, interval);
  return `${name} ${formatChange(metric, change)}${shown ? ` (${shown})` : ''}`;
}

function describeLeft({ blocks, budgetBlocks, blocksMore }: BlockProgress): string {
  const left = budgetBlocks - blocks;
  if (left <= 0 || blocksMore === null) return '';
  if (blocksMore > left) return `; perhaps not decided in the ${left === 1 ? 'one block' : count(left)} left`;
  return `; about ${count(roughly(blocksMore))} left`;
}

/** More figures would be more than anybody knows. */
function roughly(blocks: number): number {
  return blocks > 20 ? 5 * Math.floor(blocks / 5) : blocks;
}

function count(blocks: number): string {
  return `${formatCount(blocks)} ${blocks === 1 ? 'block' : 'blocks'}`;
}
