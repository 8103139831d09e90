/** How the load went, on the clock of each side's measured load, and the server's side below on the same. */
import { SERVER_UNITS } from '../../../config/server-series.ts';
import type { CoursePoint, CourseResult } from '../../../evidence/result/course.ts';
import type { Result } from '../../../evidence/result/schema.ts';
import type { ServerResult } from '../../../evidence/result/server.ts';
import type { Words } from '../../words/language.ts';
import { isStageNumber } from '../../words/names.ts';
import {
  type Axis,
  type Chart,
  type Colour,
  type Happening,
  type Line,
  type Shade,
  shorten,
} from '../chart.ts';

const GROUP = 'course';
const OTHERS: readonly Colour[] = ['third', 'fourth', 'fifth', 'sixth', 'quiet'];
/** Beyond it lines can't be told from one another. */
const MOST_LINES = 6;

/** Of one run; what it doesn't hold is left out. */
export function courseCharts(result: Result, words: Words): readonly Chart[] {
  const { course = [], server, interleaved } = result;
  const sides = course.filter(({ points }) => points.length > 1);
  const all = [
    ...(sides.length > 0 ? ofLoad(sides, result, words) : []),
    ...ofServer(server, interleaved?.server, words),
  ];
  const ends = [
    ...course.flatMap(({ points }) =>
      points.slice(-1).map(({ fromSeconds, seconds }) => fromSeconds + seconds),
    ),
    ...all.flatMap(({ views }) => views[0].lines.map(({ x }) => x.at(-1) ?? 0)),
  ];
  const most = Math.max(0, ...ends);
  const shades = shadesOf(course, words, result);
  const marks = marksOf(course, words);
  return all.map((chart, i) => ({
    ...chart,
    group: GROUP,
    x: { ...chart.x, least: 0, most },
    ...(shades.length > 1 && { shades }),
    ...(marks.length > 0 && i === 0 && { marks }),
    isLow: i > 0,
  }));
}

function ofLoad(sides: readonly CourseResult[], result: Result, words: Words): Chart[] {
  const { page, titles } = words;
  const x: Axis = { label: page.seconds, unit: 'load', scale: 'linear' };
  const nameOf = (side: CourseResult['side']) => (sides.length === 1 ? '' : `${titles[side]} `);
  const line = (
    { side, points }: CourseResult,
    name: string,
    of: (point: CoursePoint) => number | null,
    look?: Line['look'],
  ): Line => lineOf(points, name === '' ? titles[side] : `${nameOf(side)}${name}`, side, of, look);
  const failed = kindsOf(sides).slice(0, MOST_LINES);
  const charts: Chart[] = [
    {
      id: 'course-latency',
      ...page.courseLatency(result.search !== undefined),
      x,
      y: { label: page.latency, unit: 'ms', scale: 'linear', least: 0 },
      views: [
        {
          name: '',
          lines: sides.flatMap((side) => [
            line(side, 'P99', ({ p99Ms }) => p99Ms),
            line(side, 'P50', ({ p50Ms }) => p50Ms, 'dashed'),
          ]),
        },
      ],
    },
    {
      id: 'course-throughput',
      ...page.courseThroughput,
      x,
      y: { label: titles.rate, unit: 'per second', scale: 'linear', least: 0 },
      views: [
        { name: '', lines: sides.map((side) => line(side, '', ({ throughputPerSecond: per }) => per)) },
      ],
    },
  ];
  if (failed.length === 0) return charts;
  return [
    ...charts,
    {
      id: 'course-errors',
      ...page.courseErrors(failed.some(({ side }) => side.side === 'base')),
      x,
      y: { label: page.errorsPerSecond, unit: 'per second', scale: 'linear', least: 0 },
      views: [
        {
          name: '',
          lines: failed.map(({ side, kind }, i) => ({
            ...line(side, words.marks.errorKinds[kind], ({ errors, seconds }) =>
              seconds > 0 ? (errors?.[kind] ?? 0) / seconds : null,
            ),
            colour: OTHERS[i] ?? 'quiet',
            ...(side.side === 'base' && { look: 'dashed' as const }),
          })),
        },
      ],
    },
  ];
}

/** Each point in the middle of its time. */
export function lineOf(
  points: readonly CoursePoint[],
  name: string,
  colour: Colour,
  of: (point: CoursePoint) => number | null,
  look?: Line['look'],
): Line {
  return {
    name,
    colour,
    x: points.map(({ fromSeconds, seconds }) => Number((fromSeconds + seconds / 2).toFixed(2))),
    y: points.map((point) => shorten(of(point))),
    ...(look && { look }),
  };
}

type Kind = keyof NonNullable<CoursePoint['errors']>;

function kindsOf(sides: readonly CourseResult[]): readonly { side: CourseResult; kind: Kind }[] {
  return sides.flatMap((side) => {
    const kinds = new Set(side.points.flatMap(({ errors = {} }) => Object.keys(errors) as Kind[]));
    return [...kinds].map((kind) => ({ side, kind }));
  });
}

/** A chart for each unit, of whose series those of the target are drawn, and the base's beside them. */
function ofServer(server: ServerResult | undefined, base: ServerResult | undefined, words: Words): Chart[] {
  if (server === undefined) return [];
  return SERVER_UNITS.flatMap((unit): Chart[] => {
    const own = server.series.filter((one) => one.unit === unit && one.samples.length > 1);
    const lines = own.slice(0, MOST_LINES).flatMap((one, i): Line[] => {
      const colour: Colour = own.length === 1 ? 'target' : (OTHERS[i] ?? 'quiet');
      const before = base?.series.find(({ key, ofMachine }) => key === one.key && !ofMachine);
      const draw = (name: string, samples: typeof one.samples, look: Line['look'] | null): Line => ({
        name,
        colour: look && own.length === 1 ? 'base' : colour,
        x: samples.map(([seconds]) => seconds),
        y: samples.map(([, value]) => shorten(value)),
        ...(look && { look }),
      });
      return [
        draw(one.key, one.samples, null),
        ...(before && before.samples.length > 1
          ? [draw(words.page.ofBase(one.key), before.samples, 'dashed')]
          : []),
      ];
    });
    if (lines.length === 0) return [];
    return [
      {
        id: `course-server-${unit.replaceAll(' ', '-')}`,
        title: words.page.serverSide(words.page.units[unit]),
        about: words.page.serverAbout(base !== undefined, Math.max(0, own.length - MOST_LINES)),
        x: { label: words.page.seconds, unit: 'load', scale: 'linear' },
        y: { label: words.page.units[unit], unit, scale: 'linear', least: 0 },
        views: [{ name: '', lines }],
      },
    ];
  });
}

/** Stages as they followed one another, of the first pass of the target. */
function shadesOf(course: readonly CourseResult[], words: Words, { conditions }: Result): Shade[] {
  const points = course.find(({ side }) => side === 'target')?.points ?? [];
  const shades: Shade[] = [];
  for (const { stage, fromSeconds, seconds } of points) {
    if (stage === undefined) return [];
    const name = conditions.stages[stage - 1]?.name ?? String(stage);
    const shown = isStageNumber(name) ? words.nameStage(name) : name;
    const last = shades.at(-1);
    if (last?.name === shown) shades[shades.length - 1] = { ...last, to: fromSeconds + seconds };
    else shades.push({ from: fromSeconds, to: fromSeconds + seconds, name: shown });
  }
  return shades;
}

function marksOf(course: readonly CourseResult[], { page, titles }: Words): Happening[] {
  return course.flatMap(({ side, events }) =>
    events.map(({ kind, fromSeconds, toSeconds }) => ({
      from: fromSeconds,
      to: toSeconds,
      name: course.length === 1 ? page.events[kind] : `${titles[side]}: ${page.events[kind]}`,
    })),
  );
}
