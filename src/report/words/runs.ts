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
  return `advises only: ${runs(count)} of history, and it takes ${gatesFrom} to gate`;
}

export function adviseRuns(more: number): string {
  return `Record ${more === 1 ? '1 more run' : `${formatCount(more)} more runs`}, such as one each night under the policy nightly.`;
}
