import type { Publication } from '../report.ts';
import { caveat } from '../view/conditions.ts';
import { errorsMatter } from '../view/error-table.ts';
import { wordsFor } from '../words/language.ts';
import { fitTo, type Paragraph, type Rows } from './fit.ts';
import { flowTable } from './flow-table.ts';
import { details, foldText } from './pieces.ts';
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

/** GitHub refuses more than 65,536 characters; what is left below that is for the hidden marker. */
const LIMIT = 64_500;

/** A table that is longer than this is folded, whatever is in it. */
const OPEN_ROWS = 20;

/**
 * The pull request's comment as Markdown, without the hidden marker that finds it again. At most `limit` UTF-16 code
 * units, at least some 33,000 of which the fixed parts may need where every name and sentence in them is hostile.
 */
export function renderComment(
  report: Publication,
  { limit = LIMIT }: { readonly limit?: number } = {},
): string {
  const where = report.banner?.elsewhere ?? wordsFor(report).sections.inSummary;
  const titles = wordsFor(report).titles.sections;
  const errors = errorTable(report, 'target', where);
  const sentence = errorSummary(report, 'target');
  const open = errorsMatter(report);
  const shown: Paragraph[] =
    sentence === null
      ? []
      : open
        ? [`### ${titles.errors}\n\n${sentence}`, errors]
        : [details(sentence, errors)];
  const { loud, quiet } = endpointTables(report, where);
  const blocks: Paragraph[] = [
    headline(report),
    caveat(report) ?? '',
    comparisonTable(report, where),
    recovery(report),
    interleavedPicture(report),
    movedWith(report, where),
    stageTable(report, where),
    stepTable(report, where),
    serverTable(report, where),
    interception(report),
    retries(report),
    ...(open ? shown : []),
    ...baseErrors(report, where),
    setting(report),
    changesTable(report, where),
    acceptance(report),
    warningList(report, where),
    flowTable(report, where),
    ...requests(report, loud, quiet),
    ...(open ? [] : shown),
    details(titles.traces, traceTable(report, where)),
    foldText(
      report.run.command === null ? titles.conditions : titles.conditionsAndCommand,
      conditions(report),
    ),
    footer(report),
  ];
  return fitTo(blocks, limit);
}

/** What needs a look stands open; the rest is folded, unless it is all that there is to explain a failure. */
function requests(report: Publication, loud: Rows, quiet: Rows): Paragraph[] {
  const { result } = report;
  const { sections, titles } = wordsFor(report);
  const count = quiet.rows.length;
  const open = result.verdict === 'fail' && loud.rows.length === 0 && count > 0 && count <= OPEN_ROWS;
  // Where what stands open has no errors either, they are no difference between the two.
  const errs = result.endpoints.some(({ metrics }) => (metrics.errorRate ?? 0) > 0);
  const others = sections.requests(count, loud.rows.length > 0, errs || loud.rows.length === 0);
  return [
    loud.rows.length === 0 && !open ? '' : `### ${titles.sections.requests}`,
    loud.rows.length > OPEN_ROWS ? details(sections.needLook(loud.rows.length), loud) : loud,
    quiet.rows.length === 0 ? '' : open ? quiet : details(others, quiet),
  ];
}
