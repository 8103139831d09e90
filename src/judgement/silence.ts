import type { Plan } from '../config/plan.ts';
import type { Side } from '../engine/round.ts';
import type { Measurement } from '../evidence/measurement.ts';
import { formatCount, formatSeconds } from './format.ts';
import type { OpenQuestion } from './row.ts';
import { enumerate } from './wording.ts';

/**
 * Silence is never a pass: what the run has no answer to, of all that the plan asks for.
 *
 * @param side whose measurement it is; without an answer of the base there is nothing to compare with
 */
export function findSilence(plan: Plan, measurement: Measurement, side: Side = 'target'): OpenQuestion[] {
  const { whole, measuredSeconds } = measurement;
  const [on, by] = side === 'base' ? [' on the base', ' by the base'] : ['', ''];
  const ask = (why: string, secondsMore: number | null) => question(why, secondsMore, side);
  if (whole.requests === 0) {
    return [ask(`no request was made in ${formatSeconds(measuredSeconds)} of load${on}`, null)];
  }
  const figures = new Map(measurement.endpoints.map((endpoint) => [endpoint.name, endpoint.figures]));
  const silent = plan.scenario.requests.filter(({ name }) => !figures.get(name)?.answers);
  const unasked = silent.filter(({ name }) => !figures.get(name)?.requests);
  const unanswered = silent.filter((request) => !unasked.includes(request));

  const questions: OpenQuestion[] = [];
  if (unanswered.length > 0) {
    const asked = unanswered.reduce((sum, { name }) => sum + (figures.get(name)?.requests ?? 0), 0);
    const names = enumerate(unanswered.map(({ name }) => name));
    questions.push(ask(`none of the ${formatCount(asked)} requests of ${names} was answered${by}`, null));
  }
  if (unasked.length > 0) {
    const weights = plan.scenario.requests.reduce((sum, { weight }) => sum + weight, 0);
    const rarest = Math.min(...unasked.map(({ weight }) => weight));
    // Each pass through the mix holds every request by its weight: after a whole one each has had its turn.
    const toDeal = Math.max(1, weights / rarest);
    const secondsMore = Math.max(1, Math.ceil((toDeal * measuredSeconds) / whole.requests));
    const names = enumerate(unasked.map(({ name }) => name));
    questions.push(ask(`${names} had no turn in ${formatCount(whole.requests)} requests${on}`, secondsMore));
  }
  return questions;
}

function question(why: string, secondsMore: number | null, side: Side): OpenQuestion {
  return {
    why,
    note: why,
    secondsMore,
    advice:
      secondsMore === null ? `See whether the ${side} answers these requests at all, and how fast.` : null,
    beyondLimit: false,
  };
}
