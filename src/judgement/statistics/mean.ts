/** About the first value, so that a constant stretch has exactly its own value as mean; NaN of none. */
export function mean(values: readonly number[]): number {
  const first = values[0] as number;
  return first + values.reduce((sum, value) => sum + (value - first), 0) / values.length;
}
