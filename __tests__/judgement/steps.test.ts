/** Blocks with few responses are added up, and what is spent on looks at them goes by the blocks. */
import { blocksOf, stepsOf } from '../../src/judgement/interleaved/series.ts';
import { normalQuantile } from '../../src/judgement/statistics/quantiles.ts';
import { computePlan, levelAfter, planLevels } from '../../src/judgement/statistics/spending-plan.ts';
import { generator } from './generator.ts';
import { makeInterleaved } from './make-interleaved.ts';

describe('steps', () => {
  const stepsWith = (requests: number, blocks = 7) => {
    const evidence = makeInterleaved({ requests, blocks });
    const all = blocksOf(evidence, null);
    return { all, steps: stepsOf('p99', all) };
  };

  test('a block of 200 responses on both sides together is one by itself', () => {
    const { all, steps } = stepsWith(100);
    expect(steps).toEqual(all);
    expect(steps).not.toContain(null);
  });

  test('of fewer, as many make a step as it takes, in the place of the last; what is left waits', () => {
    const { all, steps } = stepsWith(34);
    expect(steps.map((step) => step !== null)).toEqual([false, false, true, false, false, true, false]);
    const three = all.slice(0, 3);
    expect(steps[2]?.target.requests).toBe(102);
    expect(steps[2]?.target.seconds).toBe(9);
    const successes = three.reduce((sum, block) => sum + (block?.target.throughputPerSecond ?? 0) * 3, 0);
    expect(steps[2]?.target.throughputPerSecond).toBeCloseTo(successes / 9, 9);
    expect(steps[2]?.base.latency.count).toBe(
      three.reduce((sum, block) => sum + (block?.base.latency.count ?? 0), 0),
    );
    // Of all responses together, which lie between the lowest and the highest of the blocks.
    const tails = three.map((block) => block?.target.latencyMs?.p99 ?? 0);
    expect(steps[2]?.target.latencyMs?.p99).toBeGreaterThanOrEqual(0.99 * Math.min(...tails));
    expect(steps[2]?.target.latencyMs?.p99).toBeLessThanOrEqual(1.01 * Math.max(...tails));
  });

  test('which blocks make one doesn’t depend on which side is which', () => {
    const evidence = makeInterleaved({ requests: 60, blocks: 9, targetErrors: 0.5 });
    const swapped = {
      ...evidence,
      blocks: evidence.blocks.map(({ base, target, order }) => ({ base: target, target: base, order })),
    };
    const placesOf = (one: typeof evidence) =>
      stepsOf('p99', blocksOf(one, null)).map((step) => step !== null);
    expect(placesOf(swapped)).toEqual(placesOf(evidence));
  });
});

describe('levels of looks at steps', () => {
  test('a step in each block: those of the plan', () => {
    const plan = planLevels(45, 0.01);
    const ends: number[] = [];
    for (let block = 1; block <= 45; block++) {
      ends.push(block);
      expect(levelAfter(ends, 45, 0.01)).toBe(plan[block]);
    }
  });

  test('a step in each third block: as a plan of a third of the blocks', () => {
    const plan = computePlan(30, 0.05);
    const ends: number[] = [];
    for (let step = 1; step <= 30; step++) {
      ends.push(3 * step);
      expect(levelAfter(ends, 90, 0.05)).toBeCloseTo(plan[step] ?? Number.NaN, 12);
    }
  });

  test('steps of any lengths: a walk crosses in as many runs as was spent by the end', () => {
    const ends = [1, 4, 5, 6, 9, 14, 15, 17, 18, 21, 28, 29, 30];
    const [total, nmax, runs] = [0.1, 30, 40_000];
    const heights = ends.map((_, i) => {
      const level = levelAfter(ends.slice(0, i + 1), nmax, total);
      return level > 0 ? -normalQuantile(level) * Math.sqrt(i + 1) : Number.POSITIVE_INFINITY;
    });
    const { normal } = generator(5);
    const crossed = new Array<number>(ends.length).fill(0);
    for (let run = 0; run < runs; run++) {
      let height = 0;
      const at = heights.findIndex((bound) => {
        height += normal();
        return height > bound;
      });
      if (at >= 0)
        for (let later = at; later < ends.length; later++) crossed[later] = (crossed[later] ?? 0) + 1;
    }
    const first = heights.findIndex(Number.isFinite);
    expect(first).toBe(5);
    for (let i = first; i < ends.length; i++) {
      const spent = (total * (ends[i] ?? 0)) / nmax;
      expect(Math.abs((crossed[i] ?? 0) / runs - spent)).toBeLessThan(
        4 * Math.sqrt((spent * (1 - spent)) / runs),
      );
    }
  });
});
