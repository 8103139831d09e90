import { fold, type MetricName, metricNameOf } from '../metric-names.ts';
import { isObjective, type MetricValue, metricValuesOf, type Notation } from '../metric-values.ts';
import { type DecimalMark, decimalMarkOf } from '../numbers.ts';
import type { Table } from './document.ts';

/** A table turned so that each candidate for a run stands in one series, whichever way the table was written. */
export interface TableColumn {
  /** Header of the column, or first cell of the row. */
  readonly label: string;
  /** What its place says it is. */
  readonly role: 'figures' | 'objectives' | 'remarks';
  readonly cells: readonly TableCell[];
}

export interface TableCell {
  readonly line: number;
  /** As written. */
  readonly name: string;
  readonly metric: MetricName | null;
  readonly text: string;
  readonly values: readonly MetricValue[];
  readonly objective: boolean;
}

/** The series of a table; `byRow` where rows are what may be runs and the header names the metrics. */
interface SeriesTable {
  readonly series: readonly TableColumn[];
  readonly byRow: boolean;
  readonly mark: DecimalMark | null;
}

const OBJECTIVES =
  /(?:^|[^a-z])(?:objecti(?:f|ve)s?|targets?|cibles?|goals?|slos?|attendue?s?|expected|seuils?|thresholds?|limite?s?|budgets?|max|min)(?:$|[^a-z])/u;
const REMARKS =
  /^(?:statut|status|commentaires?|comments?|remarks?|remarques?|notes?|analy[sz]e|analysis|verdict|sources?|details?|ratio|delta|δ|ecart|change|difference|diff|evolution|impact|etat|%|gain|amelioration|improvement)(?:$|[^a-z])/u;
/** First header of a table whose rows are parts of one run and no runs of their own. */
const PARTS =
  /^(?:endpoints?|routes?|paths?|urls?|request(?: name)?s?|requetes?|operations?|services?|percentiles?|methods?)$/u;

export function isObjectiveTitle(title: string): boolean {
  return OBJECTIVES.test(fold(title));
}

export function columnsOf(table: Table): SeriesTable {
  const mark = decimalMarkOf(table.rows.flat());
  const notation: Notation = { mark, unitMs: unitIn(table) };
  // The header and the line beneath it come first.
  const lineOf = (row: number) => table.line + 2 + row;
  const headerMetrics = table.header.slice(1).filter((name) => metricNameOf(name) !== null).length;
  const rowMetrics = table.rows.filter((row) => metricNameOf(row[0] ?? '') !== null).length;
  if (headerMetrics >= 2 && headerMetrics > rowMetrics) {
    const parts = PARTS.test(fold(table.header[0] ?? ''));
    return {
      byRow: true,
      mark,
      series: table.rows.map((row, at) => ({
        label: row[0] ?? '',
        role: isObjectiveTitle(row[0] ?? '') ? 'objectives' : parts ? 'remarks' : 'figures',
        cells: table.header.slice(1).map((name, i) => cellOf(name, row[i + 1] ?? '', notation, lineOf(at))),
      })),
    };
  }
  return {
    byRow: false,
    mark,
    series: table.header.slice(1).map((label, i) => ({
      label,
      role: isObjectiveTitle(label) ? 'objectives' : REMARKS.test(fold(label)) ? 'remarks' : 'figures',
      cells: table.rows.map((row, at) => cellOf(row[0] ?? '', row[i + 1] ?? '', notation, lineOf(at))),
    })),
  };
}

function cellOf(name: string, text: string, notation: Notation, line: number): TableCell {
  const metric = metricNameOf(name);
  return {
    line,
    name,
    metric,
    text,
    values: metric ? metricValuesOf(text, metric, notation) : [],
    objective: metric !== null && isObjective(text),
  };
}

/** A unit that the table gives once for all: in its header, or in the title above it. */
function unitIn(table: Table): number | null {
  const told = [table.header.join(' '), table.heading?.text ?? ''];
  return told.some((text) =>
    /\((?:[^()]*\s)?ms\)|(?:^|\s)(?:en|in) (?:ms|millisecond(?:e)?s)(?:$|[^\p{L}])/iu.test(text),
  )
    ? 1
    : null;
}
