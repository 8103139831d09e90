/** How much of what the responses got slower by a piece of evidence of the server's side may account for: 0 to 1. */
import type { Slowing } from './compared-server.ts';

/**
 * Work: processor time, a collector's, that of statements. Whoever is served waits for the work of all that are under
 * way, so that it may come back as often, and never more than in proportion to what it grew by.
 * @param growth of all work of its kind, relative
 */
export function weighWork(ms: number, growth: number, { addedMs, change, underWay }: Slowing): number {
  return inUnit(Math.min((Math.max(1, underWay) * ms) / addedMs, growth / change));
}

/** A wait is a part of the response itself. */
export function weighWait(ms: number, { addedMs }: Slowing): number {
  return inUnit(ms / addedMs);
}

/** Calls that are made, each with its way there and back and its processor time on either end. */
export function weighCalls(growth: number, { change }: Slowing): number {
  return inUnit(growth / change);
}

function inUnit(value: number): number {
  return Math.max(0, Math.min(1, value));
}
