/** Silence in time: few requests fail in it, because each connection that hangs asks for nothing meanwhile. */
import type { GeneratorHealth, Round } from '../engine/round.ts';
import { sum } from './figures.ts';
import { Histogram } from './histogram.ts';
import type { BatchFigures, Figures, Silence } from './measurement.ts';

/** Successes that would have come meanwhile. */
const FEWEST_MISSED = 30;
/** A pause, as for the collection of garbage or a restart of connections, is for the figures to show. */
const SHORTEST_SECONDS = 2;
/** A generator that stood still for so much of it was silent itself. */
const OWN_SHARE = 0.5;
/** Of all that succeeded, the chance that none fell into such a stretch: e^−25, for each of the places it may have. */
const LOG_CHANCE = 25;
/** Slow responses of all connections at once leave gaps between them; a silence is longer than a few of these. */
const USUAL_GAPS = 3;

export interface FoundOutage extends Silence {
  /** Successes per second of the rest of the run. */
  readonly usualPerSecond: number;
  readonly missed: number;
}

/**
 * The longest stretch in which nothing succeeded, where the rest of the run makes that implausible; null where there is
 * none. However few errors it came to: ten connections that hang for ten seconds make ten.
 *
 * @param rounds of one side, in their order
 * @param figures of all of them, asked for only where there was a silence
 * @param generator its health in these rounds, asked for likewise
 */
export function findOutage(
  rounds: readonly Round[],
  figures: () => Pick<Figures, 'successes' | 'batches'>,
  generator: () => Pick<GeneratorHealth, 'loopDelay'>,
): FoundOutage | null {
  const longest = longestSilence(rounds);
  if (longest === null || lengthOf(longest) < SHORTEST_SECONDS) return null;
  const whole = figures();
  if (whole.successes === 0) return null;
  const measuredSeconds = sum(rounds, ({ measuredMs }) => measuredMs) / 1000;
  const inside = Math.max(0, Math.min(longest.toSeconds, measuredSeconds) - longest.fromSeconds);
  const usualPerSecond = whole.successes / Math.max(1e-3, measuredSeconds - inside);
  const missed = Math.round(usualPerSecond * lengthOf(longest));
  const silentShare = lengthOf(longest) / (measuredSeconds + lengthOf(longest) - inside);
  if (missed < FEWEST_MISSED || whole.successes * -Math.log1p(-silentShare) < LOG_CHANCE) return null;
  if (lengthOf(longest) < (usualMs(whole.batches) / 1000) * USUAL_GAPS) return null;
  const stalledSeconds = (Histogram.of(generator().loopDelay).maxMs ?? 0) / 1000;
  if (stalledSeconds >= OWN_SHARE * lengthOf(longest)) return null;
  return { ...longest, usualPerSecond, missed };
}

function longestSilence(rounds: readonly Round[]): Silence | null {
  let longest: Silence | null = null;
  let beforeMs = 0;
  for (const { silence, ended, measuredMs } of rounds) {
    // What ended it may have begun in a slice before its last one.
    for (const stretch of [silence, ended.how === 'target-lost' ? ended.silence : null]) {
      if (!stretch) continue;
      const fromSeconds = (beforeMs + stretch.fromMs) / 1000;
      const toSeconds = (beforeMs + stretch.toMs) / 1000;
      if (longest === null || toSeconds - fromSeconds > lengthOf(longest))
        longest = { fromSeconds, toSeconds };
    }
    beforeMs += measuredMs;
  }
  return longest;
}

/** What most responses took while there were any. */
function usualMs(batches: readonly BatchFigures[]): number {
  const answering = batches.filter(({ throughputPerSecond }) => throughputPerSecond > 0);
  const usual = answering.flatMap(({ latency }) => latency.percentileMs(90) ?? []).sort((a, b) => a - b);
  return usual[usual.length >> 1] ?? 0;
}

const lengthOf = ({ fromSeconds, toSeconds }: Silence): number => toSeconds - fromSeconds;
