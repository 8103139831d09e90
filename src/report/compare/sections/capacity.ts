/** What each environment would carry: projected from its processors, and measured where somebody searched for it. */
import type { ComparedRun } from '../../../evidence/compare/compared-run.ts';
import {
  offMeasured,
  PROJECTED_SHARES,
  type Projection,
  projectGrowth,
} from '../../../evidence/projection.ts';
import type { Comparing } from '../../../judgement/compare/decide.ts';
import { chapter, grid, list, type Piece, paragraph } from '../document.ts';
import type { Tongue } from '../language.ts';

export function capacitySection({ runs }: Comparing, tongue: Tongue): Piece[] {
  const { words } = tongue;
  const isProjected = runs.some(({ projection }) => projection !== null);
  return chapter(2, words.sections.capacity, [
    ...capacityTable(runs, tongue),
    ...list(runs.flatMap((run) => doubtsOf(run, tongue))),
    ...(isProjected ? [paragraph(words.projection)] : []),
    ...chapter(3, words.sections.growth, growthTable(runs, tongue)),
  ]);
}

function capacityTable(runs: readonly ComparedRun[], { words, numbers }: Tongue): Piece[] {
  const { columns } = words;
  const { careful, most } = PROJECTED_SHARES;
  return grid(
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
          numbers.perSecond(projection?.perSecond ?? metrics.responsesPerSecond),
          numbers.percent(projection?.cpu.max),
          numbers.roughly(projection?.careful),
          numbers.roughly(projection?.most),
          capacity === null
            ? '–'
            : words.capacity(
                numbers.perSecond(capacity.perSecond),
                numbers.decimals(capacity.low, 2),
                capacity.high === null ? null : numbers.decimals(capacity.high, 2),
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
            numbers.percent(Math.abs(off)),
            off > 0,
          ),
        ]),
  ];
}

function growthTable(runs: readonly ComparedRun[], tongue: Tongue): Piece[] {
  const { columns } = tongue.words;
  return grid(
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
