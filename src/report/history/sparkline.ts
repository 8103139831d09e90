const LEVELS = '▁▂▃▄▅▆▇█';

/**
 * Values as bars of text, from the lowest to the highest; all in the middle where they are alike, at the
 * bottom where they are all 0. `marks` are places
 * before which a line is drawn, such as change points. Only the newest `most` values are drawn.
 */
export function drawSparkline(values: readonly number[], marks: readonly number[] = [], most = 60): string {
  const first = Math.max(0, values.length - most);
  const shown = values.slice(first);
  const low = shown.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = shown.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return shown
    .map((value, i) => {
      const level = high > low ? (value - low) / (high - low) : high === 0 ? 0 : 0.4;
      const bar = LEVELS[Math.round(level * (LEVELS.length - 1))] ?? '';
      return i > 0 && marks.includes(first + i) ? `│${bar}` : bar;
    })
    .join('');
}

/** One change among the values: where they begin to differ. */
export function drawValueSeries(values: readonly number[], at: number): string {
  return drawSparkline(values, [at]);
}
