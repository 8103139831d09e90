import { commonSilences } from '../../src/engine/common-silences.ts';
import type { Silence } from '../../src/engine/round.ts';

const silence = (fromMs: number, insideMs: number, beyondMs = 0): Silence => ({ fromMs, insideMs, beyondMs });

test('of one worker what it saw, in two parts where it goes beyond the measured time', () => {
  const seen = [
    { fromMs: 100, toMs: 600 },
    { fromMs: 9000, toMs: 12_500 },
  ];
  expect(commonSilences([seen], 10_000)).toEqual([silence(100, 500), silence(9000, 1000, 2500)]);
});

test('of several what all have in common, whichever is the longest of each', () => {
  const a = [
    { fromMs: 5000, toMs: 8005 },
    { fromMs: 12_000, toMs: 15_000 },
  ];
  const b = [
    { fromMs: 5010, toMs: 8000 },
    { fromMs: 11_990, toMs: 15_001 },
  ];
  expect(commonSilences([a, b], 20_000)).toEqual([silence(5010, 2990), silence(12_000, 3000)]);
  expect(commonSilences([a, [{ fromMs: 8100, toMs: 11_000 }]], 20_000)).toEqual([]);
  expect(commonSilences([a, []], 20_000)).toEqual([]);
});
