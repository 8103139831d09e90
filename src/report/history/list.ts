/** What a history holds, for a terminal. */
import { HEADLINE_METRICS, METRICS, type Metric } from '../../config/metrics.ts';
import { WHOLE } from '../../config/scope.ts';
import { figureOf } from '../../evidence/figure-of.ts';
import { machineOf, recordsOfMachine } from '../../evidence/history/machine.ts';
import type { ReadRecords } from '../../evidence/history/read-records.ts';
import type { HistoryRecord } from '../../evidence/history/record.ts';
import { selectAsNewest } from '../../evidence/history/select-records.ts';
import { seriesOf } from '../../evidence/history/series.ts';
import { outlookOf } from '../../judgement/regressions/history/outlook.ts';
import { clean, truncate } from '../escape.ts';
import { type Cell, terminalTable } from '../terminal/columns.ts';
import type { TerminalOptions } from '../terminal/tables.ts';
import { OUTCOMES } from '../view/badges.ts';
import { formatChange, formatFigure, plural } from '../words/format.ts';
import { MARK_WORDS } from '../words/marks.ts';
import { beginSentence } from '../words/names.ts';

export interface Suite extends ReadRecords {
  readonly suite: string;
}

/** One line for each suite. */
export function renderSuites(suites: readonly Suite[], place: string, options: TerminalOptions): string {
  const lines = terminalTable(
    [
      { title: 'suite', align: 'left' },
      { title: 'scenario', align: 'left', shrinksTo: 12 },
      { title: 'runs', align: 'right' },
      { title: 'never compared with', align: 'right' },
      { title: 'newest', align: 'left' },
      { title: 'verdict', align: 'left' },
    ],
    suites.map(({ suite, records }): Cell[] => {
      const newest = records.at(-1);
      const excluded = records.filter((record) => record.excluded !== null).length;
      return [
        { text: clean(suite) },
        { text: newest ? shown(newest.name) : '–' },
        { text: String(records.length) },
        { text: String(excluded) },
        { text: newest ? day(newest.at) : '–' },
        newest ? verdictOf(newest) : { text: '–' },
      ];
    }),
    options,
  );
  const heading = beginSentence(`${clean(place)}: ${plural(suites.length, 'suite')}`);
  return [heading, ...(suites.length > 0 ? lines : []), ...skippedLines(suites)].join('\n');
}

/** One line for each run, the newest first, with a mark where a new regime begins. */
export function renderRecords(
  { suite, records, skipped }: Suite,
  place: string,
  options: TerminalOptions,
): string {
  const { comparable: all, leftOut, excluded } = selectAsNewest(records);
  const { records: comparable } = recordsOfMachine(all, all.at(-1)?.conditions.machine ?? null);
  const marks = marksOf(comparable);
  const remark = (record: HistoryRecord): string => {
    if (record.excluded !== null) return `not used for comparison: ${record.excluded}`;
    if (comparable.includes(record)) return marks.get(record) ?? '';
    if (all.includes(record)) return `measured on a different machine: ${machineOf(record)}`;
    return leftOut.includes(record)
      ? 'measured under different conditions'
      : 'retried: a later attempt counts';
  };
  const lines = terminalTable(
    [
      { title: 'date', align: 'left' },
      { title: 'commit', align: 'left' },
      { title: 'release', align: 'left', shrinksTo: 8 },
      { title: 'verdict', align: 'left' },
      ...HEADLINE_METRICS.map((metric) => ({ title: titleOf(metric), align: 'right' as const })),
      { title: '', align: 'left', shrinksTo: 20 },
    ],
    records.toReversed().map((record): Cell[] => [
      { text: `${day(record.at)} ${record.at.slice(11, 16)}` },
      { text: record.commit?.slice(0, 10) ?? '–' },
      { text: record.release === null ? '' : shown(record.release) },
      verdictOf(record),
      ...HEADLINE_METRICS.map((metric): Cell => {
        const figure = figureOf(metric, record.whole);
        return { text: figure === null ? '–' : formatFigure(metric, figure) };
      }),
      { text: clean(remark(record)), style: record.excluded === null ? 'calm' : 'dim' },
    ]),
    options,
  );
  const heading = `${clean(`${suite} in ${place}`)}: ${plural(records.length, 'run')}, ${comparable.length} of them comparable, ${excluded.length} not used for comparison`;
  return [heading, ...(records.length > 0 ? lines : []), ...skippedLines([{ skipped }])].join('\n');
}

/** Record with which a new regime of the whole begins → `◄ P99 +23.1 % (another machine)`. */
function marksOf(comparable: readonly HistoryRecord[]): ReadonlyMap<HistoryRecord, string> {
  const marks = new Map<HistoryRecord, string>();
  for (const metric of HEADLINE_METRICS) {
    const { stretches } = outlookOf(metric, WHOLE, seriesOf(comparable, metric, null));
    for (const { change, since, machines } of stretches) {
      const record = comparable.find(({ at }) => at === since);
      if (change === null || record === undefined) continue;
      const moved = machines === null ? '' : ' (another machine)';
      const mark = `${METRICS[metric].label} ${formatChange(metric, change)}${moved}`;
      const known = marks.get(record);
      marks.set(record, known === undefined ? `◄ ${mark}` : `${known}, ${mark}`);
    }
  }
  return marks;
}

export function skippedLines(suites: readonly Pick<ReadRecords, 'skipped'>[]): string[] {
  return suites
    .flatMap(({ skipped }) => skipped)
    .map((sentence) => `Warning: ${clean(truncate(sentence, 400))}`);
}

function verdictOf({ verdict }: HistoryRecord): Cell {
  const { sign, tone } = OUTCOMES[verdict];
  const word = MARK_WORDS.outcomes[verdict];
  return { text: `${sign} ${word.toLowerCase()}`, style: tone };
}

function shown(text: string): string {
  return truncate(clean(text), 40) || '(empty)';
}

function day(at: string): string {
  return at.slice(0, 10);
}

/** Column of a metric: a quantile as it is written, others in small letters. */
function titleOf(metric: Metric): string {
  const { kind, label } = METRICS[metric];
  return kind === 'latency' ? label : label.toLowerCase();
}
