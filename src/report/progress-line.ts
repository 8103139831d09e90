import type { Progress } from '../engine/progress.ts';
import { formatCount, formatMs, formatPerSecond } from '../judgement/format.ts';
import { clean } from './escape.ts';

const BAR = 20;

/** `measure   15 s of 120 s  311 /s  P99 81.2 ms  3 errors in 4,650 requests`. */
export function progressLine({ phase, elapsedMs, totalMs, note, ...seen }: Progress): string {
  const time = `${Math.round(elapsedMs / 1000)} s${totalMs > 0 ? ` of ${Math.round(totalMs / 1000)} s` : ''}`;
  const parts = [phase.padEnd(8), time];
  if (seen.requests > 0) {
    parts.push(formatPerSecond(seen.perSecond));
    if (seen.p99Ms !== null) parts.push(`P99 ${formatMs(seen.p99Ms)}`);
    parts.push(`${formatCount(seen.errors)} errors in ${formatCount(seen.requests)} requests`);
  }
  if (note) parts.push(clean(note));
  return parts.join('  ');
}

/** The same behind a bar, for a line that is drawn anew each second. */
export function progressBar(progress: Progress): string {
  const { elapsedMs, totalMs } = progress;
  const done = totalMs > 0 ? Math.round((BAR * Math.min(elapsedMs, totalMs)) / totalMs) : 0;
  return `${'█'.repeat(done)}${'░'.repeat(BAR - done)} ${progressLine(progress)}`;
}
