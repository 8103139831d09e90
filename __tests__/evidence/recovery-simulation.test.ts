/** What the rule for a recovery promises: a service that was never slow is hardly ever taken for one that was. */
import type { Load, Stage } from '../../src/config/plan.ts';
import { recoveryOfSpike } from '../../src/evidence/recovery/recovery.ts';
import { drawn } from '../part.ts';
import { makeRandom, makeTimeline, type Service } from './make-timeline.ts';

const RUNS = drawn(150, 25);
/** Of a hundred runs one, and what chance adds to that in so many: P(more of 150 or of 25 at 1 %) is 0.4 or 0.2 %. */
const MOST = drawn(5, 2);

function loadOf(seconds: readonly number[]): Load {
  const stages = seconds.map((one, i): Stage => {
    const connections = [10, 50, 10][i] as number;
    return { name: null, connections, durationMs: one * 1000, arrivals: null };
  });
  return { profile: null, stages: stages as unknown as Load['stages'], warmupMs: 0, timeoutMs: 10_000 };
}

/** Runs of a service that nothing ever happens to, of which it is told that it was not back at once. */
function countFalse(service: Service, seconds: readonly number[]): number {
  const load = loadOf(seconds);
  let found = 0;
  for (let seed = 1; seed <= RUNS; seed++) {
    const stages = seconds.map((one, i) => ({ seconds: one, load: i === 1 ? 0.1 : 1 }));
    const timeline = makeTimeline(service, stages, makeRandom(seed * 7919));
    if (recoveryOfSpike([timeline], load)?.seconds !== 0) found++;
  }
  return found;
}

const SERVICES: readonly (readonly [string, Service])[] = [
  ['few requests', { perSecond: 15 }],
  ['a rate', { perSecond: 80 }],
  ['a closed model', { perSecond: 80, sigma: 0.8, closed: 0.05 }],
  ['a long tail just below the ninety-ninth', { perSecond: 80, tail: { share: 0.009, times: 8 } }],
  ['a long tail just above it', { perSecond: 80, tail: { share: 0.012, times: 8 } }],
  ['stalls', { perSecond: 80, stalls: { perSecond: 0.5, ms: 200 } }],
  ['one that wanders', { perSecond: 80, closed: 0.03, wanders: { sd: 0.1, keeps: 0.8 } }],
  ['one that fails now and then', { perSecond: 80, errorRate: 0.01 }],
];

test.each(SERVICES)('%s, against thirty seconds', (_, service) => {
  expect(countFalse(service, [30, 1, 11])).toBeLessThanOrEqual(MOST);
});

test.each(SERVICES.slice(0, 4))('%s, against ten', (_, service) => {
  expect(countFalse(service, [10, 1, 11])).toBeLessThanOrEqual(MOST);
});
