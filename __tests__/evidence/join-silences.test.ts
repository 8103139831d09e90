import type { Silence } from '../../src/engine/round.ts';
import { joinSilences } from '../../src/evidence/join-silences.ts';

const silence = (fromMs: number, insideMs: number, beyondMs = 0): Silence => ({ fromMs, insideMs, beyondMs });

test('rounds: one that reaches an end and a start is one, with the wait between them', () => {
  const rounds = [
    { measuredMs: 250, silences: [] },
    { measuredMs: 250, silences: [silence(40, 210, 1000)] },
    { measuredMs: 250, silences: [silence(0, 250, 1000)] },
    { measuredMs: 250, silences: [silence(5, 120), silence(130, 100)] },
    { measuredMs: 250 },
  ];
  expect(joinSilences(rounds)).toEqual([silence(290, 580, 2000), silence(880, 100)]);
});

test('one that ends before its round does is not joined with the next round’s first', () => {
  const rounds = [
    { measuredMs: 1000, silences: [silence(100, 800)] },
    { measuredMs: 1000, silences: [silence(0, 300)] },
  ];
  expect(joinSilences(rounds)).toEqual([silence(100, 800), silence(1000, 300)]);
});
