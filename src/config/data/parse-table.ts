import { CsvError, parse as parseCsv } from 'csv-parse/sync';
import { parse as parseJson } from 'lossless-json';
import { ConfigurationError } from '../configuration-error.ts';
import type { DataTable } from '../scenario.ts';
import { showValue } from '../wording/show-value.ts';

type Table = Pick<DataTable, 'columns' | 'rows'>;

/**
 * Rows of a data file: JSON where its name says so or it begins with a bracket, else CSV (RFC 4180). Values are texts
 * as they are written. Throws ConfigurationError at the file's line, or at the row.
 *
 * @param text without a mark of byte order
 */
export function parseTable(text: string, file: string): Table {
  if (text.trim() === '') throw new ConfigurationError('is empty: write column names, and a row', { file });
  const isJson = /\.json$/i.test(file) || /^\s*\[\s*[{\]]/.test(text);
  const table = isJson ? readJson(text, file) : readCsv(text, file);
  if (table.rows.length > 0) return table;
  throw new ConfigurationError('has no rows: write at least one', { file });
}

function readCsv(text: string, file: string): Table {
  let columns: readonly string[] | null = null;
  let line = 1;
  const rows = readRecords(text, file, (record, lines) => {
    // A record may go over several lines: the next one begins after its last.
    const place = { file, line };
    line = lines + 1;
    if (columns === null) {
      columns = record.map((name) => name.trim());
      checkColumns(columns, text, file);
    } else if (record.length !== columns.length) {
      throw new ConfigurationError(
        `has ${count(record.length, 'value')}, and the first line has ${count(columns.length, 'column')} (${listed(columns)}): put a value that contains a comma in quotes`,
        place,
      );
    }
    return record;
  });
  return { columns: columns ?? [], rows: rows.slice(1) };
}

function readRecords(
  text: string,
  file: string,
  look: (record: string[], lines: number) => string[],
): readonly (readonly string[])[] {
  try {
    return parseCsv(text, {
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (record, { lines }) => look(record, lines),
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const why =
      error.code === 'CSV_QUOTE_NOT_CLOSED'
        ? 'has an unclosed quote: close it'
        : 'has a quote in the middle of a value: put the whole value in quotes, and double those inside it';
    throw new ConfigurationError(why, { file, line: Number(error.lines ?? 1) });
  }
}

const OTHER_SEPARATORS: readonly (readonly [string, string])[] = [
  [';', 'semicolons'],
  ['\t', 'tabs'],
];

function checkColumns(columns: readonly string[], text: string, file: string): void {
  const place = { file, line: 1 };
  const [only = '', ...others] = columns;
  const other = OTHER_SEPARATORS.find(([letter]) => only.includes(letter));
  if (others.length === 0 && other !== undefined) {
    throw new ConfigurationError(`has ${other[1]} between its columns: save it with commas`, place);
  }
  const empty = columns.indexOf('');
  if (empty >= 0) {
    throw new ConfigurationError(
      text.startsWith('\n') || columns.length === 1
        ? 'has no column names: write them into its first line'
        : `has no name for column ${empty + 1}: write one`,
      place,
    );
  }
  const twice = columns.find((name, i) => columns.indexOf(name) < i);
  if (twice === undefined) return;
  throw new ConfigurationError(`has the column ${showValue(twice)} twice: rename one of them`, place);
}

/** JSON may write one as an escape; it is no text of UTF-8, and can't be sent. */
const HALF_LETTER =
  'has half a letter in it (a surrogate such as \\ud83d without its other half): write the whole letter';

function readJson(text: string, file: string): Table {
  const list = parseText(text, file);
  if (!Array.isArray(list)) {
    throw new ConfigurationError('is not a list: write one of flat objects, such as [{"email": "a@b.c"}]', {
      file,
    });
  }
  let columns: readonly string[] | null = null;
  const rows = list.map((row, i) => {
    const at = (column?: string) => ({ file, key: column === undefined ? `[${i}]` : `[${i}].${column}` });
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      throw new ConfigurationError(`${showValue(row)} is no object: write {"column": "value"}`, at());
    }
    const own = row as Readonly<Record<string, unknown>>;
    columns ??= Object.keys(own);
    if (columns.length === 0) throw new ConfigurationError('has no columns: write {"column": "value"}', at());
    if (!columns.every((column) => column.isWellFormed()))
      throw new ConfigurationError(`has a column whose name ${HALF_LETTER}`, at());
    const foreign = Object.keys(own).find((column) => !columns?.includes(column));
    if (foreign !== undefined) {
      throw new ConfigurationError(
        `is not a column of the first row (${listed(columns)}): rows have the same columns`,
        at(foreign),
      );
    }
    return columns.map((column) => {
      const value = Object.hasOwn(own, column) ? own[column] : undefined;
      if (value === undefined)
        throw new ConfigurationError('is missing: rows have the same columns', at(column));
      if (typeof value === 'string') {
        if (value.isWellFormed()) return value;
        throw new ConfigurationError(HALF_LETTER, at(column));
      }
      if (typeof value === 'boolean') return String(value);
      const what = value === null ? 'null' : Array.isArray(value) ? 'a list' : 'an object';
      throw new ConfigurationError(`is ${what}: write a text, a number, true or false`, at(column));
    });
  });
  return { columns: columns ?? [], rows };
}

/** Numbers as they are written. */
function parseText(text: string, file: string): unknown {
  try {
    return parseJson(text, null, (number) => number);
  } catch (error) {
    // Nested without measure, or not JSON.
    if (error instanceof RangeError)
      throw new ConfigurationError('is nested too deep: write a list of flat objects', { file });
    if (!(error instanceof SyntaxError)) throw error;
    const at = /position (\d+)/.exec(error.message)?.[1];
    const line = at === undefined ? undefined : text.slice(0, Number(at)).split('\n').length;
    const why = 'is not valid JSON from here on';
    throw new ConfigurationError(`${why}: write a list of flat objects`, { file, line });
  }
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function listed(columns: readonly string[]): string {
  return showValue(columns.join(', ')).slice(1, -1);
}
