/** The palette as the style sheet has it just now: light, dark or for paper. */
import type { Colour } from '../src/report/html/chart.ts';

type Named = Colour | 'ink' | 'soft' | 'rule' | 'paper' | 'band' | 'shade' | 'event';

export function colour(name: Named): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Calls back where all that is drawn has to be drawn anew. */
export function onNewColours(redraw: () => void): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
}
