/** Single requests and single stages, beside one another; and how a service came back to itself. */
import { stageName } from '../../../config/wording/stage-name.ts';
import type { ComparedRun } from '../../../evidence/compare/compared-run.ts';
import type { WrittenFigures } from '../../../evidence/result/figures.ts';
import type { Comparing } from '../../../judgement/compare/decide.ts';
import { chapter, grid, list, type Piece } from '../document.ts';
import type { Tongue } from '../language.ts';
import { show } from '../show.ts';

/** More requests are for the result files. */
const MOST = 100;

export function requestsSection({ runs }: Comparing, tongue: Tongue): Piece[] {
  const { words } = tongue;
  const found = runs.map(
    ({ result }) => new Map(result.endpoints.map((one) => [one.name, one.metrics] as const)),
  );
  const all = [...new Set(found.flatMap((one) => [...one.keys()]))].slice(0, MOST);
  return chapter(
    2,
    words.sections.requests,
    sideBySide(words.columns.request, runs, all, (name, i) => found[i]?.get(name), tongue),
  );
}

export function stagesSection({ runs }: Comparing, tongue: Tongue): Piece[] {
  const { words } = tongue;
  const most = Math.max(...runs.map(({ result }) => result.stages?.length ?? 0));
  const keys = Array.from({ length: most }, (_, i) => {
    const named = runs.map(({ result }) => result.stages?.[i]?.name ?? null).find((name) => name !== null);
    return stageName(named === undefined ? null : `${i + 1}. ${named}`, i);
  });
  return [
    ...chapter(
      2,
      words.sections.stages,
      sideBySide(
        words.columns.stage,
        runs,
        keys,
        (key, i) => runs[i]?.result.stages?.[keys.indexOf(key)]?.metrics,
        tongue,
      ),
    ),
    ...chapter(2, words.sections.recovery, list(runs.flatMap((run) => recoveryOf(run, tongue)))),
  ];
}

/** A row for each of them and each run. */
function sideBySide(
  title: string,
  runs: readonly ComparedRun[],
  keys: readonly string[],
  figuresOf: (key: string, run: number) => WrittenFigures | undefined,
  { words, numbers }: Tongue,
): Piece[] {
  const rows = keys.flatMap((key) =>
    runs.flatMap(({ name }, i) => {
      const figures = figuresOf(key, i);
      if (figures === undefined) return [];
      const { latencyMs, throughputPerSecond, errorRate } = figures;
      const latencies = [latencyMs?.p50, latencyMs?.p99].map((ms) => numbers.ms(ms));
      return [
        [show(key), name, ...latencies, numbers.perSecond(throughputPerSecond), numbers.share(errorRate)],
      ];
    }),
  );
  return grid(
    [title, words.columns.run],
    ['P50', 'P99', words.figures.throughput, words.figures.errors],
    rows,
  );
}

function recoveryOf(
  { name, result: { recovery, fault } }: ComparedRun,
  { words, numbers }: Tongue,
): string[] {
  const told = [
    recovery === undefined
      ? null
      : recovery.seconds === null
        ? words.notRecovered(recovery.of, numbers.seconds(recovery.measuredSeconds))
        : words.recovered(recovery.of, numbers.seconds(recovery.seconds)),
    fault === undefined || fault.errorRate === null
      ? null
      : words.faultErrors(numbers.share(fault.errorRate)),
  ].filter((part) => part !== null);
  return told.length === 0 ? [] : [words.named(name, told)];
}
