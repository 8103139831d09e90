import { TAIL } from '../../config/metrics.ts';
import { formatChangeSize, formatCount, formatSeconds } from '../format.ts';

/** `block 12: P99 of blocks differs by ±3.1 %; 4 min 5 s left`. */
export function tellCalibrating(blocks: number, spread: number | null, secondsLeft: number): string {
  const differs =
    spread === null || blocks < 3
      ? ''
      : `: single blocks differ by ±${formatChangeSize(TAIL, spread)} in P99`;
  const left = secondsLeft > 0 ? `; ${formatSeconds(secondsLeft)} left` : '';
  return `block ${formatCount(blocks)}${differs}${left}`;
}
