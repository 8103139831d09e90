/** How the load went, drawn: P99 and throughput over its seconds, the base's beside them where there is one. */
import type { CoursePoint, CourseResult } from '../../evidence/result/course.ts';
import type { Publication } from '../report.ts';
import { wordsFor } from '../words/language.ts';
import { drawXyChart, LEAST_POINTS, MOST_POINTS, SIGNS } from './xy-chart.ts';

/** '' where too little is known of it; a search is many loads, one after the other. */
export function coursePicture(report: Publication): string {
  const { course = [], search } = report.result;
  const words = wordsFor(report);
  const { page, titles, sections } = words;
  if (search !== undefined || course.length === 0) return '';
  const sides = course.map(({ side }, i) => `${SIGNS[i] ?? ''} ${titles[side].toLowerCase()}`);
  const draw = (title: string, unit: string, of: (point: CoursePoint) => number | null): string => {
    const found = stretch(course, of);
    if (found === null) return '';
    const told = sections.drawn(title, unit, words.formatTenths(found.seconds / found.count));
    const legend = course.length > 1 ? `${sections.colon} ${sides.join(', ')}` : '';
    const picture = drawXyChart({
      x: { label: page.seconds, from: 0, to: found.seconds },
      y: unit,
      lines: found.lines,
    });
    return `${told}${legend}\n\n${picture}`;
  };
  return [
    draw(page.comparedLatency.title, 'ms', ({ p99Ms }) => p99Ms),
    draw(page.courseThroughput.title, sections.perSecond, ({ throughputPerSecond }) => throughputPerSecond),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

interface Stretched {
  readonly seconds: number;
  readonly count: number;
  readonly lines: readonly (readonly number[])[];
}

/** Means of stretches of equal length: as many as leave none empty, since a line has no gaps. */
function stretch(
  course: readonly CourseResult[],
  of: (point: CoursePoint) => number | null,
): Stretched | null {
  const seconds = Math.max(
    ...course.flatMap(({ points }) => points.map((point) => point.fromSeconds + point.seconds)),
  );
  if (!(seconds > 0)) return null;
  for (let count = MOST_POINTS; count >= LEAST_POINTS; count--) {
    const lines = course.map(({ points }) => meansOf(points, of, seconds, count));
    if (lines.every((means) => means.every((mean) => mean !== null)))
      return { seconds, count, lines: lines as number[][] };
  }
  return null;
}

function meansOf(
  points: readonly CoursePoint[],
  of: (point: CoursePoint) => number | null,
  seconds: number,
  count: number,
): readonly (number | null)[] {
  const sums = Array.from({ length: count }, () => ({ sum: 0, weight: 0 }));
  for (const point of points) {
    const value = of(point);
    const middle = point.fromSeconds + point.seconds / 2;
    const into = sums[Math.min(count - 1, Math.floor((middle / seconds) * count))];
    if (value === null || into === undefined) continue;
    into.sum += value * point.seconds;
    into.weight += point.seconds;
  }
  return sums.map(({ sum, weight }) => (weight > 0 ? sum / weight : null));
}
