import { besideHalves } from '../../src/config/load/halves.ts';
import { findPeak } from '../../src/config/load/spike.ts';
import type { Stage } from '../../src/config/plan.ts';

function stage(connections: number): Stage {
  return { name: null, connections, durationMs: 10_000, arrivals: null };
}

test('a spike is the highest stage after which the load becomes less, the last of them', () => {
  expect(findPeak({ stages: [stage(10), stage(200), stage(50), stage(200), stage(10)] })).toBe(3);
  expect(findPeak({ stages: [stage(10), stage(200)] })).toBeNull();
});

test('a constant load is no spike above what is measured aside for its saturation', () => {
  expect(findPeak({ stages: besideHalves(stage(100)) })).toBeNull();
});
