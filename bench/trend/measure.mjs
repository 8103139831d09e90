/** Asks of each soak what the judgement asks of a real one. */
import { drawMemory, drawSoak, timelineOf } from './soaks.mjs';

/**
 * @param look `findTrends` of src/judgement/trends/judge-trends.ts
 * @returns how many soaks cried of anything, and of which figure
 */
export function measureStable({ look, windowMsOf, Histogram, unitOf }, count, kind, seconds) {
  const random = unitOf(`${kind.name} ${seconds}`);
  const cried = { any: 0, p99: 0, throughput: 0, errors: 0 };
  for (let i = 0; i < count; i++) {
    const worse = trendsOf(look, windowMsOf, Histogram, kind, seconds, random).filter(
      ({ shown }) => shown === 'worse',
    );
    cried.any += Number(worse.length > 0);
    for (const { metric } of worse) cried[metric]++;
  }
  return { kind, seconds, count, cried };
}

/** @param kind with `metric` and `truth`, where it isn't P99 that creeps */
export function measureCreep({ look, windowMsOf, Histogram, unitOf }, count, kind, seconds) {
  const { metric = 'p99', truth = kind.creep } = kind;
  const random = unitOf(`${kind.name} ${truth} ${seconds}`);
  const seen = { found: 0, near: 0, held: 0 };
  const changes = [];
  for (let i = 0; i < count; i++) {
    const told = trendsOf(look, windowMsOf, Histogram, kind, seconds, random).find(
      (trend) => trend.metric === metric,
    );
    changes.push(told.change);
    seen.found += Number(told.shown === 'worse');
    seen.near += Number(Math.abs(told.change - truth) <= Math.abs(truth) / 2);
    seen.held += Number(told.interval[0] <= truth && told.interval[1] >= truth);
  }
  changes.sort((a, b) => a - b);
  return { kind, metric, truth, seconds, count, ...seen, median: changes[changes.length >> 1] };
}

/** @param trend `timeTrend` of src/judgement/statistics/time-trend.ts @param level one-sided */
export function measureLeak({ trend, unitOf }, count, leakPerSecond, seconds, level) {
  const random = unitOf(`leak ${leakPerSecond} ${seconds}`);
  let found = 0;
  const slopes = [];
  for (let i = 0; i < count; i++) {
    const { slope, bounds } = trend([drawMemory({ leakPerSecond }, seconds, random)]);
    found += Number(bounds(level).lower > 0);
    slopes.push(slope);
  }
  slopes.sort((a, b) => a - b);
  return { leakPerSecond, seconds, count, found, median: slopes[slopes.length >> 1] };
}

function trendsOf(look, windowMsOf, Histogram, kind, seconds, random) {
  const windowSeconds = windowMsOf(1000 * seconds) / 1000;
  const timeline = timelineOf(drawSoak(kind, { seconds, windowSeconds }, random), Histogram);
  const stage = { name: null, connections: 25, durationMs: 1000 * seconds, arrivals: null };
  const found = look({ load: { stages: [stage] }, gate: { whole: {} } }, { timelines: [timeline] });
  return found.map(({ told }) => told);
}
