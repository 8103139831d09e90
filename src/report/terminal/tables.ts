/** The tables of the terminal's report, as lines. */
import { isSamePart, isWhole, type Part, WHOLE } from '../../config/scope.ts';
import { clean, cleanKept, truncate } from '../escape.ts';
import type { Publication } from '../report.ts';
import { cutTo } from '../text-width.ts';
import type { Mark } from '../view/badges.ts';
import {
  basisNote,
  type ComparisonRow,
  comparisonRows,
  notesOf,
  roundsNote,
  titlesOf,
} from '../view/comparison-table.ts';
import { endpointRows } from '../view/endpoint-table.ts';
import { baseMatters, errorRows, errorSentence } from '../view/error-table.ts';
import { furtherSuspects, suspectsOf } from '../view/interleaved-facts.ts';
import { drawGates } from '../view/interleaved-picture.ts';
import { gatingNote, loadTitle, stageRows } from '../view/stage-table.ts';
import { type Words, wordsFor } from '../words/language.ts';
import { continueSentence, isStageNumber } from '../words/names.ts';
import { type Cell, paint, type TerminalColumn, terminalTable, wrap } from './columns.ts';

export interface TerminalOptions {
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** What is longer is in the result file. */
const ENDPOINT_ROWS = 50;
const STAGE_ROWS = 50;
const ERROR_ROWS = 20;
const NOTES = 12;

export function comparisonLines(report: Publication, options: TerminalOptions): string[] {
  const rows = comparisonRows(report);
  if (rows.length === 0) return [];
  const notes = notesOf(rows).slice(0, NOTES);
  const words = wordsFor(report);
  const columns = titlesOf(report.result, words);
  const { titles } = words;
  const compared = columns !== null;
  const only = <T>(cells: readonly (T | false)[]): T[] => cells.filter((cell): cell is T => cell !== false);
  const numberOf = (note: string | null): string =>
    note !== null && notes.includes(note) ? superscript(notes.indexOf(note) + 1) : '';
  const cells = (row: ComparisonRow): Cell[] =>
    only<Cell>([
      { text: words.row.label(row.metric) },
      compared && { text: row.baseline ?? '–' },
      { text: row.now ?? '–', style: 'bold' },
      compared && {
        text: row.ends === null ? (row.change ?? '–') : `${row.change} (${row.ends})`,
      },
      { text: [row.limit, row.tolerance].filter(Boolean).join(', ') || '–' },
      findingCell(row.mark, numberOf(row.note)),
    ]);
  const lines = terminalTable(
    only<TerminalColumn>([
      { title: '', align: 'left' },
      compared && { title: columns.baseline.toLowerCase(), align: 'right' },
      { title: (columns?.now ?? titles.now).toLowerCase(), align: 'right' },
      // What the two figures are stands below the table: there is no room for it beside long names of findings.
      compared && {
        title: `${columns.change ?? titles.change.toLowerCase()} (${columns.interval})`,
        align: 'right',
      },
      { title: `${titles.limit.toLowerCase()}, ${titles.tolerance}`, align: 'left' },
      { title: titles.finding.toLowerCase(), align: 'left', shrinksTo: 16 },
    ]),
    rows.flatMap((row, i) =>
      isWhole(row) || isSamePart(row, rows[i - 1] ?? WHOLE)
        ? [cells(row)]
        : [[{ text: titleOf(row, words), style: 'bold' }], cells(row)],
    ),
    options,
  );
  const below = notes.map((note, i) => `${superscript(i + 1)} ${note}`);
  return [
    ...lines,
    ...indented(
      [...below, basisNote(report.result, words), roundsNote(report.result, words)],
      options,
      'dim',
    ),
  ];
}

/** Of the rows of one request name or stage. */
function titleOf({ endpoint, flow, stage }: Part, { row, nameStage }: Words): string {
  if (stage !== undefined) return isStageNumber(stage) ? nameStage(stage) : row.stageTitle(name(stage));
  return flow ? row.flowTitle(name(endpoint ?? '')) : name(endpoint ?? '');
}

/** The picture of the gates against the base, and what stands out beside them; nothing without a base. */
export function interleavedLines(report: Publication, options: TerminalOptions): string[] {
  const { interleaved, comparisons } = report.result;
  if (interleaved === null) return [];
  const words = wordsFor(report);
  const { sections, inTurn } = words;
  const picture = drawGates(interleaved.gates, words, comparisons).map(
    (line) => `  ${cutTo(line, options.width - 2)}`,
  );
  const suspects = suspectsOf(report).map(
    ({ name: request, says }) => `${truncate(request, 60)}${sections.colon} ${says}`,
  );
  const more = furtherSuspects(report);
  const others = more > 0 ? [words.marks.picture.more(more)] : [];
  const listed =
    suspects.length > 0
      ? [`${continueSentence(inTurn.standingOut)}${sections.colon} ${[...suspects, ...others].join('; ')}`]
      : [];
  return [...picture, ...indented(listed, options)];
}

export function endpointLines(report: Publication, options: TerminalOptions): string[] {
  const rows = endpointRows(report);
  if (rows.length === 0) return [];
  const { titles, sections } = wordsFor(report);
  const lines = terminalTable(
    [
      { title: titles.request.toLowerCase(), align: 'left', shrinksTo: 12 },
      { title: titles.requests.toLowerCase(), align: 'right' },
      { title: 'P50', align: 'right' },
      { title: 'P99', align: 'right' },
      { title: titles.rate.toLowerCase(), align: 'right' },
      { title: titles.errors.toLowerCase(), align: 'right' },
      { title: titles.finding.toLowerCase(), align: 'left', shrinksTo: 20 },
    ],
    rows
      .slice(0, ENDPOINT_ROWS)
      .map((row) => [
        { text: name(row.name) },
        { text: row.requests },
        { text: row.p50 ?? '–' },
        { text: row.p99 ?? '–' },
        { text: row.perSecond ?? '–' },
        { text: row.errors ?? '–' },
        findingCell(row.mark, ''),
      ]),
    options,
  );
  return [...lines, ...furtherRows(rows.length - ENDPOINT_ROWS, 'request', sections)];
}

/** A line a stage, and which of them gate; none where the load has only one. */
export function stageLines(report: Publication, options: TerminalOptions): string[] {
  const rows = stageRows(report);
  if (rows.length === 0) return [];
  const { titles, sections } = wordsFor(report);
  // Beside the figures of both sides there is no room for the median.
  const alone = report.result.interleaved === null;
  const median = <T>(cell: T): T[] => (alone ? [cell] : []);
  const lines = terminalTable(
    [
      { title: titles.stage.toLowerCase(), align: 'left', shrinksTo: 8 },
      { title: loadTitle(report).toLowerCase(), align: 'right' },
      { title: titles.requests.toLowerCase(), align: 'right' },
      ...median<TerminalColumn>({ title: 'P50', align: 'right' }),
      { title: 'P99', align: 'right' },
      { title: titles.rate.toLowerCase(), align: 'right' },
      { title: titles.errors.toLowerCase(), align: 'right' },
      { title: titles.finding.toLowerCase(), align: 'left', shrinksTo: 20 },
    ],
    rows
      .slice(0, STAGE_ROWS)
      .map((row) => [
        { text: name(row.stage) },
        { text: row.load },
        { text: row.requests },
        ...median<Cell>({ text: row.p50 ?? '–' }),
        { text: row.p99 ?? '–' },
        { text: row.perSecond },
        { text: row.errors ?? '–' },
        findingCell(row.mark, ''),
      ]),
    options,
  );
  return [
    ...lines,
    ...furtherRows(rows.length - STAGE_ROWS, 'stage', sections),
    ...indented([gatingNote(report)], options, 'dim'),
  ];
}

/** The target's; or the base's, where it is the base that is wrong. */
export function errorLines(report: Publication, side: 'target' | 'base', options: TerminalOptions): string[] {
  const sentence = side === 'target' || baseMatters(report) ? errorSentence(report, side) : null;
  if (sentence === null) return [];
  const { sections, quoteEnglish } = wordsFor(report);
  const { colon } = sections;
  const rows = errorRows(report, side);
  const lines = rows.slice(0, ERROR_ROWS).flatMap(({ name: request, share, kinds, samples }) => [
    ...wrap(cleanKept(`${truncate(request, 80)}${colon} ${share}, ${kinds}`), options.width - 4).map(
      (line) => `  ${line}`,
    ),
    ...samples
      .slice(0, 3)
      .map(({ what, text, isOurs }) => {
        if (text === '') return `${what}${colon} ${sections.noText}`;
        const shown = truncate(text, 300);
        return `${what}${colon} ${isOurs ? quoteEnglish(shown) : shown}`;
      })
      .flatMap((line) =>
        wrap(cleanKept(line), options.width - 6).map((part) => `    ${paint(part, 'dim', options.colour)}`),
      ),
  ]);
  return [
    ...indented([sentence], options),
    ...lines,
    ...furtherRows(rows.length - ERROR_ROWS, 'request', sections),
  ];
}

export function indented(
  texts: readonly (string | null)[],
  { colour, width }: TerminalOptions,
  style: 'calm' | 'dim' = 'calm',
): string[] {
  return texts.flatMap((text) =>
    text === null ? [] : wrap(cleanKept(text), width - 2).map((line) => `  ${paint(line, style, colour)}`),
  );
}

/** What a row's finding is, and the number of its note. */
export function findingCell(mark: Mark | null, note: string): Cell {
  if (mark === null) return { text: '–' };
  const text = [mark.shape, cleanKept(mark.words), note].filter(Boolean).join(' ');
  return { text, style: mark.tone };
}

const superscript = (number: number) =>
  String(number).replaceAll(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? digit);

export function furtherRows(
  count: number,
  of: Parameters<Words['sections']['furtherRows']>[1],
  { furtherRows: write }: Words['sections'],
): string[] {
  return count <= 0 ? [] : [`  ${write(count, of)}`];
}

export function name(text: string): string {
  return truncate(clean(text), 60) || '(empty)';
}
