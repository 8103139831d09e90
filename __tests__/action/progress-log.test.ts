/** What the log says while something is under way. */
import { createProgressLog } from '../../src/action/progress-log.ts';
import type { Progress } from '../../src/engine/progress.ts';
import { heard } from './announcing.ts';

const waiting: Progress = {
  phase: 'ready',
  side: 'target',
  round: 0,
  elapsedMs: 0,
  totalMs: 0,
  perSecond: 0,
  p99Ms: null,
  requests: 0,
  errors: 0,
  note: 'the last response was 503',
};

/** Lines of two minutes, in which something is shown each half second. */
async function linesOf(progressAt: (ms: number) => Progress): Promise<string[]> {
  let nowMs = 0;
  const log = await heard(async () => {
    const progressLog = createProgressLog(() => nowMs);
    for (; nowMs < 120_000; nowMs += 500) progressLog.show(progressAt(nowMs));
  });
  return log.split('\n').filter((line) => line !== '');
}

test('while the target is waited for, the same is said once a minute', async () => {
  expect(await linesOf((elapsedMs) => ({ ...waiting, elapsedMs }))).toEqual([
    expect.stringMatching(/^ready +0 s +the last response was 503$/),
    expect.stringMatching(/^ready +60 s /),
  ]);
});

test('something new is said at once, but not more often than all else', async () => {
  const lines = await linesOf((ms) => ({ ...waiting, note: ms < 30_000 ? 'one' : 'another' }));
  expect(lines.map((line) => line.split(' ').at(-1))).toEqual(['one', 'another', 'another']);
  const flapping = await linesOf((ms) => ({ ...waiting, note: String(ms) }));
  expect(flapping.slice(0, 3).map((line) => line.split(' ').at(-1))).toEqual(['0', '500', '1000']);
  expect(flapping.length).toBeLessThan(40);
});

test('the load is told of every five seconds', async () => {
  expect(
    await linesOf((elapsedMs) => ({ ...waiting, phase: 'measure', note: null, elapsedMs })),
  ).toHaveLength(24);
});
