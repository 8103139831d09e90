import { parse as parseCsv } from 'csv-parse/sync';
import { ConfigurationError } from '../../../config/configuration-error.ts';

/** A row's cells by the names of their columns; undefined where it has none of that name. */
export type CsvRow = (column: string) => string | undefined;

/**
 * The rows of a table in CSV, whose first line names its columns.
 *
 * @throws ConfigurationError where it is none, and where its last row ends before its columns do: half a number reads
 * like a whole one
 */
export function rowsOf(text: string, file: string, what: string): readonly CsvRow[] {
  const [head = [], ...rows] = parse(text, file, what);
  const last = rows.at(-1);
  if (last !== undefined && last.length < head.length)
    throw new ConfigurationError(`it looks like ${what}, but its last row is cut off`, { file });
  const places = new Map(head.map((name, i) => [name.trim(), i]));
  return rows.map((cells) => (column) => {
    const at = places.get(column);
    return at === undefined ? undefined : cells[at];
  });
}

function parse(text: string, file: string, what: string): string[][] {
  try {
    return parseCsv(text, { skip_empty_lines: true, relax_quotes: true, relax_column_count: true });
  } catch (error) {
    const { lines } = error as { lines?: number };
    throw new ConfigurationError(
      `it looks like ${what}, but a text in quotes has no end: give the file as the tool wrote it`,
      { file, line: lines },
    );
  }
}
