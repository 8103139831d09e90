import { median } from './median.ts';

/** Values on each side of one whose median it is held against: of four alike, each has two of them on one side. */
const NEIGHBOURS = 3;
/** Those about whose median the spread is taken. */
const AROUND = 5;
/** Fewer tell nothing of their spread. */
const FEWEST = 8;
/** In robust standard deviations. */
const LIMIT = 4;
/**
 * From the median distance of normal values to the median of the eleven around each to their standard deviation:
 * 1.4826, as about a median that is known, and 12 % more, since each is among the eleven.
 */
const TO_DEVIATION = 1.4826 * 1.12;

/**
 * The series with isolated outliers brought back to where they would still be usual: 4 robust standard deviations
 * beyond the medians of the three values before and of the three after it (Hampel's filter, halved so that four and
 * more values of one level, which are like those beside them, stay; with one spread for the whole series, taken about
 * medians of eleven, since so few values tell too little of theirs). Of a single stalled run remains that it was slow.
 * Where most values are alike to the digit, nothing tells what is usual, and nothing is clipped; nor is it in a series
 * of fewer than eight.
 *
 * @param values in order of time, finite
 */
export function clipOutliers(values: readonly number[]): readonly number[] {
  if (values.length < FEWEST) return values;
  const reach = LIMIT * TO_DEVIATION * middle(values.map((value, i) => Math.abs(value - around(values, i))));
  if (!(reach > 0)) return values;
  return values.map((value, i) => {
    const before = values.slice(Math.max(0, i - NEIGHBOURS), i);
    const after = values.slice(i + 1, i + 1 + NEIGHBOURS);
    const usual = [before, after].filter((side) => side.length > 0).map(middle);
    return Math.min(Math.max(...usual) + reach, Math.max(Math.min(...usual) - reach, value));
  });
}

function around(values: readonly number[], i: number): number {
  return middle(values.slice(Math.max(0, i - AROUND), i + AROUND + 1));
}

function middle(values: readonly number[]): number {
  return median(values.toSorted((a, b) => a - b));
}
