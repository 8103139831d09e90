import { formatChange, formatCount, formatInterval } from '../format.ts';
import { enumerate, nameRow } from '../wording.ts';
import type { LiveStanding, StandingGate } from './standing.ts';

/** A line with more gates than this would not be read. */
const MOST_GATES = 4;

/** `block 7 of 45: P99 +1.2 % (−3.1 … +5.8 %), throughput −0.4 %; about 4 blocks left`. */
export function tellProgress({ evidence, nmax, gates, whole }: LiveStanding): string {
  const blocks = evidence.blocks.length;
  const shown = enumerate(gates.map(tellGate), MOST_GATES);
  const seen = shown ? `: ${shown}` : '';
  const left = whole?.state === 'undecided' ? tellLeft(gates, nmax - blocks) : '';
  return `block ${formatCount(blocks)} of ${formatCount(nmax)}${seen}${left}`;
}

function tellGate({ metric, endpoint, estimate }: StandingGate): string {
  const name = nameRow({ metric, endpoint });
  if (estimate.change === null) return `${name} not known`;
  const interval = estimate.interval && formatInterval(metric, estimate.interval).replace(/ (?:%|pp)/, '');
  return `${name} ${formatChange(metric, estimate.change)}${interval ? ` (${interval})` : ''}`;
}

/** All gates have to pass, so the slowest says how long it takes. */
function tellLeft(gates: readonly StandingGate[], left: number): string {
  const more = gates.flatMap(({ blocksMore }) => blocksMore ?? []);
  if (left <= 0 || more.length === 0) return '';
  const most = Math.max(...more);
  if (most > left) return `; perhaps not decided in the ${left === 1 ? 'one block' : count(left)} left`;
  return `; about ${count(most)} left`;
}

function count(blocks: number): string {
  return `${formatCount(blocks)} ${blocks === 1 ? 'block' : 'blocks'}`;
}
