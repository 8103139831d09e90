/** One figure through the nights, as a chart: what was measured, what is typical, and what its runs explain. */
import type { Chart, Colour, Line, Shade } from '../../src/report/html/chart.ts';
import type { LevelData, SeriesData } from '../../src/report/html/history/history-data.ts';
import type { HISTORY_PAGE_WORDS } from '../../src/report/words/history-page.ts';
import type { Write } from '../write.ts';
import { levelAt, type Suite } from './suite.ts';

const STRANDS: readonly Colour[] = ['target', 'third', 'fourth', 'fifth', 'sixth', 'quiet'];

interface Meant {
  readonly suite: Suite;
  readonly series: SeriesData;
  /** The first night that is shown. */
  readonly first: number;
  readonly words: typeof HISTORY_PAGE_WORDS;
  readonly write: Write;
}

export function nightChart(meant: Meant): Chart {
  const { suite, series, first, words } = meant;
  const figure = suite.figures[series.figure];
  const part = suite.parts[series.part];
  const values = suite.valuesOf(series);
  const strands = suite.strandNights.map((own) => own.filter((night) => night >= first));
  const isLearnt = (night: number) => values[night] != null && levelAt(suite, series, night) !== null;
  const runs = strands.flatMap((nights, i): Line[] => {
    const own = nights.filter(isLearnt);
    if (own.length === 0) return [];
    const name = [words.value, suite.strands[i]?.name].filter(Boolean).join(', ');
    return [line(suite, name, STRANDS[i] ?? 'quiet', own, (night) => values[night] ?? null, 'runs')];
  });
  const typical = strands.flatMap((nights, i): Line[] => {
    const own = nights.filter(isLearnt);
    if (own.length === 0) return [];
    const name = [words.typical, strands.length > 1 ? suite.strands[i]?.name : ''].filter(Boolean).join(', ');
    const of = (night: number) => levelAt(suite, series, night)?.[3] ?? null;
    return [line(suite, name, i === 0 ? 'base' : (STRANDS[i] ?? 'quiet'), own, of, 'steps')];
  });
  const others = suite.at.flatMap((_, night) =>
    night >= first && values[night] != null && !isLearnt(night) ? [night] : [],
  );
  const levels = series.levels.filter(([, , to]) => to >= first);
  const scale = figure?.scale ?? 'log';
  const releases = [...suite.releases].filter(([night]) => night >= first);
  return {
    id: 'night-chart',
    title: words.chartTitle(figure?.label ?? '', part?.name ?? ''),
    about: words.chartAbout,
    x: { label: words.date, unit: 'date', scale: 'linear', ...spanOf(meant) },
    y: {
      label: figure?.label ?? '',
      unit: figure?.unit ?? 'number',
      scale: 'linear',
      ...(figure?.unit === 'share' && { least: 0 }),
    },
    views: [
      {
        name: '',
        lines: [
          ...runs,
          ...typical,
          ...(others.length > 0
            ? [
                line(
                  suite,
                  words.notCompared,
                  'quiet',
                  others,
                  (night) => values[night] ?? null,
                  'hollow-points',
                ),
              ]
            : []),
          ...shownLines(meant),
        ],
        bands: levels.flatMap((level) => bandOf(level, meant, scale)),
      },
    ],
    shades: shadesOf(levels, meant),
    ...(releases.length > 0 && {
      marks: releases.map(([night, tag]) => ({
        from: suite.at[night] ?? 0,
        to: suite.at[night] ?? 0,
        name: `${words.release} ${tag}`,
        kind: words.release,
      })),
    }),
  };
}

function spanOf({ suite, first }: Meant): { readonly least: number; readonly most: number } {
  const least = suite.at[first] ?? 0;
  const most = Math.max(suite.at.at(-1) ?? least, suite.shown?.at ?? 0);
  return { least, most };
}

function line(
  { at }: Suite,
  name: string,
  colour: Colour,
  nights: readonly number[],
  of: (night: number) => number | null,
  look: Line['look'],
): Line {
  return {
    name,
    colour,
    x: nights.map((night) => at[night] ?? 0),
    y: nights.map(of),
    ...(look && { look }),
  };
}

function bandOf([, from, to, typical, limit]: LevelData, { suite, words }: Meant, scale: 'log' | 'linear') {
  if (limit === null || limit === typical) return [];
  const other = scale === 'log' ? typical ** 2 / limit : Math.max(0, 2 * typical - limit);
  return [
    {
      from: Math.min(limit, other),
      to: Math.max(limit, other),
      name: words.explained,
      within: [suite.at[from] ?? 0, suite.at[to] ?? 0] as const,
    },
  ];
}

/** Levels one after the other, each with its change; of strands that overlap the newest. */
function shadesOf(levels: readonly LevelData[], { suite, series, write }: Meant): Shade[] {
  const { scale } = suite.figures[series.figure] ?? { scale: 'log' as const };
  const taken: LevelData[] = [];
  for (const level of levels.toSorted((one, other) => one[0] - other[0] || one[1] - other[1]))
    if (taken.every(([, from, to]) => level[2] < from || level[1] > to)) taken.push(level);
  const ordered = taken.toSorted((one, other) => one[1] - other[1]);
  if (ordered.length < 2) return [];
  return ordered.map(([, from, to, , , change], i) => {
    const next = ordered[i + 1]?.[1];
    return {
      from: suite.at[from] ?? 0,
      to: suite.at[next ?? to] ?? 0,
      name: change === null ? '' : write(scale === 'log' ? 'change' : 'points', change),
    };
  });
}

/** A result beside the nights, and what its tailgate.yml declares. */
function shownLines({ suite, series, first, words }: Meant): Line[] {
  const { shown } = suite;
  const figure = shown?.figures.find((one) => suite.series[one.series] === series);
  if (!shown || !figure) return [];
  const { least, most } = spanOf({ suite, first } as Meant);
  const { scale, worse } = suite.figures[series.figure] ?? { scale: 'log', worse: 'higher' };
  const flat = (name: string, value: number, colour: Colour): Line => ({
    name,
    colour,
    x: [least, most],
    y: [value, value],
    look: 'dashed',
  });
  const level = series.levels.filter(([strand]) => strand === 0).at(-1);
  const { limit, tolerance, value } = figure;
  const by = (worse === 'lower' ? -1 : 1) * (tolerance ?? 0);
  return [
    ...(limit === undefined ? [] : [flat(words.limit, limit, 'fourth')]),
    ...(tolerance === undefined || level === undefined
      ? []
      : [flat(words.tolerance, scale === 'log' ? level[3] * (1 + by) : level[3] + by, 'sixth')]),
    {
      name: words.shownAgainst(shown.name),
      colour: 'fourth',
      x: [shown.at],
      y: [value],
      look: 'full-points',
    },
  ];
}
