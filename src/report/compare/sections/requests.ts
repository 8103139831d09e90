/** Single requests, flows and single stages, beside one another; and how a service came back to itself. */
import type { ComparedRun } from '../../../evidence/compare/compared-run.ts';
import type { WrittenFigures } from '../../../evidence/result/figures.ts';
import type { Comparing } from '../../../judgement/compare/decide.ts';
import { chapter, grid, list, type Piece } from '../document.ts';
import type { Tongue } from '../language.ts';
import { show } from '../show.ts';

/** More requests are for the result files. */
const MOST = 100;

/** What stands beside one another: a name, and the figures that a run has for it. */
interface Compared {
  readonly name: string;
  readonly figuresOf: (run: ComparedRun) => WrittenFigures | undefined;
}

export function requestsSection({ runs }: Comparing, tongue: Tongue): Piece[] {
  const { words } = tongue;
  const namesOf = (key: 'endpoints' | 'flows') =>
    [...new Set(runs.flatMap(({ result }) => (result[key] ?? []).map(({ name }) => name)))].slice(0, MOST);
  const rows = [
    ...namesOf('endpoints').map(
      (name): Compared => ({
        name: show(name),
        figuresOf: ({ result }) => result.endpoints.find((one) => one.name === name)?.metrics,
      }),
    ),
    ...namesOf('flows').map(
      (name): Compared => ({
        name: words.flowName(show(name)),
        figuresOf: ({ result }) => result.flows?.find((one) => one.name === name)?.metrics,
      }),
    ),
  ];
  return chapter(2, words.sections.requests, sideBySide(words.columns.request, runs, rows, tongue));
}

/** In the order of the load, whatever each calls them; by the first name that one of them has. */
export function stagesSection({ runs }: Comparing, tongue: Tongue): Piece[] {
  const { words, numbers } = tongue;
  const most = Math.max(...runs.map(({ result }) => result.stages?.length ?? 0));
  const rows = Array.from({ length: most }, (_, i): Compared => {
    const name =
      runs.map(({ result }) => result.stages?.[i]?.name ?? null).find((one) => one !== null) ?? null;
    return {
      name: words.stageName(numbers.count(i + 1), name === null ? null : show(name)),
      figuresOf: ({ result }) => result.stages?.[i]?.metrics,
    };
  });
  return [
    ...chapter(2, words.sections.stages, sideBySide(words.columns.stage, runs, rows, tongue)),
    ...chapter(2, words.sections.recovery, list(runs.flatMap((run) => recoveryOf(run, tongue)))),
  ];
}

/** A row for each of them and each run. */
function sideBySide(
  title: string,
  runs: readonly ComparedRun[],
  compared: readonly Compared[],
  { words, numbers }: Tongue,
): Piece[] {
  const rows = compared.flatMap(({ name, figuresOf }) =>
    runs.flatMap((run) => {
      const figures = figuresOf(run);
      if (figures === undefined) return [];
      const { latencyMs, throughputPerSecond, errorRate } = figures;
      const latencies = [latencyMs?.p50, latencyMs?.p99].map((ms) => numbers.ms(ms));
      return [
        [name, run.name, ...latencies, numbers.perSecond(throughputPerSecond), numbers.share(errorRate)],
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
