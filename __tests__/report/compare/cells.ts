/** Tables of a comparison's Markdown, to be read cell by cell as a reader would. */

import type { Language } from '../../../src/config/language.ts';
import { type ComparedRun, readComparedRun } from '../../../src/evidence/compare/compared-run.ts';
import type { Result } from '../../../src/evidence/result/schema.ts';
import { compareRuns } from '../../../src/judgement/compare/decide.ts';
import { renderComparisonMarkdown } from '../../../src/report/compare/comparison-markdown.ts';
import { writeComparison } from '../../../src/report/compare/write-comparison.ts';

export function readRuns(results: Readonly<Record<string, Result>>): ComparedRun[] {
  return Object.entries(results).map(([name, result]) =>
    readComparedRun(JSON.stringify(result), `${name}.json`, name),
  );
}

export function compareInMarkdown(
  results: Readonly<Record<string, Result>>,
  language: Language = 'en',
): string {
  return renderComparisonMarkdown(writeComparison(compareRuns(readRuns(results)), language));
}

/** The text of one cell. `rows` are the texts of the leading cells, as many as it takes; `nth` where titles repeat. */
export function cellOf(markdown: string, section: string, row: readonly string[], column: string): string {
  const lines = markdown.split('\n');
  const start = lines.findIndex((line) => line.replace(/^#+ /, '') === section && line.startsWith('#'));
  if (start < 0) throw new Error(`there is no section ${section}`);
  const end = lines.findIndex((line, i) => i > start && line.startsWith('#'));
  const table = lines.slice(start, end < 0 ? undefined : end).filter((line) => line.startsWith('| '));
  const cells = table.map((line) => line.slice(2, -2).split(' | '));
  const [head = []] = cells;
  const at = head.indexOf(column);
  const found = cells.find((line) => row.every((text, i) => line[i] === text));
  if (at < 0 || found === undefined) throw new Error(`${section} has no ${column} of ${row.join(', ')}`);
  return found[at] ?? '';
}

/** The first number of a cell, and what stands for one: `1,369 (3.67 %)` has 1369 and, as the second, 3.67. */
export function numberIn(cell: string, nth = 0): number {
  const numbers = [...cell.replaceAll('&#43;', '+').matchAll(/[−-]?\d[\d,]*(?:\.\d+)?/g)];
  return Number((numbers[nth]?.[0] ?? 'none').replaceAll(',', '').replace('−', '-'));
}
