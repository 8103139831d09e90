/** What was seen of the servers: processors, every series of the probes, and how it went over the load. */
import type { ComparedRun } from '../../../evidence/compare/compared-run.ts';
import type { CpuShare } from '../../../evidence/cpu-share.ts';
import type { ServerResult } from '../../../evidence/result/server.ts';
import type { Comparing } from '../../../judgement/compare/decide.ts';
import { chapter, grid, list, type Piece } from '../document.ts';
import type { Tongue } from '../language.ts';
import { show } from '../show.ts';

type Series = ServerResult['series'][number];

/** Series of all runs together; more are for the result files. */
const MOST = 60;

export function serverSection(comparing: Comparing, tongue: Tongue): Piece[] {
  const { sections } = tongue.words;
  return chapter(2, sections.server, [
    ...chapter(3, sections.processors, processors(comparing, tongue)),
    ...chapter(3, sections.series, seriesTable(comparing, tongue)),
    ...chapter(3, sections.course, courseTable(comparing, tongue)),
    ...chapter(3, sections.perThousand, perThousand(comparing, tongue)),
    ...chapter(3, sections.problems, problems(comparing, tongue)),
  ]);
}

function processors({ runs }: Comparing, tongue: Tongue): Piece[] {
  const { columns } = tongue.words;
  return grid(
    [columns.run, columns.source],
    [columns.cores, columns.cpuShare, columns.headroom],
    runs.flatMap(({ name, cpu }) => (cpu === null ? [] : [[name, ...processorCells(cpu, tongue)]])),
  );
}

function processorCells(cpu: CpuShare, { words, numbers }: Tongue): string[] {
  const source = words.sources[cpu.from];
  return [
    cpu.of === null ? source : words.of(source, show(cpu.of)),
    Number.isInteger(cpu.cores) ? numbers.count(cpu.cores) : numbers.decimals(cpu.cores, 2),
    words.range(numbers.percent(cpu.min), numbers.percent(cpu.max)),
    numbers.percent(Math.max(0, 1 - cpu.max)),
  ];
}

/** Series of one name stand together, each with the runs that have it. */
function seriesOf(
  runs: readonly ComparedRun[],
  tongue: Tongue,
): { key: string; run: string; series: Series }[] {
  const all = runs.flatMap(({ name: run, result }) =>
    (result.server?.series ?? []).map((series) => ({ key: nameOf(series, tongue), run, series })),
  );
  const keys = [...new Set(all.map(({ key }) => key))];
  return keys.flatMap((key) => all.filter((one) => one.key === key)).slice(0, MOST);
}

function nameOf({ name, of }: Series, { words }: Tongue): string {
  return of === undefined ? show(name) : words.of(show(name), show(of));
}

function seriesTable({ runs }: Comparing, tongue: Tongue): Piece[] {
  const { words, numbers } = tongue;
  const { columns } = words;
  return grid(
    [columns.series, columns.run],
    [columns.min, columns.mean, columns.max, columns.last, columns.allowed, columns.ofAllowed],
    seriesOf(runs, tongue).map(({ key, run, series }) => {
      const { unit, min, mean, max, last, limit } = series;
      const isLimited = limit !== undefined && limit > 0;
      return [
        key,
        run,
        ...[min, mean, max, last].map((value) => numbers.inUnit(unit, value)),
        isLimited ? numbers.inUnit(unit, limit) : '–',
        isLimited ? numbers.percent(Math.max(0, max / limit)) : '–',
      ];
    }),
  );
}

/** At five moments of the load. */
function courseTable({ runs }: Comparing, tongue: Tongue): Piece[] {
  const { words, numbers } = tongue;
  const moments = words.course.length;
  const rows = seriesOf(runs, tongue).flatMap(({ key, run, series: { samples, unit } }) => {
    if (samples.length < moments) return [];
    const cells = words.course.map((_, i) => {
      const sample = samples[Math.round((i * (samples.length - 1)) / (moments - 1))];
      return sample === undefined ? '–' : numbers.inUnit(unit, sample[1]);
    });
    return [[key, run, ...cells]];
  });
  return grid([words.columns.series, words.columns.run], words.course, rows);
}

function perThousand({ runs }: Comparing, { words, numbers }: Tongue): Piece[] {
  const { columns } = words;
  return grid(
    [columns.run],
    [columns.cpuSeconds, columns.bytes],
    runs.flatMap(({ name, result }) => {
      const { cpuSeconds, bytes } = result.server?.perThousandRequests ?? {};
      if (cpuSeconds === undefined && bytes === undefined) return [];
      const cpu = cpuSeconds === undefined ? '–' : `${numbers.decimals(cpuSeconds, 3)} s`;
      return [[name, cpu, bytes === undefined ? '–' : numbers.inUnit('bytes', bytes)]];
    }),
  );
}

function problems({ runs }: Comparing, { words }: Tongue): Piece[] {
  return list(
    runs.flatMap(({ name, result }) =>
      (result.server?.problems ?? [])
        .slice(0, 10)
        .map(({ place, code, series }) =>
          words.problem(name, show(series === null ? place : `${place}, ${series}`), show(code)),
        ),
    ),
  );
}
