import type { BreakpointSearch } from '../config/plan.ts';
import { nextConnections } from './next-connections.ts';
import { nextRate } from './next-rate.ts';
import { hasHeld, type SearchStep, type SeenStep } from './step.ts';

/** A rest is looked at this often, and no service is waited for longer. */
const REST_MS = 1000;
const LONGEST_REST_MS = 15_000;
/** So many steps in a row that the generator was too late for, and it is not going to be in time. */
const LATE_STEPS = 2;

/** Why a search is over. */
export type SearchEnd =
  /** Nothing more was to be learnt. */
  | 'done'
  /** Its time was up. */
  | 'budget'
  /** A rate limiter turned requests away. */
  | 'limiter'
  /** The generator can make no more. */
  | 'generator'
  /** The service didn't come back to itself after a step that broke it. */
  | 'no-recovery';

/** Which step comes next in a search, or why there is none. Pure: of what was seen so far. */
export function nextStep(search: BreakpointSearch, done: readonly SeenStep[]): SearchStep | SearchEnd {
  const last = done.at(-1);
  const steps = done.filter(({ phase }) => phase !== 'rest');
  if (last?.broke) {
    if (last.broke.what === 'limiter') return 'limiter';
    const late = steps.slice(-LATE_STEPS);
    if (last.broke.what === 'generator' && late.length === LATE_STEPS && late.every(isLate))
      return 'generator';
    if (restingMs(done) < LONGEST_REST_MS)
      return { phase: 'rest', load: restLoad(search, steps), ms: REST_MS };
    // A service that never held was never otherwise: what is asked is only whether it holds at the least.
    if (steps.some(hasHeld)) return 'no-recovery';
  }
  const next =
    again(steps) ?? (search.of === 'rate' ? nextRate(search, steps) : nextConnections(search, steps));
  if (next === null) return 'done';
  const leftMs = search.budgetMs - done.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);
  return next.ms <= leftMs ? next : 'budget';
}

function isLate({ broke }: SeenStep): boolean {
  return broke?.what === 'generator';
}

/** A step that the generator was too late for: something else may have kept it busy. */
function again(steps: readonly SeenStep[]): SearchStep | null {
  const last = steps.at(-1);
  if (last === undefined || !isLate(last)) return null;
  return { phase: last.phase, load: last.load, ms: Math.max(REST_MS, Math.round(1000 * last.seconds)) };
}

/** How long it has been resting without having come back. */
function restingMs(done: readonly SeenStep[]): number {
  const since = done.findLastIndex(({ phase }) => phase !== 'rest');
  return done.slice(since + 1).reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);
}

/** At most a quarter of what it bears. */
function restLoad({ of, from }: BreakpointSearch, steps: readonly SeenStep[]): number {
  const held = steps.filter(hasHeld).map(({ load }) => load);
  const load = Math.min(from, held.length === 0 ? from / 2 : Math.max(...held) / 4);
  return of === 'rate' ? load : Math.max(1, Math.floor(load));
}
