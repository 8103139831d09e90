/** Words about runs of a history. */
import { formatCount } from './format.ts';

export function runs(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'run' : 'runs'}`;
}

export function noteAdvising({
  runs: count,
  gatesFrom,
}: {
  readonly runs: number;
  readonly gatesFrom: number;
}): string {
  return `only warns: ${runs(count)} of history, and ${gatesFrom} are needed to gate`;
}

export function adviseRuns(more: number): string {
  return `Record ${more === 1 ? '1 more run' : `${formatCount(more)} more runs`}, for instance one each night with the policy nightly.`;
}
