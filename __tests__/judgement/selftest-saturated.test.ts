/**
 * A selftest on one worker behind ten connections, from simulated loops to its sentences: a delay beside the queue is
 * hidden by it, and with which load it would show is said.
 */
import { seededRandom } from '../../src/engine/random.ts';
import { Histogram } from '../../src/evidence/histogram.ts';
import type { Block, RoundFigures } from '../../src/evidence/interleaved.ts';
import { scopeFrom } from '../../src/evidence/merge-scopes.ts';
import { judge } from '../../src/judgement/judge.ts';
import { judgeSelftest, type SelftestSession } from '../../src/judgement/selftest.ts';
import { describeSelftest } from '../../src/report/calibration/selftest-words.ts';
import { IN_TIME } from '../generator-health.ts';
import { makeInterleaved, makeInterleavedPlan, makeTarget } from './make-interleaved.ts';
import { walk } from './session.ts';

const SECONDS = 3;
const BLOCKS = 45;
const RULE = { slowdown: 0.2, tolerance: 0.1 };
const bounds = { limit: null, regression: RULE.tolerance };
const plan = makeInterleavedPlan({ whole: { p99: bounds, throughput: bounds } });
const random = seededRandom('selftest');

/** One worker, busy with a request for about 2 ms. */
const WORK_MS = 2;

/** A round of a closed loop, which all connections begin at once. @param addedMs by the proxy, to each response */
function measure(connections: number, addedMs: number): RoundFigures {
  const ready = Array.from({ length: connections }, () => 0);
  const latencies: number[] = [];
  let free = 0;
  for (;;) {
    const from = Math.min(...ready);
    if (from > 1000 * SECONDS) break;
    free = Math.max(from, free) + WORK_MS * (0.8 + 0.4 * random.unit());
    const done = free + addedMs;
    ready[ready.indexOf(from)] = done;
    latencies.push(done - from);
  }
  const us = latencies.map((ms) => Math.round(1000 * ms)).sort((a, b) => a - b);
  return {
    measuredSeconds: SECONDS,
    generator: IN_TIME,
    firstMs: latencies.slice(0, connections),
    whole: scopeFrom({
      latency: Histogram.of(us.flatMap((edge) => [edge, 1])),
      seconds: SECONDS,
      successes: us.length,
      requests: us.length,
      failed: 0,
    }),
    endpoints: {},
  };
}

/** The session as the pipeline would have it, block by block. */
function session(connections: number, addedMs: number): SelftestSession {
  const blocks = Array.from(
    { length: BLOCKS },
    (): Block => ({
      order: ['target', 'base'],
      target: measure(connections, addedMs),
      base: measure(connections, 0),
    }),
  );
  const made = makeInterleaved({ blocks: BLOCKS, budgetBlocks: BLOCKS }, plan);
  const throughput = blocks[0]?.base.whole.throughputPerSecond ?? 0;
  const whole = { ...made.base.whole, throughputPerSecond: throughput };
  const evidence = { ...made, base: { ...made.base, whole }, blocks };
  const target = makeTarget(evidence, {}, plan);
  const { verdict } = walk(evidence, (seen) => judge(plan, target, null, seen));
  return { verdict, busyShare: 0.1 };
}

function selftest(connections: number, addedMs: number) {
  const slowed = session(connections, addedMs);
  const same = slowed.verdict.outcome === 'fail' ? session(connections, 0) : null;
  const judged = judgeSelftest(slowed, same, RULE);
  const verdicts = { slowed: slowed.verdict, same: same?.verdict ?? null };
  return { ...judged, ...describeSelftest(judged, verdicts), changes: changesOf(slowed) };
}

const changesOf = ({ verdict }: SelftestSession) =>
  Object.fromEntries(verdict.comparisons.map(({ metric, change }) => [metric, change]));

test('ten connections: 2 ms more on each response are hidden by the queue, and the load that shows them is named', () => {
  const { outcome, cause, reason, advice, changes } = selftest(10, 2);
  expect({ outcome, code: cause.code }).toEqual({ outcome: 'fail', code: 'gate-blind' });
  expect(changes.p99).toBeCloseTo(0, 1);
  expect(changes.throughput).toBeCloseTo(0, 2);
  expect(reason).toMatch(/^The gate is blind here: 20 % was added to every response/);
  expect(advice).toMatch(
    /^Requests queue for the service: .* take at most 6\d(\.\d+)? % of the usual time\. So the latency depends on the 10 connections, and a delay smaller than the queue would hardly show in it\. Measure with 1 or 2 connections, or at a rate below 3[45]\d \/s, to see the service's own time\.$/,
  );
});

test('one connection, as it is named there: a fifth of that shows', () => {
  const { outcome, cause, reason, advice } = selftest(1, 0.4);
  expect({ outcome, code: cause.code }).toEqual({ outcome: 'pass', code: 'gate-works' });
  expect(reason).toMatch(/^The gate works here: it failed with 20 % added/);
  expect(advice).toBeNull();
});
