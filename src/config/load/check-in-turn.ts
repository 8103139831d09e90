import { ConfigurationError, type Place } from '../configuration-error.ts';
import { BUDGET_TIME, SEARCH_TIME } from '../durations.ts';
import type { InterleavedRounds, Load } from '../plan.ts';
import { parseDuration } from '../units.ts';
import { writeSeconds } from '../wording/units.ts';
import { isConstant, totalDurationMs } from './whole-load.ts';

/** Of one that is run as a whole, on either side: one alone would be its own proof. */
export const LEAST_PASSES = 2;
const SOAK = 'soak';

/**
 * Whether a load can be run on both sides in turn.
 *
 * @param places of the budget, and what the base is named by
 * @throws ConfigurationError for a soak, and for stages that take too long for the budget
 */
export function checkInTurn(
  load: Load,
  { discardMs, budgetMs }: InterleavedRounds,
  places: { readonly budget: Place; readonly base: Place },
): void {
  if (load.search) return checkSearches(load, budgetMs, places.budget);
  const passMs = totalDurationMs(load);
  if (load.profile === SOAK) {
    throw new ConfigurationError(
      `a ${SOAK} shows what ${writeSeconds(passMs)} of load do to one service; alternating with a base would cut it into short pieces with pauses in between: leave the base out and set baseline: history, or choose another profile`,
      places.base,
    );
  }
  if (isConstant(load)) return;
  const unitMs = passMs + discardMs;
  const passes = Math.floor(budgetMs / (2 * unitMs));
  if (passes >= LEAST_PASSES) return;
  const leastMs = 2 * LEAST_PASSES * unitMs;
  const wayOut =
    leastMs <= parseDuration(BUDGET_TIME.to)
      ? `write at least ${Math.ceil(leastMs / 1000)}s, or shorten the stages`
      : 'shorten the stages';
  const held = passes === 1 ? '1 pass' : `${passes} passes`;
  throw new ConfigurationError(
    `a pass through all stages takes ${writeSeconds(unitMs)}, so ${writeSeconds(budgetMs)} allow ${held} on each side, and a comparison needs at least ${LEAST_PASSES}: ${wayOut}`,
    places.budget,
  );
}

/** Each side is searched twice at least, and the first time has a warm-up. */
function checkSearches({ warmupMs }: Load, budgetMs: number, place: Place): void {
  const searchMs = parseDuration(SEARCH_TIME.from) + warmupMs;
  const leastMs = 2 * LEAST_PASSES * searchMs;
  if (budgetMs >= leastMs) return;
  throw new ConfigurationError(
    `each side is searched at least twice, for ${SEARCH_TIME.from} or more and ${writeSeconds(warmupMs)} of warm-up, and ${writeSeconds(budgetMs)} are not enough for that: write at least ${Math.ceil(leastMs / 1000)}s, or a shorter load.warmup`,
    place,
  );
}
