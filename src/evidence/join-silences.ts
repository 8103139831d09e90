/** Stretches without a success, of rounds that follow one another. */
import type { Round, Silence } from '../engine/round.ts';

/** So near to a round's edge, a stretch goes on beyond it. */
const EDGE_MS = 20;

/**
 * One that reaches a round's end and the next one's start is one.
 * @returns in ms since the first round began, of measured time
 */
export function joinSilences(rounds: readonly Pick<Round, 'silences' | 'measuredMs'>[]): Silence[] {
  const joined: Silence[] = [];
  let beforeMs = 0;
  let reachesEnd = false;
  for (const { silences = [], measuredMs } of rounds) {
    for (const [i, { fromMs, insideMs, beyondMs }] of silences.entries()) {
      const last = joined.at(-1);
      if (i === 0 && reachesEnd && fromMs <= EDGE_MS && last !== undefined) {
        joined[joined.length - 1] = {
          fromMs: last.fromMs,
          insideMs: last.insideMs + insideMs,
          beyondMs: last.beyondMs + beyondMs,
        };
      } else joined.push({ fromMs: beforeMs + fromMs, insideMs, beyondMs });
    }
    const own = silences.at(-1);
    reachesEnd = own !== undefined && own.fromMs + own.insideMs >= measuredMs - EDGE_MS;
    beforeMs += measuredMs;
  }
  return joined;
}
