import * as core from '@actions/core';
import type { Progress } from '../engine/progress.ts';
import { clean } from '../report/escape.ts';
import { progressLine } from '../report/progress-line.ts';

const EVERY_MS = 5000;

/** The load's progress as plain lines that the runner folds: one every few seconds and one at each change of phase. */
export interface ProgressLog {
  open(title: string): void;
  show(progress: Progress): void;
  close(): void;
}

export function createProgressLog(nowMs: () => number = () => performance.now()): ProgressLog {
  let isOpen = false;
  let last: { phase: string; atMs: number } | null = null;
  return {
    open(title) {
      if (isOpen) return;
      isOpen = true;
      core.startGroup(clean(title));
    },
    show(progress) {
      const phase = `${progress.phase} ${progress.round}`;
      const now = nowMs();
      if (last?.phase === phase && now - last.atMs < EVERY_MS) return;
      last = { phase, atMs: now };
      // A note may quote an answer. Our words start the line, so that it is no `::` command; the older form may stand
      // anywhere in it.
      core.info(progressLine(progress).replaceAll('##[', '# # ['));
    },
    close() {
      if (isOpen) core.endGroup();
      isOpen = false;
    },
  };
}
