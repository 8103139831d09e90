/** Every figure of a suite, of everything that has figures, through all of its runs. */
import { METRIC_NAMES, METRICS, type Metric, type MetricRow, TAIL } from '../../../config/metrics.ts';
import { keyOfStage } from '../../../config/scope.ts';
import { figureOf } from '../../../evidence/figure-of.ts';
import type { HistoryPoint } from '../../../evidence/history/basis.ts';
import type { HistoryRecord, RecordFigures } from '../../../evidence/history/record.ts';
import { seriesOf, serverSeriesOf } from '../../../evidence/history/series.ts';
import { levelsOf } from '../../../judgement/regressions/history/outlook.ts';
import type { Words } from '../../words/language.ts';
import { beginSentence } from '../../words/names.ts';
import { type ChartUnit, shorten } from '../chart.ts';
import type { FigureData, LevelData, PartData, SeriesData, SuiteData } from './history-data.ts';
import { nightColumns, type Strand, strandsOf } from './nights.ts';
import { pack, packFigures } from './packed.ts';

const UNITS: Readonly<Record<MetricRow['kind'], ChartUnit>> = {
  latency: 'ms',
  rate: 'per second',
  share: 'share',
  capacity: 'per second',
  ratio: 'number',
  time: 'seconds',
  part: 'share',
};

/** What has figures: its place in a record, and how it is called. */
interface Part extends PartData {
  readonly key: string | null | number;
}

/** A figure of the server's side is a mean, and no metric. */
type Figure = FigureData & { readonly metric: Metric | null };

/** @param records oldest first; @param name as people call it */
export function suiteData(
  id: string,
  name: string,
  records: readonly HistoryRecord[],
  words: Words,
): Omit<SuiteData, 'shown'> {
  const strands = strandsOf(records, words);
  const places = new Map(records.map((record, i) => [record, i]));
  const parts = partsOf(records, words);
  const figures = figuresIn(records, words);
  const series = parts.flatMap((part, i) =>
    figures.flatMap((figure, j): SeriesData[] => {
      if ((part.kind === 'server') !== (figure.metric === null)) return [];
      const values = records.map((record) => figureIn(record, part, figure));
      // One night has no line, but is there to be read.
      if (values.every((value) => value === null)) return [];
      const found = strands.map((strand, k) => levelsIn(strand, k, part, figure, places));
      return [
        {
          part: i,
          figure: j,
          values: packFigures(values),
          levels: found.flatMap(({ levels }) => levels),
          aside: found.flatMap(({ aside }) => aside.filter((night) => values[night] !== null)),
        },
      ];
    }),
  );
  return {
    id,
    name,
    nights: nightColumns(records, words),
    figures: figures.map(({ metric, ...figure }) => figure),
    parts: parts.map(({ key, ...part }) => part),
    strands: strands.map((strand) => ({
      name: strand.name,
      nights: pack(strand.records.map((record) => places.get(record) ?? 0)),
    })),
    series,
  };
}

/** The whole, stages, then requests and flows: those of the newest run first, the most frequent of them on top. */
function partsOf(records: readonly HistoryRecord[], words: Words): readonly Part[] {
  const newest = records.toReversed();
  const stages = newest.find((record) => (record.stages?.length ?? 0) > 1);
  const named = new Map<string, Part>();
  for (const { endpoints } of newest)
    for (const { name, flow } of endpoints.toSorted((a, b) => b.requests - a.requests))
      if (!named.has(name)) named.set(name, { key: name, name, kind: flow ? 'flow' : 'request' });
  const series = new Set(newest.flatMap(({ server = [] }) => server.map((one) => one.series)));
  return [
    { key: null, name: words.page.allRequests, kind: 'whole' },
    ...(stages?.stages ?? []).map((_, i): Part => {
      const stage = stages?.conditions.stages[i];
      return { key: i, name: words.nameStage(stage ? keyOfStage(stage, i) : String(i + 1)), kind: 'stage' };
    }),
    ...named.values(),
    ...[...series].map((name): Part => ({ key: name, name, kind: 'server' })),
  ];
}

/** Those that any run has: what is looked at first stands first. */
export function metricsIn(records: readonly HistoryRecord[]): readonly Metric[] {
  const known = METRIC_NAMES.filter((metric) =>
    records.some(({ whole }) => figureOf(metric, whole) !== null),
  );
  return known.toSorted((one, other) => Number(other === TAIL) - Number(one === TAIL));
}

function figuresIn(records: readonly HistoryRecord[], words: Words): readonly Figure[] {
  return [
    ...metricsIn(records).map((metric): Figure => {
      const { kind, worse, scale, smallestDrift: smallest } = METRICS[metric];
      const label = beginSentence(words.nameRow({ metric, endpoint: null }));
      return { metric, key: metric, label, unit: UNITS[kind], worse, scale, smallest };
    }),
    ...(records.some(({ server = [] }) => server.length > 0)
      ? [
          {
            metric: null,
            key: 'server',
            label: words.titles.sections.server,
            unit: 'number' as const,
            worse: null,
            scale: 'log' as const,
            smallest: METRICS[TAIL].smallestDrift,
          },
        ]
      : []),
  ];
}

function figuresOf(record: HistoryRecord, { key }: Part): RecordFigures | undefined {
  if (key === null) return record.whole;
  if (typeof key === 'number') return record.stages?.[key];
  return record.endpoints.find(({ name }) => name === key);
}

function figureIn(record: HistoryRecord, part: Part, { metric }: Figure): number | null {
  if (metric === null) return record.server?.find(({ series }) => series === part.key)?.mean ?? null;
  const figures = figuresOf(record, part);
  return figures === undefined || figures.requests === 0 ? null : figureOf(metric, figures);
}

function levelsIn(
  { records }: Strand,
  strand: number,
  { key }: Part,
  { metric }: Figure,
  places: ReadonlyMap<HistoryRecord, number>,
): { readonly levels: readonly LevelData[]; readonly aside: readonly number[] } {
  const points = metric === null ? serverSeriesOf(records, String(key)) : seriesOf(records, metric, key);
  const { nights, aside } = nightsOf(records, points, places);
  const levels = levelsOf(metric ?? TAIL, points).map(
    ({ start, end, typical, limit, change }): LevelData => [
      strand,
      nights[start] ?? 0,
      nights[end - 1] ?? 0,
      shorten(typical) ?? 0,
      shorten(limit),
      shorten(change),
    ],
  );
  return { levels, aside };
}

/** Which nights the points of a series are: it leaves some of the records out, and keeps the order of the others. */
function nightsOf(
  records: readonly HistoryRecord[],
  points: readonly HistoryPoint[],
  places: ReadonlyMap<HistoryRecord, number>,
) {
  const nights: number[] = [];
  const aside: number[] = [];
  for (const record of records) {
    const point = points[nights.length];
    const isNext = point?.at === record.at && point.commit === record.commit;
    (isNext ? nights : aside).push(places.get(record) ?? 0);
  }
  return { nights, aside };
}
