/** A drift, drawn: the figure run by run, and what was typical before it changed and since. */
import { KINDS } from '../../config/metric-kinds.ts';
import { METRICS } from '../../config/metrics.ts';
import type { Shift } from '../../judgement/drift/find-shifts.ts';
import { drawXyChart, LEAST_POINTS, MOST_POINTS, SIGNS } from '../markdown/xy-chart.ts';

/** Runs before the change that are drawn, of a history that is longer than a picture. */
const BEFORE = 20;

/** '' where the runs are too few to show a course. Whose figure it is has to be told beside it. */
export function shiftPicture({ metric, values, at, was, is }: Shift): string {
  if (values.length < LEAST_POINTS) return '';
  const { label, kind } = METRICS[metric];
  const { unit } = KINDS[kind];
  const factor = unit === '%' ? 100 : 1;
  const first = Math.max(0, Math.min(values.length - MOST_POINTS, at - BEFORE));
  const shown = values.slice(first).map((value, i) => ({
    value: value * factor,
    typical: (first + i < at ? was : is) * factor,
  }));
  const each = Math.ceil(shown.length / MOST_POINTS);
  const points = Array.from({ length: Math.ceil(shown.length / each) }, (_, i) => {
    const some = shown.slice(i * each, (i + 1) * each);
    return {
      value: some.reduce((sum, { value }) => sum + value, 0) / some.length,
      // A change within some of them begins with the next.
      typical: some[0]?.typical ?? 0,
    };
  });
  const told = `${SIGNS[0]} ${each === 1 ? 'each run' : `means of ${each} runs`}, ${SIGNS[1]} typical before the change and since`;
  const picture = drawXyChart({
    x: { label: 'Comparable runs, oldest first', from: first + 1, to: values.length },
    y: `${label}, ${unit}`,
    lines: [points.map(({ value }) => value), points.map(({ typical }) => typical)],
  });
  return `${told}\n\n${picture}`;
}
