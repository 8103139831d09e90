import { SimulatedService } from './simulated-service.mjs';

/**
 * A whole search against a simulated service.
 *
 * @param {object} search the functions of src/search: nextStep, findCapacity, seeStep, limitsIn and StepWatch
 * @param {{of: 'rate' | 'connections', from: number, most: number, budgetMs: number}} plan
 * @param {object} limits of src/search/limits.ts
 * @param {import('./simulated-service.mjs').Service} service
 * @param {() => number} unit uniform in [0, 1)
 * @returns {{found: object, end: string, seconds: number, steps: object[], rests: object[], seen: object[]}}
 */
export function searchSimulated(search, plan, limits, service, unit) {
  const simulated = new SimulatedService(service, unit);
  const done = [];
  const seen = [];
  for (;;) {
    const step = search.nextStep(plan, done);
    if (typeof step === 'string') {
      const steps = done.filter(({ phase }) => phase !== 'rest');
      return {
        found: search.findCapacity(plan, done),
        end: step,
        seconds: simulated.nowMs / 1000,
        steps,
        done,
        seen,
      };
    }
    const of = runStep(search, plan, limits, simulated, step);
    done.push(of.step);
    seen.push(of.seen);
  }
}

/** One step of it. */
export function runStep({ seeStep, limitsIn, StepWatch }, plan, limits, simulated, step) {
  const { arrivals } = simulated.service;
  const perSecond = plan.of === 'rate' ? step.load : null;
  const own = limitsIn(step.phase, limits);
  const watch = new StepWatch({ ms: step.ms, perSecond, atRandom: arrivals === 'poisson' }, own);
  const look = (one) => watch.look(one);
  const seen =
    perSecond === null
      ? simulated.hold({ connections: step.load, ms: step.ms }, look)
      : simulated.load({ perSecond, ms: step.ms }, look);
  const succeeded = seen.ended.filter(({ ok }) => ok);
  const latency = succeeded
    .map(({ dueMs, endMs }) => Math.max(1, Math.round(1000 * (endMs - dueMs))))
    .sort((a, b) => a - b)
    .flatMap((us) => [us, 1]);
  const unanswered = seen.cut === null ? seen.sent.length - seen.ended.length : 0;
  const totals = {
    sentMs: seen.ms,
    elapsedMs: seen.elapsedMs,
    throughputPerSecond: throughputOf(seen, succeeded, perSecond === null ? step.load : null),
    requests: seen.ended.length + unanswered,
    errors: seen.ended.length - succeeded.length + unanswered,
    limited: seen.ended.filter(({ limited }) => limited).length,
    latency,
    generatorLate: false,
    generatorHeldBack: false,
  };
  return { step: seeStep(step, own, totals, watch), seen };
}

/** As src/engine/step-observer.ts has it: in a closed model by the time that requests took. */
function throughputOf({ ms, endMs, ended }, succeeded, connections) {
  if (connections === null) return (1000 * succeeded.filter((one) => one.endMs <= endMs).length) / ms;
  const busyMs = ended.reduce((sum, one) => sum + one.endMs - one.dueMs, 0) / connections;
  return busyMs > 0 ? (1000 * succeeded.length) / busyMs : 0;
}

/** Uniform in [0, 1), the same for the same seed (mulberry32). */
export function seeded(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
