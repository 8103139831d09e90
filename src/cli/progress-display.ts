import type { Progress } from '../engine/progress.ts';
import { clean } from '../report/escape.ts';
import { createNews, progressBar, progressLine, stretchOf } from '../report/terminal/progress-line.ts';
import type { Terminal } from './terminal.ts';

/** Where the line can't be redrawn, one now and then is enough. */
const EVERY_MS = 5000;
const ERASE_LINE = '\r\u001b[2K';

export interface ProgressDisplay {
  show(progress: Progress): void;
  /** A line that stays, such as how the comparison stands after a block. */
  tell(line: string): void;
  close(): void;
}

/** The load's progress on the error output: one line redrawn in a terminal, a line every few seconds in a file. */
export function createProgressDisplay({
  err,
  redraws,
  width,
}: Pick<Terminal, 'err' | 'redraws' | 'width'>): ProgressDisplay {
  let hasBase = false;
  const isNews = createNews();
  let last: { stretch: string; atMs: number } | null = null;
  return {
    show(progress) {
      // The base is waited for before the first round.
      hasBase ||= progress.side === 'base';
      if (redraws) {
        err(`${ERASE_LINE}${progressBar(progress, hasBase).slice(0, width - 1)}`);
        return;
      }
      const stretch = stretchOf(progress, hasBase);
      const nowMs = performance.now();
      if (!isNews(progress) && last?.stretch === stretch && nowMs - last.atMs < EVERY_MS - 500) return;
      last = { stretch, atMs: nowMs };
      err(`${progressLine(progress, hasBase)}\n`);
    },
    tell(line) {
      err(`${redraws ? ERASE_LINE : ''}${clean(line)}\n`);
    },
    close() {
      err(redraws ? ERASE_LINE : '\n');
    },
  };
}
