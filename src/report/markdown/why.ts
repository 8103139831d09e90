/** What moved, and the slowest traces, as Markdown. Everything that isn't a word of ours is escaped here. */
import { asCode, asSentence, asText } from '../escape.ts';
import type { Publication } from '../report.ts';
import { type TracedRequest, tracedRequests, whyLines, whyNotes } from '../view/why.ts';
import { type Words, wordsFor } from '../words/language.ts';
import type { Rows } from './fit.ts';
import { type Column, link, table } from './pieces.ts';

/** `What moved with it`; without rows where nothing stands out. */
export function movedWith(report: Publication, where: string): Rows {
  const { titles, sections } = wordsFor(report);
  const lines = whyLines(report).map(
    ({ about, says }) =>
      `- ${about === null ? '' : `${asCode(about)}${sections.colon} `}${asSentence(says, 400)}`,
  );
  const notes = whyNotes(report).map((note) => asSentence(note));
  return {
    head: `**${titles.sections.why}**\n`,
    rows: lines.length > 0 ? lines : notes,
    foot: lines.length > 0 ? `<sub>${notes.join(' ')}</sub>` : '',
    left: (count) => sections.leftOut(count, 'observation', where),
  };
}

const traceColumns = (titles: Words['titles']): readonly Column<TracedRequest>[] => [
  { title: titles.request, align: 'left', cell: ({ name }) => asCode(name) },
  {
    title: titles.traced,
    align: 'left',
    cell: ({ traces }) =>
      traces.map(({ id, took, url }) => `${asText(took)} ${link(id, url) ?? asCode(id)}`).join('<br>'),
  },
];

/** Without rows where nothing was traced. */
export function traceTable(report: Publication, where: string): Rows {
  const { titles, sections } = wordsFor(report);
  return {
    ...table(traceColumns(titles), tracedRequests(report)),
    foot: '',
    left: (count) => sections.leftOut(count, 'request', where),
  };
}
