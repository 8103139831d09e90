/** The steps of a search, each an order of its own: which comes next follows from what came of those before. Pure. */
import { requestsPerArrival } from '../config/load/deck.ts';
import type { Plan, Stage } from '../config/plan.ts';
import { nextStep, type SearchEnd } from '../search/next-step.ts';
import { FEWEST_SEARCHES, searchOf } from '../search/search-of.ts';
import type { SearchStep, SeenStep } from '../search/step.ts';
import { seededRandom } from './random.ts';
import type { CapName, Round, RoundOrder, Side } from './round.ts';
import { sentIn } from './sent-in.ts';

/** Load before the first step of a further search, on connections that are there already. */
const NEXT_WARMUP_MS = 1000;

/** One search of one side. */
export interface SideSearch {
  readonly side: Side;
  /** From 0 on each side. */
  readonly search: number;
}

/** The searches that belong together: one, or beside a base one of each side, in the order that a fair coin gives. */
export function nextSearches(plan: Plan, done: readonly Round[], seed: string): readonly SideSearch[] {
  const search = searchesIn(done);
  if (plan.base === null) return [{ side: 'target', search }];
  const heads = seededRandom(`${seed}/coin/${search}`).unit() < 0.5;
  const sides = heads ? (['target', 'base'] as const) : (['base', 'target'] as const);
  return sides.map((side) => ({ side, search }));
}

/** Searches of each side that were begun. */
function searchesIn(done: readonly Round[]): number {
  return Math.max(0, ...done.map(({ step }) => (step === undefined ? 0 : step.search + 1)));
}

/** Whether the budget beside a base holds one more search of each side. */
export function hasTimeForSearches(plan: Plan, done: readonly Round[]): boolean {
  const searches = searchesIn(done);
  if (searches < FEWEST_SEARCHES) return true;
  const spentMs = done.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);
  return spentMs * (1 + 1 / searches) <= plan.gate.interleaved.budgetMs;
}

/** The order of the next step, or why that search is over. */
export function nextStepOrder(
  plan: Plan,
  done: readonly Round[],
  { side, search }: SideSearch,
  seed: string,
): RoundOrder | SearchEnd {
  const own = done.filter((round) => round.side === side && round.step?.search === search);
  const step = nextStep(
    searchOf(plan),
    own.flatMap((round) => round.step ?? []),
  );
  if (typeof step === 'string') return step;
  const [first] = plan.load.stages;
  const warmupMs = search === 0 ? plan.load.warmupMs : Math.min(plan.load.warmupMs, NEXT_WARMUP_MS);
  return {
    side,
    sequence: search,
    stage: own.length,
    stages: [stageOf(first, step)],
    warmupMs: own.length === 0 ? warmupMs : 0,
    seed: `${seed}/${search}/${own.length}`,
    step,
  };
}

function stageOf(first: Stage, { load, ms }: SearchStep): Stage {
  const { arrivals } = first;
  if (arrivals === null) return { ...first, connections: load, durationMs: ms };
  return { ...first, durationMs: ms, arrivals: { ...arrivals, perSecond: load } };
}

/** Which cap leaves no room for the step; null where there is room. A closed model ends where requests are spent. */
export function capOf(
  { load, caps, scenario }: Plan,
  done: readonly Round[],
  { warmupMs, stages: [{ durationMs, arrivals }] }: RoundOrder,
): CapName | null {
  const { maxRequests = Number.POSITIVE_INFINITY } = load;
  const next =
    arrivals === null
      ? 1
      : ((arrivals.perSecond * (warmupMs + durationMs)) / 1000) * requestsPerArrival(scenario);
  if (sentIn(done) + next > maxRequests) return 'max-requests';
  const loadedMs = done.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);
  return caps !== undefined && loadedMs + warmupMs + durationMs > caps.durationMs ? 'max-duration' : null;
}

/** What was seen of the step that a round was; null of a round that was none. */
export function withStep(round: Round, search: number, seen: SeenStep | null): Round {
  return seen === null ? round : { ...round, step: { ...seen, search } };
}
