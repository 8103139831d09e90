import type { BaselineFigures } from '../../baseline.ts';
import { fold } from '../fold.ts';
import type { DecimalMark } from '../numbers.ts';
import type { KeyValueLine, Table } from './document.ts';
import { figuresFrom } from './figures-from.ts';
import { isMeasuredName, isObjectiveName } from './objectives.ts';
import { sectionsOf } from './sections.ts';
import { columnsOf, type TableColumn } from './table-columns.ts';
import { doubtsAbout } from './unread.ts';
import { countPercentiles, statesVolume, whyNoRun } from './why-no-run.ts';

/** What a table of a report turned out to be. All empty and false: nothing about load. */
interface ClassifiedTable {
  readonly runs: readonly RunSeries[];
  readonly objectives: readonly { readonly metric: string; readonly value: string }[];
  readonly summary: boolean;
  /** Of a summary: why none of its series is a run, where something is missing or wasn't read. */
  readonly why: readonly string[];
}

export interface RunSeries {
  /** Label of the column or row; null where the table holds one run only, which its heading names. */
  readonly label: string | null;
  readonly metrics: BaselineFigures;
  /** From the words beside the number of requests: `37,292 in 2 min`. */
  readonly durationSeconds: number | null;
  /** Rows that name conditions, such as `Connections`. */
  readonly facts: readonly Omit<KeyValueLine, 'heading'>[];
  /** What of it was not read or contradicts itself, each as what the run does. */
  readonly doubts: readonly string[];
  /** Whether its error rate is among that. */
  readonly errorRate: 'known' | 'doubted' | 'unread' | 'unsaid';
}

const SUMMARY =
  /(?:^|[^a-z])(?:synthese|comparati(?:f|ve)s?|comparaisons?|comparisons?|compared|summary|resume|overview|apercu|recap(?:itulatif)?|conclusions?|glance)(?:$|[^a-z])/u;
const ABOUT_LOAD = /p\d\d|latenc|percentile|throughput|debit|req\/s|requests?\/s|taux d'erreur|error rate/u;

/** @param mark the decimal mark of the whole report; null where it leaves that open */
export function classifyTable(table: Table, mark: DecimalMark | null): ClassifiedTable {
  const { series, byRow } = columnsOf(table, mark);
  const title = table.heading?.text ?? '';
  const hoped = series.filter((one) => one.role !== 'remarks' && isHoped(one, title, series));
  const candidates = series.filter((one) => one.role === 'figures' && !hoped.includes(one));
  const measured = series.some(
    (one) => !hoped.includes(one) && one.cells.some((cell) => cell.values.length > 0),
  );
  const found = candidates.map((one) => ({ one, ...figuresFrom(one.cells) }));
  const runs = found.filter(({ one, metrics }) => isRun(metrics, one, table));
  const why = runs.length > 0 ? [] : whyNoRun(found);
  return {
    runs: runs.map(({ one, metrics, durationSeconds, errorRate, doubts }) => ({
      label: runs.length > 1 || byRow ? one.label : null,
      metrics,
      durationSeconds,
      doubts: [...doubts, ...doubtsAbout(one.cells, metrics)],
      errorRate: errorRate === 'unsaid' && saysErrors(one) ? 'unread' : errorRate,
      facts: one.cells
        .filter(({ metric }) => metric === null)
        .map(({ name, text, line }) => ({ key: name, value: text, line })),
    })),
    objectives: hoped.flatMap(({ cells: own }) =>
      own
        .filter(({ metric, text }) => metric !== null && /\d/u.test(text))
        .map(({ name, text }) => ({ metric: name, value: text })),
    ),
    summary: runs.length === 0 && (why.length > 0 || isSummary(measured, table, hoped.length === 0)),
    why,
  };
}

/** A column of what was hoped for: its header or the title says so, or each of its values is a bound. */
function isHoped(one: TableColumn, title: string, all: readonly TableColumn[]): boolean {
  const told = one.cells.filter((cell) => cell.metric !== null && /\d/u.test(cell.text));
  if (told.length === 0) return false;
  if (one.role === 'objectives' || told.every((cell) => cell.objective)) return true;
  if (isMeasuredName(one.label)) return false;
  return isObjectiveName(title) && !all.some((other) => other.role === 'objectives');
}

const ERRORS: ReadonlySet<string> = new Set(['errors', 'success-rate']);

function saysErrors(one: TableColumn): boolean {
  return one.cells.some(
    ({ metric, nearly, text }) => ERRORS.has(metric?.kind ?? nearly ?? '') && /\d/u.test(text),
  );
}

/**
 * A run states its latency and how much was asked. One percentile with a throughput is as much as a summary states, so
 * there the title and the rest of the table have to leave no doubt.
 */
function isRun(metrics: BaselineFigures, one: TableColumn, table: Table): boolean {
  const percentiles = countPercentiles(metrics);
  if (percentiles === 0 || !statesVolume(metrics)) return false;
  if (percentiles >= 2) return true;
  const known = one.cells.filter(({ metric }) => metric !== null).length;
  const titles = sectionsOf(table.heading).filter(({ level }) => level > 1);
  return known * 2 > one.cells.length && !titles.some(({ text }) => SUMMARY.test(fold(text)));
}

function isSummary(hasValues: boolean, table: Table, nothingHoped: boolean): boolean {
  if (hasValues) return true;
  return (
    nothingHoped &&
    ABOUT_LOAD.test(fold(table.heading?.text ?? '')) &&
    table.rows.flatMap(({ cells }) => cells).some((text) => /^[<>≤≥]?\s?\d/u.test(text))
  );
}
