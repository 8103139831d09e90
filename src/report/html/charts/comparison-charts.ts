/** Several runs in the same charts, each in its own colour. */
import type { ComparedRun } from '../../../evidence/compare/compared-run.ts';
import type { CoursePoint } from '../../../evidence/result/course.ts';
import { show } from '../../compare/show.ts';
import type { Words } from '../../words/language.ts';
import type { Chart, Colour, Line } from '../chart.ts';
import { lineOf } from './course-charts.ts';
import { type DrawnRun, distributionChart, histogramsOf, sharesChart } from './latency-charts.ts';

/** The first is what the others are held against. */
const COLOURS: readonly Colour[] = ['base', 'target', 'third', 'fourth', 'fifth', 'sixth', 'quiet'];
const colourOf = (i: number): Colour => COLOURS[Math.min(i, COLOURS.length - 1)] ?? 'quiet';

/** Of the target of each. A search is many loads together, and has no percentile that means anything. */
export function comparedLatencies(runs: readonly ComparedRun[], words: Words): readonly Chart[] {
  const drawn = runs.flatMap(({ name, result }, i): DrawnRun[] => {
    const found = result.search === undefined ? histogramsOf(result, 'target') : null;
    return found === null ? [] : [{ name: show(name), colour: colourOf(i), ...found }];
  });
  const names = [...new Set(runs.flatMap(({ result }) => result.endpoints.map(({ name }) => name)))];
  return [distributionChart(drawn, names, null, words), sharesChart(drawn, names, words)].filter(
    (chart) => chart !== null,
  );
}

/** Each on the clock of its own load. */
export function comparedCourses(runs: readonly ComparedRun[], words: Words): readonly Chart[] {
  const { page, titles } = words;
  const courses = runs.map(
    ({ result }) => result.course?.find(({ side }) => side === 'target')?.points ?? [],
  );
  const lines = (of: (point: CoursePoint) => number | null): Line[] =>
    courses.flatMap((points, i) =>
      points.length > 1 ? [lineOf(points, show(runs[i]?.name ?? ''), colourOf(i), of)] : [],
    );
  const most = Math.max(0, ...lines(() => 0).flatMap(({ x }) => x.at(-1) ?? 0));
  const hasErrors = courses.some((points) => points.some(({ errors }) => errors !== undefined));
  const chart = (
    id: string,
    told: Pick<Chart, 'title' | 'about'>,
    y: Chart['y'],
    of: (point: CoursePoint) => number | null,
  ): Chart[] => {
    const own = lines(of);
    if (own.length === 0) return [];
    const x: Chart['x'] = { label: page.seconds, unit: 'load', scale: 'linear', least: 0, most };
    return [
      {
        id,
        ...told,
        x,
        y,
        views: [{ name: '', lines: own }],
        group: 'course',
        isLow: id !== 'course-latency',
      },
    ];
  };
  const perSecond = (label: string): Chart['y'] => ({ label, unit: 'per second', scale: 'linear', least: 0 });
  return [
    ...chart(
      'course-latency',
      page.comparedLatency,
      { label: 'P99', unit: 'ms', scale: 'linear', least: 0 },
      ({ p99Ms }) => p99Ms,
    ),
    ...chart(
      'course-throughput',
      page.courseThroughput,
      perSecond(titles.rate),
      ({ throughputPerSecond }) => throughputPerSecond,
    ),
    ...(hasErrors
      ? chart('course-errors', page.comparedErrors, perSecond(page.errorsPerSecond), errorsPerSecond)
      : []),
  ];
}

function errorsPerSecond({ errors = {}, seconds }: CoursePoint): number | null {
  const all = Object.values(errors).reduce((sum, count) => sum + count, 0);
  return seconds > 0 ? all / seconds : null;
}
