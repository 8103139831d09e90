/** Runs of which is told how they went over their length: a soak that degrades, and a heavy load that saturates. */
import { drawSoak, timelineOf } from '../../bench/trend/soaks.mjs';
import { besideHalves } from '../../src/config/load/halves.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { Histogram } from '../../src/evidence/histogram.ts';
import { once } from '../../src/evidence/once.ts';
import type { Timeline } from '../../src/evidence/timeline.ts';
import { judge } from '../../src/judgement/judge.ts';
import type { Report } from '../../src/report/report.ts';
import { loadQueue } from '../judgement/queue.ts';
import { judged, mixConfig, mixTraffic } from './judged.ts';

/** Its figures, and how it went: of a load of one stage, with half of its connections beside it where that was asked. */
function judgedAlong(made: Report, timeline: () => Timeline, halves = false): () => Report {
  return once(() => {
    if (made.measurement === null) throw new Error('it was measured');
    const { load } = made.plan;
    const [stage] = load.stages;
    const plan = halves ? { ...made.plan, load: { ...load, stages: besideHalves(stage) } } : made.plan;
    const measurement = { ...made.measurement, timelines: [timeline()] };
    const { verdict } = judge(plan, measurement, null);
    return { plan, baseline: null, measurement, interleaved: null, verdict, run: made.run };
  });
}

const HALF_AN_HOUR = 1800;
const CREEPING = { spread: 0.04, rho: 0.3, creep: 0.25 };

export const soak = judgedAlong(
  judged({
    name: 'soak',
    durationMs: 1000 * HALF_AN_HOUR,
    config: mixConfig({
      load: 'soak',
      gate: 'p99: { max: 200 ms, trend: 10 % }\nthroughput: { trend: 10 % }\nerrors: { max: 5 % }',
    }),
    target: mixTraffic({}),
  }),
  () => {
    const length = { seconds: HALF_AN_HOUR, windowSeconds: 10 };
    return timelineOf(drawSoak(CREEPING, length, seededRandom('golden').unit), Histogram);
  },
);

export const heavy = judgedAlong(
  judged({
    name: 'heavy',
    durationMs: 36_000,
    config: mixConfig({
      load: '{ connections: 100, duration: 36s }',
      gate: 'p99: { max: 500 ms }',
    }),
    target: mixTraffic({ slower: 3, perSecond: 402 }),
  }),
  () => {
    const { unit } = seededRandom('golden');
    const workMs = () => -20 * Math.log(1 - unit());
    const stages = [50, 100, 50].map((connections, i) => ({ connections, seconds: i === 1 ? 36 : 3 }));
    return loadQueue({ places: 8, workMs }, stages);
  },
  true,
);
