/** What moved, and the slowest traces, as Markdown. Everything that isn't a word of ours is escaped here. */
import { asCode, asText } from '../escape.ts';
import type { Publication } from '../report.ts';
import { type TracedRequest, tracedRequests, whyLines, whyNotes } from '../view/why.ts';
import { leftOut } from './cells.ts';
import type { Rows } from './fit.ts';
import { type Column, link, table } from './pieces.ts';

/** `What moved with it`; without rows where nothing stands out. */
export function movedWith(report: Publication, where: string): Rows {
  const lines = whyLines(report).map(
    ({ about, says }) => `- ${about === null ? '' : `${asCode(about)}: `}${asText(says, 400)}`,
  );
  const notes = whyNotes(report).map((note) => asText(note));
  return {
    head: '**What moved with it**\n',
    rows: lines.length > 0 ? lines : notes,
    foot: lines.length > 0 ? `<sub>${notes.join(' ')}</sub>` : '',
    left: (count) => leftOut(count, ['observation', 'observations'], where),
  };
}

const TRACED: readonly Column<TracedRequest>[] = [
  { title: 'Request', align: 'left', cell: ({ name }) => asCode(name) },
  {
    title: 'Slowest with a sampled trace',
    align: 'left',
    cell: ({ traces }) =>
      traces.map(({ id, took, url }) => `${asText(took)} ${link(id, url) ?? asCode(id)}`).join('<br>'),
  },
];

/** Without rows where nothing was traced. */
export function traceTable(report: Publication, where: string): Rows {
  return {
    ...table(TRACED, tracedRequests(report)),
    foot: '',
    left: (count) => leftOut(count, ['request', 'requests'], where),
  };
}
