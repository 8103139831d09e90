/** A suite as the page uses it: its columns unpacked, its figures when somebody asks for them. */
import type { LevelData, SeriesData, SuiteData } from '../../src/report/html/history/history-data.ts';
import { unpack, unpackFigures } from '../../src/report/html/history/packed.ts';

export interface Suite extends SuiteData {
  /** Of each night, seconds since 1970. */
  readonly at: readonly number[];
  readonly commits: readonly string[];
  readonly runs: readonly string[];
  readonly releases: ReadonlyMap<number, string>;
  readonly reasons: ReadonlyMap<number, string>;
  readonly setting: readonly number[];
  /** Nights of each strand. */
  readonly strandNights: readonly (readonly number[])[];
  /** Strand of a night; absent of what is never compared with. */
  readonly strandOf: ReadonlyMap<number, number>;
  valuesOf(series: SeriesData): readonly (number | null)[];
}

export function openSuite(data: SuiteData): Suite {
  const { nights } = data;
  const known = new Map<SeriesData, readonly (number | null)[]>();
  const strandNights = data.strands.map((strand) => numbers(strand.nights));
  return {
    ...data,
    at: numbers(nights.at),
    commits: nights.commits.split(','),
    runs: nights.runs.split(','),
    releases: new Map(nights.releases),
    reasons: new Map(nights.excluded.map(([night, reason]) => [night, nights.reasons[reason] ?? ''])),
    setting: numbers(nights.setting),
    strandNights,
    strandOf: new Map(strandNights.flatMap((own, i) => own.map((night) => [night, i] as const))),
    valuesOf(series) {
      const values = known.get(series) ?? unpackFigures(series.values);
      known.set(series, values);
      return values;
    },
  };
}

function numbers(packed: string): number[] {
  return packed === '' ? [] : unpack(packed).map((value) => value ?? 0);
}

/** The level that a night belongs to. */
export function levelAt({ strandOf }: Suite, { levels, aside }: SeriesData, night: number): LevelData | null {
  const strand = strandOf.get(night);
  if (strand === undefined || aside.includes(night)) return null;
  return levels.find(([of, from, to]) => of === strand && night >= from && night <= to) ?? null;
}

/** The newest change of a series from a night on; null where there is none. */
export function lastChange({ levels }: SeriesData, first: number): LevelData | null {
  return (
    levels
      .filter(([, from, , , , change]) => change !== null && from >= first)
      .toSorted((one, other) => one[1] - other[1])
      .at(-1) ?? null
  );
}
