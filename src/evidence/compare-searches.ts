/** Whether two searches for the breaking point looked for the same. */
import type { BaselineConditions } from './baseline.ts';
import { compareStages } from './compare-stages.ts';
import type { ComparedConditions } from './result/conditions.ts';
import type { Difference } from './result/differences.ts';

/**
 * A capacity is compared with one that was found in the same way, by the same limits. A baseline that says nothing of a
 * search is none, whatever else it leaves unsaid.
 */
export function differenceInSearch(now: ComparedConditions, then: BaselineConditions): Difference[] {
  const [before, present] = [then.search ?? null, now.search ?? null];
  if (before?.of !== present?.of)
    return [{ condition: 'search', before: before?.of ?? null, now: present?.of ?? null }];
  if (before === null || present === null || write(before.limits) === write(present.limits)) return [];
  return [{ condition: 'search-limits', before: before.limits, now: present.limits }];
}

/** Where a search begins and ends is no matter, nor how long it may take. */
export function compareSearches(
  now: ComparedConditions,
  then: BaselineConditions,
): ReturnType<typeof compareStages> {
  const [stage] = now.stages;
  const [before] = then.stages ?? [];
  if (stage === undefined || before === undefined) return { refused: [], noted: [] };
  const { ratePerSecond, durationSeconds } = stage;
  const { connections } = now.search?.of === 'rate' ? before : stage;
  const alike = {
    ...before,
    ratePerSecond,
    durationSeconds,
    ...(connections !== undefined && { connections }),
  };
  return compareStages(now, { ...then, stages: [alike] });
}

function write(limits: readonly { readonly metric: string; readonly limit: number }[]): string {
  return limits
    .map(({ metric, limit }) => `${metric} ${limit}`)
    .sort()
    .join();
}
