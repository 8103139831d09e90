import type { ClockOffset, Start } from '../meeting.ts';

/** For the log: `2026-11-30T12:00:00.000Z (GitHub’s clock is 12 ms ahead, ± 25 ms)`. */
export function describeStart({ atMs, clock }: Pick<Start, 'atMs' | 'clock'>): string {
  return `${new Date(atMs).toISOString()}${describeOffset(clock)}`;
}

/** '' where it was not measured, or is this machine's. */
function describeOffset({ offsetMs, uncertaintyMs, source }: ClockOffset): string {
  if (source === 'own' || (offsetMs === 0 && uncertaintyMs === 0)) return '';
  const whose = source === 'github' ? 'GitHub’s clock' : 'the shards’ common clock';
  const way = offsetMs < 0 ? 'behind' : 'ahead';
  return ` (${whose} is ${Math.abs(offsetMs)} ms ${way}, ± ${uncertaintyMs} ms)`;
}
