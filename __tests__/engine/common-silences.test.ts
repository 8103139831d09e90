import { commonSilences } from '../../src/engine/common-silences.ts';
import { seededRandom } from '../../src/engine/random.ts';
import type { Silence } from '../../src/engine/round.ts';
import { drawn } from '../part.ts';

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

test('thousands of each are what each with each comes to, and take no longer than there are', () => {
  const stretchesOf = (seed: string) => {
    const random = seededRandom(seed);
    let atMs = 0;
    return Array.from({ length: 300 }, () => {
      const fromMs = atMs + random.int(0, 400);
      atMs = fromMs + random.int(200, 900);
      return { fromMs, toMs: atMs };
    });
  };
  for (let session = 0; session < drawn(20, 4); session++) {
    const [a, b] = [stretchesOf(`a ${session}`), stretchesOf(`b ${session}`)];
    const each = a.flatMap((one) =>
      b.flatMap((other) => {
        const fromMs = Math.max(one.fromMs, other.fromMs);
        const toMs = Math.min(one.toMs, other.toMs);
        return toMs > fromMs ? [silence(fromMs, toMs - fromMs)] : [];
      }),
    );
    expect(commonSilences([a, b], 1e9)).toEqual(each);
  }
  // Hostile ones that all overlap would come to as many as each with each.
  const nested = Array.from({ length: 50_000 }, (_, i) => ({ fromMs: i, toMs: 1e6 }));
  expect(commonSilences([nested, nested], 1e9).length).toBeLessThanOrEqual(100_000);
});
