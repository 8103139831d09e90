import type { Plan } from '../../config/plan.ts';
import type { Figures, Measurement } from '../../evidence/measurement.ts';
import { findGaps } from '../coverage.ts';
import { type OpenQuestion, openQuestion } from '../row.ts';

/** Fewer requests than these on a side may all have failed by accident. */
const FEWEST = 10;

/** What either side has no response to, and what both have only failures for. */
export function findInterleavedGaps(plan: Plan, target: Measurement, base: Measurement): OpenQuestion[] {
  if (base.rounds === 0) return findGaps(plan, target);
  return [...findGaps(plan, target), ...findGaps(plan, base, 'base'), ...findFailingAlike(target, base)];
}

/**
 * Requests that never succeed on either side: no rise of errors shows it, and their speed is in no figure. Where one
 * side gave no response at all, that is said already.
 */
function findFailingAlike(target: Measurement, base: Measurement): OpenQuestion[] {
  const failing = (now: Figures, then: Figures | undefined): boolean =>
    [now, then].every(
      (side) => side && side.requests >= FEWEST && side.responses > 0 && side.successes === 0,
    );
  if (failing(target.whole, base.whole))
    return [openQuestion({ code: 'failing-alike', endpoints: null, requests: target.whole.requests })];
  const alike = target.endpoints.filter(({ name, figures }) =>
    failing(figures, base.endpoints.find((one) => one.name === name)?.figures),
  );
  if (alike.length === 0) return [];
  const requests = alike.reduce((sum, { figures }) => sum + figures.requests, 0);
  return [openQuestion({ code: 'failing-alike', endpoints: alike.map(({ name }) => name), requests })];
}
