/** Requests that queue for a service, against services that are only slow: simulated closed loops, and what is told. */
import { seededRandom } from '../../src/engine/random.ts';
import type { Block, InterleavedEvidence, RoundFigures } from '../../src/evidence/interleaved.ts';
import { judge } from '../../src/judgement/judge.ts';
import { writeWarnings } from '../../src/report/words/remarks.ts';
import { testPart } from '../part.ts';
import { makeInterleaved, makeInterleavedPlan, makeTarget } from './make-interleaved.ts';

const random = seededRandom('saturated');
const exponential = (mean: number) => -mean * Math.log(1 - random.unit());
const normal = () => Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit());

/** Workers that serve first come first, and a time beside them that nobody waits for. */
interface Service {
  readonly workers: number;
  readonly work: () => number;
  readonly beside?: () => number;
}

const CONNECTIONS = 10;

/** A closed loop that begins with all connections asking at once: the latencies in order of their beginning. */
function loop({ workers, work, beside = () => 0 }: Service, requests: number): number[] {
  const ready = Array.from({ length: CONNECTIONS }, () => 0);
  const free = Array.from({ length: workers }, () => 0);
  return Array.from({ length: requests }, () => {
    const asks = ready.indexOf(Math.min(...ready));
    const [from, serves] = [ready[asks] as number, free.indexOf(Math.min(...free))];
    const done = Math.max(from, free[serves] as number) + work();
    free[serves] = done;
    ready[asks] = done + beside();
    return (ready[asks] as number) - from;
  });
}

function withLoops(evidence: InterleavedEvidence, target: Service, base: Service): InterleavedEvidence {
  const round = (figures: RoundFigures, service: Service): RoundFigures => {
    const latencies = loop(service, 300);
    const sorted = latencies.slice(CONNECTIONS).sort((a, b) => a - b);
    const { latencyMs } = figures.whole;
    if (latencyMs === null) throw new Error('it has latencies');
    const whole = {
      ...figures.whole,
      latencyMs: { ...latencyMs, p50: sorted[sorted.length >> 1] as number },
    };
    return { ...figures, whole, firstMs: latencies.slice(0, CONNECTIONS) };
  };
  const blocks = evidence.blocks.map(
    (block): Block => ({
      ...block,
      target: round(block.target, target),
      base: round(block.base, base),
    }),
  );
  return { ...evidence, blocks };
}

const plan = makeInterleavedPlan();
function warned(target: Service, base: Service = target, blocks = 10) {
  const evidence = withLoops(makeInterleaved({ blocks, budgetBlocks: blocks }), target, base);
  const { verdict } = judge(plan, makeTarget(evidence), null, evidence);
  return verdict.warnings.filter(({ code }) => code === 'saturated');
}

const ONE: Service = { workers: 1, work: () => 2 };

describe('requests that queue', () => {
  test.each<[string, Service]>([
    ['one worker, always as long', ONE],
    ['one worker, exponential', { workers: 1, work: () => exponential(2) }],
    ['one worker, and 2 ms beside the queue', { ...ONE, beside: () => 2 }],
    ['two workers', { workers: 2, work: () => exponential(4) }],
  ])('%s: told', (_, service) => {
    expect(warned(service, service, 20)).toHaveLength(1);
  });

  test('with the load that would show the service’s own time', () => {
    const [remark] = warned(ONE);
    expect(remark).toMatchObject({ connections: 10, first: { target: expect.closeTo(0.55, 2) } });
    expect(writeWarnings(remark ? [remark] : [])[0]).toMatch(
      /^Requests queue for the service: the first requests of a round, which find no queue, take at most 55\.0 % of the usual time\. So the latency depends on the 10 connections, and a delay smaller than the queue would hardly show in it\. Measure with 1 or 2 connections, or at a rate below \d+ \/s, to see the service's own time\.$/,
    );
  });

  test('2 ms more on each answer do not show in one worker’s latency, which is why it is said', () => {
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const slower = { ...ONE, beside: () => 2 };
    expect(mean(loop(slower, 5000)) / mean(loop(ONE, 5000))).toBeCloseTo(1, 2);
  });
});

describe('a service that is only slow', () => {
  testPart<[string, Service]>(
    [
      ['always as long', { workers: 100, work: () => 5 }],
      ['exponential', { workers: 100, work: () => exponential(5) }],
      ['log-normal with a heavy tail', { workers: 100, work: () => Math.exp(1.5 * normal()) }],
      ['Pareto, without a variance', { workers: 100, work: () => (1 - random.unit()) ** (-1 / 1.5) }],
      ['of fast and slow requests', { workers: 100, work: () => (random.unit() < 0.7 ? 1 : 80) }],
      [
        'whose worker is busy for a third of the time',
        { workers: 1, work: () => 0.3, beside: () => exponential(9) },
      ],
      ['colder when a round begins', { workers: 100, work: () => 5 + exponential(1) }],
    ],
    ([, { workers }]) => workers,
    ([kind]) => /tail|variance/.test(kind),
  )('%s: not told, in any of 12 sessions', (_, service) => {
    for (let i = 0; i < 12; i++) expect(warned(service)).toEqual([]);
  });

  test('nor where only one side queues, too little was seen, or nothing asks for latency', () => {
    const slow = { workers: 100, work: () => 20 };
    expect([warned(ONE, slow), warned(slow, ONE), warned(ONE, ONE, 4)]).toEqual([[], [], []]);
    const evidence = withLoops(makeInterleaved({ blocks: 10, budgetBlocks: 10 }), ONE, ONE);
    const speed = makeInterleavedPlan({ whole: { throughput: { limit: null, regression: 0.1 } } });
    expect(judge(speed, makeTarget(evidence), null, evidence).verdict.warnings).toEqual([]);
  });
});
