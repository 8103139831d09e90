import { createProgressDisplay } from '../../src/cli/progress-display.ts';
import type { Progress } from '../../src/engine/progress.ts';
import { progressBar, progressLine, stretchOf } from '../../src/report/terminal/progress-line.ts';

const measuring: Progress = {
  phase: 'measure',
  side: 'target',
  round: 6,
  elapsedMs: 2000,
  totalMs: 3000,
  perSecond: 311,
  p99Ms: 83.1,
  requests: 622,
  errors: 0,
  note: null,
};
const baseReady: Progress = { ...measuring, phase: 'ready', side: 'base', round: 0, requests: 0, totalMs: 0 };

describe('line', () => {
  test('names block and side only where there is a base', () => {
    expect(progressLine(measuring)).toBe(
      'measure   2 s of 3 s  now 311 /s  P99 83.1 ms  0 errors in 622 requests',
    );
    expect(progressLine(measuring, true)).toBe(
      'measure   block 7, target   2 s of 3 s  now 311 /s  P99 83.1 ms  0 errors in 622 requests',
    );
    expect(progressLine(baseReady, true)).toMatch(/^ready +base +2 s$/);
  });

  test('names the stage that is under way, and each begins a line', () => {
    const staged = { ...measuring, stage: 'spike' };
    expect(progressLine(staged)).toBe(
      'measure   2 s of 3 s  spike  now 311 /s  P99 83.1 ms  0 errors in 622 requests',
    );
    expect(stretchOf(staged, false)).not.toBe(stretchOf({ ...staged, stage: 'fall' }, false));
  });

  test('gives lengths as the report does, and never more than all of one', () => {
    const warmUp = { ...measuring, phase: 'warm-up', requests: 0, totalMs: 2500 } as const;
    expect(progressLine(warmUp)).toBe('warm-up   2 s of 2.5 s');
    expect(progressLine({ ...warmUp, elapsedMs: 2501 })).toBe('warm-up   2.5 s of 2.5 s');
  });

  test('stands behind a bar of one length', () => {
    expect(progressBar(measuring, true)).toMatch(/^█{13}░{7} measure +block 7, target/);
    expect(progressBar({ ...measuring, totalMs: 0 })).toMatch(/^░{20} measure/);
  });
});

describe('display', () => {
  const written = (redraws: boolean, act: (display: ReturnType<typeof createProgressDisplay>) => void) => {
    const pieces: string[] = [];
    act(createProgressDisplay({ err: (text) => pieces.push(text), redraws, width: 100 }));
    return pieces;
  };

  test('in a file: one line for each phase, the next after some seconds', () => {
    const pieces = written(false, (display) => {
      for (const round of [0, 0, 1]) display.show({ ...measuring, round });
    });
    expect(pieces).toHaveLength(2);
  });

  test('in a file, with a base: short rounds don’t fill it, and the blocks’ lines do not wait', () => {
    const pieces = written(false, (display) => {
      display.show(baseReady);
      for (const side of ['base', 'target'] as const) display.show({ ...measuring, side });
      display.tell('block 7 of 45: P99 +1.2 %');
      display.tell('block 8 of 45: P99 +1.0 %');
    });
    expect(pieces[1]).toMatch(/^measure +block 7, base/);
    expect(pieces.slice(2)).toEqual(['block 7 of 45: P99 +1.2 %\n', 'block 8 of 45: P99 +1.0 %\n']);
    expect(pieces[0]).toMatch(/^ready +base/);
  });

  test('in a terminal a told line takes the place of the bar and stays', () => {
    const pieces = written(true, (display) => {
      display.show(baseReady);
      display.show(measuring);
      display.tell('block 7\u001b[2J of 45');
      display.close();
    });
    expect(pieces[1]).toContain('block 7, target');
    expect(pieces.slice(2)).toEqual(['\r\u001b[2Kblock 7 of 45\n', '\r\u001b[2K']);
  });
});
