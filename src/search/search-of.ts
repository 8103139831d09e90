import type { BreakpointSearch, Plan } from '../config/plan.ts';

/** Beside a base, so often is each side searched at least. */
export const FEWEST_SEARCHES = 2;

/** How the plan searches; beside a base, so that its budget holds two searches of each side. */
export function searchOf({ load, base, gate }: Plan): BreakpointSearch {
  const { search } = load;
  if (search === undefined) throw new RangeError('the load is no search');
  if (base === null) return search;
  const shareMs = gate.interleaved.budgetMs / (2 * FEWEST_SEARCHES);
  return { ...search, budgetMs: Math.min(search.budgetMs, Math.floor(shareMs - load.warmupMs)) };
}
