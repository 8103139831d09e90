import * as core from '@actions/core';
import type { Progress } from '../engine/progress.ts';
import { clean } from '../report/escape.ts';
import { createNews, progressLine, stretchOf } from '../report/terminal/progress-line.ts';

const EVERY_MS = 5000;
/** While the target is waited for, what was said already. */
const SAME_EVERY_MS = 60_000;

/** The load's progress as plain lines that the runner folds: one every few seconds and one at each change of phase. */
export interface ProgressLog {
  open(title: string): void;
  show(progress: Progress): void;
  /** A line of its own, such as how the comparison stands after a block. */
  tell(line: string): void;
  close(): void;
}

export function createProgressLog(nowMs: () => number = () => performance.now()): ProgressLog {
  let isOpen = false;
  let hasBase = false;
  const isNews = createNews();
  let last: { stretch: string; note: string | null; atMs: number } | null = null;
  return {
    open(title) {
      if (isOpen) return;
      isOpen = true;
      core.startGroup(clean(title));
    },
    show(progress) {
      // The base is waited for before the first round.
      hasBase ||= progress.side === 'base';
      const stretch = stretchOf(progress, hasBase);
      const now = nowMs();
      const { phase, note } = progress;
      const everyMs = phase === 'ready' && last?.note === note ? SAME_EVERY_MS : EVERY_MS;
      if (!isNews(progress) && last?.stretch === stretch && now - last.atMs < everyMs) return;
      last = { stretch, note, atMs: now };
      core.info(harmless(progressLine(progress, hasBase)));
    },
    tell(line) {
      core.info(harmless(clean(line)));
    },
    close() {
      if (isOpen) core.endGroup();
      isOpen = false;
    },
  };
}

/**
 * A note may quote a response, and a line names requests. Our words start it, so that it is no `::` command; the older
 * form may stand anywhere in it.
 */
function harmless(line: string): string {
  return line.replaceAll('##[', '# # [');
}
