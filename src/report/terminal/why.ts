/** What moved, and the slowest traces, as lines. */
import { clean } from '../escape.ts';
import type { Publication } from '../report.ts';
import { tracedRequests, whyLines, whyNotes } from '../view/why.ts';
import { wordsFor } from '../words/language.ts';
import { paint } from './columns.ts';
import { indented, name, type TerminalOptions } from './tables.ts';

/** Requests whose traces are listed; the others are in the result file. */
const TRACED = 5;

export function movedLines(report: Publication, options: TerminalOptions): string[] {
  const [lines, notes] = [whyLines(report), whyNotes(report)];
  if (lines.length === 0 && notes.length === 0) return [];
  const { titles, sections } = wordsFor(report);
  return [
    `  ${paint(titles.sections.why, 'bold', options.colour)}`,
    ...indented(
      lines.map(({ about, says }) => (about === null ? says : `${name(about)}${sections.colon} ${says}`)),
      options,
    ),
    ...indented(notes, options, 'dim'),
  ];
}

export function traceLines(report: Publication, options: TerminalOptions): string[] {
  const traced = tracedRequests(report);
  if (traced.length === 0) return [];
  const { titles, sections } = wordsFor(report);
  const lines = traced
    .slice(0, TRACED)
    .flatMap((request) => [
      name(request.name),
      ...request.traces.map(({ id, took, url }) => `  ${clean(took)}  ${clean(url ?? id)}`),
    ]);
  const more = traced.length - TRACED;
  return [
    `  ${paint(titles.sections.traces, 'bold', options.colour)}`,
    ...lines.map((line) => `  ${line}`),
    ...(more > 0 ? [`  ${sections.moreInFile(more)}`] : []),
  ];
}
