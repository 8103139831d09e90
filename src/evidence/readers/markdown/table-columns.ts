import { fold } from '../fold.ts';
import { type MetricName, metricNameOf, nearlyNamed, unitMsIn } from '../metric-names.ts';
import { isObjective, type MetricValue, metricValuesOf, type Notation } from '../metric-values.ts';
import { type DecimalMark, decimalMarkOf } from '../numbers.ts';
import type { Table, TableRow } from './document.ts';
import { areStatistics, isExtremeName, isObjectiveName } from './objectives.ts';

/** A table turned so that each candidate for a run stands in one series, whichever way the table was written. */
export interface TableColumn {
  /** Header of the column, or first cell of the row. */
  readonly label: string;
  /** What its place says it is. */
  readonly role: 'figures' | 'objectives' | 'remarks';
  readonly cells: readonly TableCell[];
}

interface CellName {
  /** As written. */
  readonly name: string;
  readonly metric: MetricName | null;
  /** What a name that isn't understood would be about. */
  readonly nearly: MetricName['kind'] | null;
}

export interface TableCell extends CellName {
  readonly line: number;
  readonly text: string;
  readonly values: readonly MetricValue[];
  readonly objective: boolean;
}

/** The series of a table; `byRow` where rows are what may be runs and the header names the metrics. */
interface SeriesTable {
  readonly series: readonly TableColumn[];
  readonly byRow: boolean;
}

const REMARKS =
  /^(?:statut|status|commentaires?|comments?|remarks?|remarques?|notes?|analy[sz]e|analysis|verdict|sources?|references?|details?|etat|units?|unites?)(?:$|\s*[([:%/])/u;
const CHANGES =
  /^(?:ratio|delta|δ|ecart|change|difference|diff|evolution|impact|%|gain|amelioration|improvement)(?:$|[^a-z])/u;
/** First header of a table whose rows are parts of one run and no runs of their own. */
const PARTS =
  /^(?:endpoints?|routes?|paths?|urls?|request(?: name)?s?|requetes?|operations?|services?|percentiles?|methods?)$/u;
const UNITS = /^(?:units?|unites?)$/u;
/** What a column of units says of a number that has none. */
const NO_UNIT = /^(?:|[-–—#/]|n\/?a|count|number|nombre|requests?|requetes?|errors?|erreurs?)$/u;

/** Whether a column of that name tells about figures in another one. */
export function isRemarkName(label: string): boolean {
  return REMARKS.test(fold(label)) || CHANGES.test(fold(label));
}

/** @param documentMark the decimal mark of the whole report, for a table whose own numbers leave it open */
export function columnsOf(table: Table, documentMark: DecimalMark | null): SeriesTable {
  const mark = decimalMarkOf(table.rows.flatMap(({ cells }) => cells)) ?? documentMark;
  const [first = '', ...others] = table.header;
  const shared = unitMsIn(first) ?? (table.heading ? unitMsIn(table.heading.text) : null);
  const headerNames = others.map(nameOf);
  const rowNames = table.rows.map(({ cells }) => nameOf((cells[0] ?? '').replace(/\s+/gu, ' ')));
  const headerMetrics = headerNames.filter(({ metric }) => metric !== null).length;
  const rowMetrics = rowNames.filter(({ metric }) => metric !== null).length;
  if (headerMetrics >= 2 && headerMetrics > rowMetrics) {
    const parts = PARTS.test(fold(first));
    const labels = rowNames.map(({ name }) => name);
    return {
      byRow: true,
      series: table.rows.map(({ cells, line }, at) => ({
        label: labels[at] ?? '',
        role: hopedOrExtreme(labels[at] ?? '', labels) ?? (parts ? 'remarks' : 'figures'),
        cells: headerNames.map((name, i) => cellOf(name, cells[i + 1] ?? '', { mark, unitMs: shared }, line)),
      })),
    };
  }
  const unitsAt = table.header.findIndex((label) => UNITS.test(fold(label)));
  return {
    byRow: false,
    series: others.map((label, i) => ({
      label,
      role: isRemarkName(label) ? 'remarks' : (hopedOrExtreme(label, others) ?? 'figures'),
      cells: table.rows.map((row, at) =>
        cellOf(
          rowNames[at] ?? nameOf(''),
          withUnit(row, i + 1, unitsAt),
          { mark, unitMs: unitMsIn(label) ?? shared },
          row.line,
        ),
      ),
    })),
  };
}

function hopedOrExtreme(label: string, among: readonly string[]): 'objectives' | 'remarks' | null {
  if (isExtremeName(label)) return areStatistics(among) ? 'remarks' : 'objectives';
  // Beside a base, the target is what was measured against it.
  if (/^target$/u.test(fold(label)) && among.some((one) => /^base$/u.test(fold(one)))) return null;
  return isObjectiveName(label) ? 'objectives' : null;
}

function nameOf(name: string): CellName {
  const metric = metricNameOf(name);
  return { name, metric, nearly: metric === null ? nearlyNamed(name) : null };
}

/** The text of a cell, with what the row's own column of units says of it. */
function withUnit({ cells }: TableRow, at: number, unitsAt: number): string {
  const text = cells[at] ?? '';
  const unit = unitsAt > 0 && unitsAt !== at ? (cells[unitsAt] ?? '') : '';
  return /^\d[\d.,'’ \u00a0\u2009\u202f]*$/u.test(text) && !NO_UNIT.test(fold(unit))
    ? `${text} ${unit}`
    : text;
}

function cellOf(name: CellName, text: string, notation: Notation, line: number): TableCell {
  const { metric } = name;
  return {
    ...name,
    line,
    text: text.replace(/\s+/gu, ' '),
    values: metric ? metricValuesOf(text, metric, notation) : [],
    objective: metric !== null && isObjective(text),
  };
}
