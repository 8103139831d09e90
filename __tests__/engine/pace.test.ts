import type { Dealt } from '../../src/engine/worker/dispatch.ts';
import type { Lane } from '../../src/engine/worker/lane.ts';
import { ClosedPace } from '../../src/engine/worker/pace.ts';

afterEach(() => Reflect.deleteProperty(performance, 'now'));

test.each([
  998.5, 999, 999.5, 1000,
])('in a closed model nothing is sent that is not counted, though time goes on between two looks (from %d)', (startMs) => {
  let nowMs = startMs;
  performance.now = () => nowMs++;
  const endMs = 1000;
  const due: number[] = [];
  let sent = 0;
  const pace = new ClosedPace({
    endMs,
    connected: true,
    get sending() {
      return performance.now() < endMs;
    },
    deal(dueMs) {
      due.push(dueMs);
      return { dueMs } as Dealt;
    },
    expire() {},
    late() {},
  });
  const lane = { idle: true, send: () => sent++ } as unknown as Lane;
  pace.offer([lane, lane, lane]);
  expect(due).toHaveLength(sent);
  expect(due.filter((dueMs) => dueMs >= endMs)).toEqual([]);
  // Looked at once before its end is looked at: one is sent where both fall before it.
  expect(sent).toBe(startMs + 1 < endMs ? 1 : 0);
});
