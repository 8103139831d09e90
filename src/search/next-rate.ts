import type { BreakpointSearch } from '../config/plan.ts';
import { bearsMost, bracketOf, isFound, TIMES, thresholdOf } from './close-in.ts';
import { hasHeld, type SearchStep, type SeenStep, trialsOf } from './step.ts';
import type { Threshold } from './threshold.ts';

/** From step to step while all holds: ten of them up to the most, where such small ones go so far. */
const CLIMB = { least: 1.5, most: 2, steps: 10 };
/** Beside what an overloaded service still answered: one step below that, and one above. */
const BESIDE = 0.03;
/** Once what held and what broke are so near, loads on either side of the threshold tell how wide the turn is. */
const FLANKS_FROM = 1.08;
const FLANK = 1.03;
/** By then a rate that is 5 % above the capacity shows, see growth.ts. */
const SHORTEST_MS = 2500;
/** A step that narrows down sees so many requests, as far as the budget allows: the slowest hundredth is 15. */
const REQUESTS = 1500;

/** The step that comes next in a search for a rate, apart from rests; null once nothing more is to be learnt. */
export function nextRate(search: BreakpointSearch, steps: readonly SeenStep[]): SearchStep | null {
  const trials = trialsOf(steps);
  const last = trials.at(-1);
  const ms = climbMs(search);
  if (last === undefined) return { phase: 'climb', load: search.from, ms };
  const held = trials.filter(hasHeld);
  if (bearsMost(trials, search)) return null;
  if (held.length === trials.length) {
    return last.load < search.most
      ? { phase: 'climb', load: climb(search, last.load), ms }
      : closeAt(search, search.most);
  }
  if (held.length === 0) return trials.length < TIMES ? leastAgain(search) : null;
  const threshold = thresholdOf(trials, search);
  if (isFound(threshold, trials)) return null;
  return closeAt(search, Math.min(search.most, roundLoad(chooseLoad(threshold, trials))));
}

/** The least once more, and longer: few requests that a stall made slow are no service that breaks at once. */
export function leastAgain({ from, budgetMs }: BreakpointSearch): SearchStep {
  return { phase: 'climb', load: from, ms: Math.round(Math.max(SHORTEST_MS, budgetMs / 14)) };
}

export function climbMs({ budgetMs }: BreakpointSearch): number {
  return Math.round(Math.min(4000, Math.max(1000, budgetMs / 60)));
}

function climb({ from, most }: BreakpointSearch, load: number): number {
  const factor = Math.min(CLIMB.most, Math.max(CLIMB.least, (most / from) ** (1 / CLIMB.steps)));
  return Math.min(most, roundLoad(load * factor));
}

function closeAt({ budgetMs }: BreakpointSearch, load: number): SearchStep {
  const asked = Math.min(budgetMs / 14, Math.max(budgetMs / 20, (1000 * REQUESTS) / load));
  const ms = Math.max(SHORTEST_MS, asked);
  return { phase: 'close', load, ms: Math.round(ms) };
}

/**
 * What an overloaded service still answers is about what it bears, so that the first looks go there; the threshold
 * itself is learnt from what held and what broke alone.
 */
function chooseLoad({ at, low, high }: Threshold, trials: readonly SeenStep[]): number {
  const { held, broke } = bracketOf(trials);
  const answered = trials
    .filter((step) => !hasHeld(step) && step.throughputPerSecond < step.load * (1 - BESIDE))
    .map(({ throughputPerSecond }) => throughputPerSecond);
  const saturated = Math.max(0, ...answered);
  if (held < saturated * (1 + 2 * BESIDE)) {
    if (held < saturated * (1 - 2 * BESIDE)) return saturated * (1 - BESIDE);
    const above = Math.max(held, saturated) * (1 + 2 * BESIDE);
    if (broke > above * (1 + BESIDE)) return above;
  }
  if (broke > held * FLANKS_FROM) return at;
  return trials.at(-1)?.broke
    ? at / Math.min(FLANK, Math.sqrt(at / low))
    : at * Math.min(FLANK, Math.sqrt(high / at));
}

/** Three digits are enough, and read better. */
function roundLoad(load: number): number {
  return Number(load.toPrecision(load < 1000 ? 3 : 4));
}
