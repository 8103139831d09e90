import type { Progress } from '../../engine/progress.ts';
import { clean } from '../escape.ts';
import { formatCount, formatMs, formatPerSecond } from '../words/format.ts';

const BAR = 20;

/**
 * `measure   15 s of 120 s  spike  now 311 /s  P99 81.2 ms  3 errors in 4,650 requests`; with a base, whose round of
 * which block.
 */
export function progressLine(progress: Progress, hasBase = false): string {
  const { phase, elapsedMs, totalMs, note, ...seen } = progress;
  const time = totalMs > 0 ? `${elapsedOf(progress)} s of ${tenths(totalMs)} s` : `${elapsedOf(progress)} s`;
  const parts = [phase.padEnd(8), ...(hasBase ? [placeOf(progress)] : []), time];
  if (progress.stage !== undefined) parts.push(clean(progress.stage));
  if (seen.requests > 0) {
    parts.push(`now ${formatPerSecond(seen.perSecond)}`);
    if (seen.p99Ms !== null) parts.push(`P99 ${formatMs(seen.p99Ms)}`);
    parts.push(`${formatCount(seen.errors)} errors in ${formatCount(seen.requests)} requests`);
  }
  if (note) parts.push(clean(note));
  return parts.join('  ');
}

/** Whole seconds, and no more than there are in all. */
function elapsedOf({ elapsedMs, totalMs }: Progress): number {
  const seconds = Math.round(elapsedMs / 1000);
  return totalMs > 0 ? Math.min(seconds, tenths(totalMs)) : seconds;
}

/** Seconds to a tenth, as the report gives them. */
function tenths(ms: number): number {
  return Math.round(ms / 100) / 10;
}

/** The same behind a bar, for a line that is drawn anew each second. */
export function progressBar(progress: Progress, hasBase = false): string {
  const { elapsedMs, totalMs } = progress;
  const done = totalMs > 0 ? Math.round((BAR * Math.min(elapsedMs, totalMs)) / totalMs) : 0;
  return `${'█'.repeat(done)}${'░'.repeat(BAR - done)} ${progressLine(progress, hasBase)}`;
}

/** Notes of a wait that are shown as soon as they come: of a service that answers now so, now so, not all. */
const MOST_NEWS = 12;

/**
 * Tells what is new while an environment is waited for: each note once, at once. What was said already may wait for its
 * turn.
 */
export function createNews(): (progress: Progress) => boolean {
  const said = new Set<string>();
  return ({ phase, side, note }) => {
    if (phase !== 'ready' || note === null || said.size >= MOST_NEWS) return false;
    const before = said.size;
    return said.add(`${side} ${note}`).size > before;
  };
}

/**
 * Where lines are written one below the other, a new stretch gets one at once, and within it one now and then is
 * enough. Rounds with a base are short, and each block gets a line of its own: they are all one stretch.
 */
export function stretchOf({ phase, side, round, stage = '' }: Progress, hasBase: boolean): string {
  return hasBase && !isBefore(phase) ? 'rounds' : `${phase} ${side} ${round} ${stage}`;
}

function isBefore(phase: Progress['phase']): boolean {
  return phase === 'ready' || phase === 'login';
}

/** `block 7, base  `; before the first round only the side. */
function placeOf({ phase, side, round }: Progress): string {
  return isBefore(phase) ? side.padEnd(6) : `block ${round + 1}, ${side}`.padEnd('block 10, target'.length);
}
