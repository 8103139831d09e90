/** Reads a log line by line: which format it is in, and what it counts. */
import { Tally } from '../fold/tally.ts';
import type { LineFormat } from './line-format.ts';
import { LINE_FORMATS } from './line-formats.ts';

/** Lines of the head that tell the format. */
const LOOKED_AT = 200;

/** Null where the head's lines are of no format. @param head its last line may be cut off */
export function recogniseLines(head: string): LineFormat | null {
  const lines = head.split(/\r?\n/).filter((line) => line.trim() !== '');
  // The last one is cut off where the file goes on.
  const whole = lines.slice(0, Math.max(1, Math.min(LOOKED_AT, lines.length - 1)));
  const found = LINE_FORMATS.map((format) => ({
    format,
    fits: whole.filter((line) => format.read(line) !== null).length,
  })).reduce((best, one) => (one.fits > best.fits ? one : best));
  return found.fits * 2 >= whole.length && found.fits > 0 ? found.format : null;
}

export class LineReader {
  readonly format: LineFormat;
  readonly tally = new Tally();
  lines = 0;
  /** Lines that are not of the format. */
  broken = 0;

  constructor(format: LineFormat) {
    this.format = format;
  }

  add(line: string): void {
    if (line.trim() === '') return;
    this.lines += 1;
    const hit = this.format.read(line);
    if (hit === null) this.broken += 1;
    else if (hit !== 'other') this.tally.add(hit);
  }
}
