/** What each environment would carry: projected from its processors, and measured where somebody searched for it. */
import type { ComparedRun } from '../../../evidence/compare/compared-run.ts';
import {
  offMeasured,
  PROJECTED_SHARES,
  type Projection,
  projectGrowth,
} from '../../../evidence/projection.ts';
import type { Comparing } from '../../../judgement/compare/decide.ts';
import { type Block, list, section, table, text } from '../document.ts';
import type { Tongue } from '../language.ts';

export function capacitySection({ runs }: Comparing, tongue: Tongue): Block[] {
  const { words } = tongue;
  const isProjected = runs.some(({ projection }) => projection !== null);
  return section(2, words.sections.capacity, [
    ...capacityTable(runs, tongue),
    ...list(runs.flatMap((run) => doubtsOf(run, tongue))),
    ...(isProjected ? [text(words.projection)] : []),
    ...section(3, words.sections.growth, growthTable(runs, tongue)),
  ]);
}

function capacityTable(runs: readonly ComparedRun[], { words, numbers }: Tongue): Block[] {
  const { columns } = words;
  const { careful, most } = PROJECTED_SHARES;
  return table(
    [columns.run],
    [
      columns.measuredAt,
      columns.cpuPeak,
      words.atShare(numbers.percent(careful)),
      words.atShare(numbers.percent(most)),
      columns.measuredCapacity,
    ],
    runs.flatMap(({ name, metrics, projection, capacity }) => {
      if (projection === null && capacity === null) return [];
      return [
        [
          name,
          numbers.perSecond(metrics.responsesPerSecond),
          numbers.percent(projection?.cpu.max),
          numbers.roughly(projection?.careful),
          numbers.roughly(projection?.most),
          capacity === null
            ? '–'
            : words.capacity(
                numbers.perSecond(capacity.perSecond),
                numbers.perSecond(capacity.low),
                capacity.high === null ? null : numbers.perSecond(capacity.high),
              ),
        ],
      ];
    }),
  );
}

function doubtsOf({ name, projection, capacity }: ComparedRun, { words, numbers }: Tongue): string[] {
  if (projection === null) return [];
  const off = capacity === null ? null : offMeasured(projection, capacity);
  return [
    ...(projection.isFar ? [words.far(name)] : []),
    ...(off === null || capacity === null
      ? []
      : [
          words.off(
            name,
            numbers.roughly(projection.most),
            numbers.perSecond(capacity.perSecond),
            numbers.relative(off),
          ),
        ]),
  ];
}

function growthTable(runs: readonly ComparedRun[], tongue: Tongue): Block[] {
  const { columns } = tongue.words;
  return table(
    [columns.run, columns.traffic],
    [columns.load, columns.cpu, columns.headroom],
    runs.flatMap(({ name, projection }) => (projection ? growthRows(name, projection, tongue) : [])),
  );
}

function growthRows(name: string, projection: Projection, { words, numbers }: Tongue): string[][] {
  return projectGrowth(projection).map(({ more, perSecond, share }) => [
    name,
    words.growth(more === 0 ? null : numbers.signed(more, numbers.percent)),
    numbers.perSecond(perSecond),
    numbers.percent(share),
    numbers.percent(Math.max(0, 1 - share)),
  ]);
}
