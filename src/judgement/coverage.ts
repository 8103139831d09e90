import { countedStages } from '../config/load/halves.ts';
import type { Plan, RequestSpec } from '../config/plan.ts';
import { keyOfStage } from '../config/scope.ts';
import type { Side } from '../engine/round.ts';
import type { Measurement } from '../evidence/measurement.ts';
import { type OpenQuestion, openQuestion } from './row.ts';

/**
 * Silence is never a pass: what the run has no answer to, of all that the plan asks for.
 *
 * @param side whose measurement it is; without a response of the base there is nothing to compare with
 */
export function findGaps(plan: Plan, measurement: Measurement, side: Side = 'target'): OpenQuestion[] {
  const { whole, measuredSeconds } = measurement;
  if (whole.requests === 0) return [openQuestion({ code: 'no-requests', side, seconds: measuredSeconds })];
  const figures = new Map(measurement.endpoints.map((endpoint) => [endpoint.name, endpoint.figures]));
  const walks = new Map(measurement.endpoints.map((endpoint) => [endpoint.name, endpoint.walks]));
  const silent = plan.scenario.requests.filter(({ name }) => !figures.get(name)?.responses);
  const unsent = silent.filter(({ name }) => !figures.get(name)?.requests);
  const unreached = unsent.filter(({ name }) => walks.get(name)?.notReached);
  const unasked = unsent.filter((request) => !unreached.includes(request));
  const unanswered = silent.filter((request) => !unsent.includes(request));

  const gaps = findMissingStages(plan, measurement);
  if (unanswered.length > 0) {
    const requests = unanswered.reduce((sum, { name }) => sum + (figures.get(name)?.requests ?? 0), 0);
    gaps.push(openQuestion({ code: 'unanswered', side, endpoints: namesOf(unanswered), requests }));
  }
  if (unreached.length > 0) {
    const failed = Math.max(...unreached.map(({ name }) => walks.get(name)?.notReached ?? 0));
    gaps.push(openQuestion({ code: 'never-reached', side, endpoints: namesOf(unreached), walks: failed }));
  }
  if (unasked.length > 0) {
    const weights = plan.scenario.requests.reduce((sum, { weight }) => sum + weight, 0);
    const rarest = Math.min(...unasked.map(({ weight }) => weight));
    // The mix is dealt in decks that hold each request by its weight: after one whole deck each has had its turn.
    const toDeal = Math.max(1, weights / rarest);
    const secondsMore = Math.max(1, Math.ceil((toDeal * measuredSeconds) / whole.requests));
    const endpoints = namesOf(unasked);
    gaps.push(openQuestion({ code: 'not-asked', side, endpoints, requests: whole.requests, secondsMore }));
  }
  return gaps;
}

function namesOf(requests: readonly RequestSpec[]): string[] {
  return requests.map(({ name }) => name);
}

/** A cap may end a constant load anywhere. One of several stages has not shown then what its last ones were to show. */
function findMissingStages({ load }: Plan, { rounds, ended }: Measurement): OpenQuestion[] {
  const stages = countedStages(load);
  const complete = ended.how === 'capped' ? rounds - 1 : rounds;
  if (stages.length < 2 || complete >= stages.length) return [];
  return [openQuestion({ code: 'stages-missing', stages: stages.map(keyOfStage).slice(complete) })];
}
