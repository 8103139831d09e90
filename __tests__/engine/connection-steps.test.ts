import { ConnectionSteps, firstConnections } from '../../src/engine/worker/connection-steps.ts';
import type { RoundPart, Share, StagePart } from '../../src/engine/worker/messages.ts';

const stage = (connections: number, fromConnections?: number): StagePart => ({
  durationMs: 1000,
  connections,
  ...(fromConnections !== undefined && { fromConnections }),
  arrivals: null,
});
const STAGES: RoundPart['stages'] = [stage(3), stage(40, 3), stage(40), stage(7, 40), stage(1)];
const ALONE: Share = { worker: 0, of: 1 };

/** At each millisecond, each step taken when it comes. */
function numbersOf(stages: RoundPart['stages'], share = ALONE): number[] {
  const steps = new ConnectionSteps({ stages, share });
  return Array.from({ length: 1000 * stages.length }, (_, ms) => {
    steps.goTo(ms);
    return steps.connections;
  });
}

test('the number is the nearest to the line, and the next stage’s from its first moment', () => {
  numbersOf(STAGES).forEach((connections, ms) => {
    const { connections: to, fromConnections: from = to } = STAGES[Math.floor(ms / 1000)] as StagePart;
    const line = from + ((to - from) * (ms % 1000)) / 1000;
    expect(Math.abs(connections - line)).toBeLessThanOrEqual(0.5 + 1e-9);
  });
});

test('in a ramp they open and close one at a time; in a step all at once', () => {
  const steps = new ConnectionSteps({ stages: STAGES, share: ALONE });
  const changes: number[] = [];
  for (let before = steps.connections; steps.nextMs < Number.POSITIVE_INFINITY; before = steps.connections) {
    expect(steps.goTo(steps.nextMs)).toBe(true);
    changes.push(steps.connections - before);
  }
  expect(changes).toEqual([...Array(37).fill(1), ...Array(33).fill(-1), -6]);
  expect(steps.goTo(99_999)).toBe(false);
});

test.each([2, 3, 7])('the parts of %d workers add up at every moment', (of) => {
  const stages: RoundPart['stages'] = [stage(10), stage(200, 10), stage(35, 200)];
  const parts = Array.from({ length: of }, (_, worker) => numbersOf(stages, { worker, of }));
  const together = numbersOf(stages).map((_, ms) =>
    parts.reduce((sum, part) => sum + (part[ms] as number), 0),
  );
  expect(together).toEqual(numbersOf(stages));
});

test('a load begins, and warms up, with those of its first moment', () => {
  expect(firstConnections({ stages: [stage(40, 3)], share: ALONE })).toBe(3);
  expect(firstConnections({ stages: [stage(41)], share: { worker: 1, of: 2 } })).toBe(21);
});
