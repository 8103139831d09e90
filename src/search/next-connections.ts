import type { BreakpointSearch } from '../config/plan.ts';
import { bearsMost, bracketOf, isFound, TIMES, thresholdOf } from './close-in.ts';
import { findKnee } from './knee.ts';
import { climbMs, leastAgain } from './next-rate.ts';
import { hasHeld, type SearchStep, type SeenStep, trialsOf } from './step.ts';

const CLIMB = 1.5;
/** The knee is known well enough between loads that are no further apart. */
const NARROW = 1.15;
/** So many steps at the knee or beyond it make a mean, and a spread. */
const PLATEAU_STEPS = 5;

/**
 * The step that comes next in a search for a number of connections, apart from rests; null once nothing more is to be
 * learnt. It climbs until a limit breaks or throughput stays what it was, though there are more connections.
 */
export function nextConnections(search: BreakpointSearch, steps: readonly SeenStep[]): SearchStep | null {
  const trials = trialsOf(steps);
  const last = trials.at(-1);
  const ms = climbMs(search);
  if (last === undefined) return { phase: 'climb', load: search.from, ms };
  const held = trials.filter(hasHeld);
  if (held.length === 0) return trials.length < TIMES ? leastAgain(search) : null;
  const knee = findKnee(trials);
  if (knee !== null) {
    const between = betweenOf(knee.below, knee.at);
    if (between !== null) return closeAt(search, between);
    return knee.plateau.length < PLATEAU_STEPS ? closeAt(search, knee.at) : null;
  }
  if (bearsMost(trials, search)) return null;
  if (held.length === trials.length) {
    return last.load < search.most
      ? { phase: 'climb', load: climb(search, last.load), ms }
      : closeAt(search, search.most);
  }
  return closeIn(search, trials);
}

function climb({ most }: BreakpointSearch, load: number): number {
  return Math.min(most, Math.max(load + 1, Math.round(load * CLIMB)));
}

function closeAt({ budgetMs }: BreakpointSearch, load: number): SearchStep {
  return { phase: 'close', load, ms: Math.round(Math.max(1000, budgetMs / 40)) };
}

/** Halfway, by their ratio; null where they are near enough. */
function betweenOf(below: number, above: number): number | null {
  if (above - below <= 1 || above / below <= NARROW) return null;
  return Math.min(above - 1, Math.max(below + 1, Math.round(Math.sqrt(below * above))));
}

/** There is nothing between two whole numbers: each of them is tried twice. */
function closeIn(search: BreakpointSearch, trials: readonly SeenStep[]): SearchStep | null {
  const threshold = thresholdOf(trials, search);
  if (isFound(threshold, trials)) return null;
  const load = Math.min(search.most, Math.max(1, Math.round(threshold.at)));
  const { held, broke } = bracketOf(trials);
  if (broke - held !== 1) return closeAt(search, load);
  const few = [held, broke].find((at) => trials.filter((step) => step.load === at).length < TIMES);
  return few === undefined ? null : closeAt(search, few);
}
