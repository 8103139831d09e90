import type { Plan } from '../../config/plan.ts';
import type { Figures, Measurement } from '../../evidence/measurement.ts';
import { formatCount } from '../format.ts';
import type { OpenQuestion } from '../row.ts';
import { findSilence } from '../silence.ts';
import { enumerate } from '../wording.ts';

/** Fewer requests than these on a side may all have failed by accident. */
const FEWEST = 10;

/** What either side has no answer to, and what both have only failures for. */
export function findLiveSilence(plan: Plan, target: Measurement, base: Measurement): OpenQuestion[] {
  if (base.rounds === 0) return findSilence(plan, target);
  return [
    ...findSilence(plan, target),
    ...findSilence(plan, base, 'base'),
    ...findFailingAlike(target, base),
  ];
}

/**
 * Requests that never succeed on either side: no rise of errors shows it, and their speed is in no figure. Where one
 * side gave no answer at all, that is said already.
 */
function findFailingAlike(target: Measurement, base: Measurement): OpenQuestion[] {
  const failing = (now: Figures, then: Figures | undefined): boolean =>
    [now, then].every((side) => side && side.requests >= FEWEST && side.answers > 0 && side.successes === 0);
  if (failing(target.whole, base.whole)) return [ask(target.whole.requests, null)];
  const alike = target.endpoints.filter(({ name, figures }) =>
    failing(figures, base.endpoints.find((one) => one.name === name)?.figures),
  );
  if (alike.length === 0) return [];
  const requests = alike.reduce((sum, { figures }) => sum + figures.requests, 0);
  return [ask(requests, enumerate(alike.map(({ name }) => name)))];
}

/** @param names of the requests, null for all of them */
function ask(requests: number, names: string | null): OpenQuestion {
  const which = names === null ? 'requests' : `requests of ${names}`;
  const why = `none of the ${formatCount(requests)} ${which} succeeded on either side, so nothing${names === null ? '' : ' of it'} was compared`;
  return {
    why,
    note: why,
    secondsMore: null,
    advice: 'See why they fail: the path, the login or their expect may be wrong.',
    beyondLimit: false,
  };
}
