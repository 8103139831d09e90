import type { Publication } from '../report.ts';
import { caveat } from '../view/conditions.ts';
import { wordsFor } from '../words/language.ts';
import { coursePicture } from './course-picture.ts';
import { fitTo, type Paragraph, type Rows } from './fit.ts';
import { flowTable } from './flow-table.ts';
import {
  acceptance,
  baseErrors,
  conditions,
  errorSummary,
  footer,
  headline,
  interception,
  interleavedPicture,
  recovery,
  retries,
  setting,
  warningList,
} from './sections.ts';
import { serverTable } from './server-table.ts';
import { stepTable } from './step-table.ts';
import { changesTable, comparisonTable, endpointTables, errorTable, stageTable } from './tables.ts';
import { movedWith, traceTable } from './why.ts';

/** A step's summary is dropped beyond 1 MiB, without an error; other steps' texts are not counted in. */
const LIMIT_BYTES = 1_000_000;

/** The step's summary as Markdown: what the comment says, with nothing folded and nothing left out but by its limit. */
export function renderSummary(report: Publication): string {
  const where = report.banner?.elsewhere ?? wordsFor(report).sections.inFile;
  const titles = wordsFor(report).titles.sections;
  const sentence = errorSummary(report, 'target');
  const { loud, quiet } = endpointTables(report, where);
  const blocks: Paragraph[] = [
    headline(report),
    caveat(report) ?? '',
    comparisonTable(report, where),
    recovery(report),
    interleavedPicture(report),
    coursePicture(report),
    movedWith(report, where),
    stageTable(report, where),
    stepTable(report, where),
    serverTable(report, where),
    interception(report),
    retries(report),
    setting(report),
    changesTable(report, where),
    acceptance(report),
    warningList(report, where),
    ...(sentence === null
      ? []
      : [`### ${titles.errors}\n\n${sentence}`, errorTable(report, 'target', where)]),
    ...baseErrors(report, where),
    flowTable(report, where),
    loud.rows.length + quiet.rows.length === 0 ? '' : `### ${titles.requests}`,
    { ...loud, rows: [...loud.rows, ...quiet.rows] },
    titled(`### ${titles.traces}`, traceTable(report, where)),
    `### ${titles.conditions}\n\n${conditions(report)}`,
    footer(report),
  ];
  return fitTo(blocks, LIMIT_BYTES, (text) => new TextEncoder().encode(text).length);
}

function titled(title: string, rows: Rows): Rows {
  return { ...rows, head: `${title}\n\n${rows.head}` };
}
