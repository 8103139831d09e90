import { describeStart } from '../../../src/engine/meeting/describe-start.ts';
import type { ClockOffset } from '../../../src/engine/meeting.ts';

const atMs = Date.UTC(2026, 10, 30, 12);

test.each<[ClockOffset, string]>([
  [{ offsetMs: 12, uncertaintyMs: 25, source: 'github' }, ' (GitHub’s clock is 12 ms ahead, ± 25 ms)'],
  [
    { offsetMs: -3000, uncertaintyMs: 1, source: 'coordinator' },
    ' (the shards’ common clock is 3000 ms behind, ± 1 ms)',
  ],
  [
    { offsetMs: 0, uncertaintyMs: 2, source: 'coordinator' },
    ' (the shards’ common clock is 0 ms ahead, ± 2 ms)',
  ],
  // The first shard's own, by which all begin; and each its own, of which nothing is known.
  [{ offsetMs: 0, uncertaintyMs: 0, source: 'coordinator' }, ''],
  [{ offsetMs: 0, uncertaintyMs: 0, source: 'own' }, ''],
])('the start is told with the clock that it is by: %j', (clock, told) => {
  expect(describeStart({ atMs, clock })).toBe(`2026-11-30T12:00:00.000Z${told}`);
});
