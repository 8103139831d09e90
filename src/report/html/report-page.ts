/** The whole of a run as one page: what the comment says, and what it has no room for. */
import { DOCS_URL } from '../docs-url.ts';
import type { Publication } from '../report.ts';
import { endpointRows } from '../view/endpoint-table.ts';
import { errorSentence } from '../view/error-table.ts';
import { type Words, wordsFor } from '../words/language.ts';
import type { Chart, ChartWords } from './chart.ts';
import { blocksChart } from './charts/blocks-chart.ts';
import { courseCharts } from './charts/course-charts.ts';
import {
  type DrawnRun,
  distributionChart,
  histogramsOf,
  knownPercentiles,
  sharesChart,
} from './charts/latency-charts.ts';
import { type Content, el } from './escape-html.ts';
import { gatesForest, requestsForest } from './forest.ts';
import { tableOfFlows, tableOfServer, tableOfStages, tableOfSteps } from './load-tables.ts';
import {
  acceptancePart,
  changesPart,
  conditionsPart,
  notesPart,
  pageFooter,
  pageSection,
  suspectsPart,
  tracesPart,
  whyPart,
} from './sections.ts';
import { type PageAssets, place, renderShell } from './shell.ts';
import { tableOfComparisons, tableOfErrors, tableOfRequests } from './tables.ts';
import { verdictPart } from './verdict-part.ts';

/**
 * @param report redacted already: nothing is hidden here
 * @param docsUrl folder in which causes.md is
 */
export function renderReportPage(
  report: Publication,
  assets: PageAssets,
  docsUrl: string | null = DOCS_URL,
): string {
  const words = wordsFor(report);
  const { result, language } = report;
  const { page, titles, marks } = words;
  const latency = latencyCharts(report, words);
  const course = courseCharts(result, words);
  const blocks = blocksChart(result.interleaved, words);
  const charts = [...(blocks ? [blocks] : []), ...latency, ...course];
  const about = (text: string, content: Content) =>
    content === null ? null : [el('p', { class: 'quiet' }, text), content];
  const byRequest = requestsForest(result, words);
  const body: Content[] = [
    verdictPart(report, docsUrl),
    pageSection('figures', page.comparison, tableOfComparisons(report), acceptancePart(report)),
    pageSection('steps', page.steps, tableOfSteps(report)),
    pageSection('why', titles.sections.why, whyPart(report)),
    pageSection(
      'changes',
      page.gates,
      about(page.gatesAbout, gatesForest(result, words)),
      suspectsPart(report),
      blocks && place(blocks),
      byRequest && [el('h3', {}, page.byRequest), about(page.byRequestAbout, byRequest)],
    ),
    pageSection('latency', page.latencies, latency.map(place)),
    pageSection('load', page.load, course.map(place)),
    pageSection('stages', page.stages, tableOfStages(report)),
    pageSection('server', titles.sections.server, tableOfServer(report)),
    pageSection('flows', titles.sections.flows, tableOfFlows(report)),
    pageSection('requests', titles.sections.requests, tableOfRequests(report)),
    pageSection('errors', titles.sections.errors, ...errorsOf(report, 'target')),
    pageSection('base-errors', titles.sections.baseErrors, ...errorsOf(report, 'base')),
    pageSection('traces', titles.sections.traces, tracesPart(report)),
    pageSection('notes', titles.sections.warnings, notesPart(report)),
    pageSection('judgement', titles.sections.changes, changesPart(report)),
    pageSection('conditions', titles.sections.conditions, conditionsPart(report)),
    pageFooter(report),
  ];
  const title = `${marks.outcomes[result.verdict]} · ${result.name} · Tailgate`;
  return renderShell(
    { language, title, body, charts, words: chartWords(words), noScript: page.noScript },
    assets,
  );
}

function errorsOf(report: Publication, side: 'target' | 'base'): Content[] {
  const sentence = errorSentence(report, side);
  return [sentence === null ? null : el('p', {}, sentence), tableOfErrors(report, side)];
}

/** Of a search its figures are those of many loads together: nothing that anybody should read a percentile from. */
function latencyCharts(report: Publication, words: Words): Chart[] {
  const { result } = report;
  if (result.search !== undefined) return [];
  const drawn = (['target', 'base'] as const).flatMap((side): DrawnRun[] => {
    const found = histogramsOf(result, side);
    return found === null ? [] : [{ name: words.titles[side], colour: side, ...found }];
  });
  const names = namesOf(report);
  const known = result.interleaved === null ? knownPercentiles(result, words) : null;
  return [distributionChart(drawn, names, known, words), sharesChart(drawn, names, words)].filter(
    (chart) => chart !== null,
  );
}

/** What needs a look first, as in the table of requests; then the steps of flows. */
function namesOf(report: Publication): readonly string[] {
  const steps = report.result.endpoints.filter(({ flow }) => flow !== undefined);
  return [...endpointRows(report), ...steps].map(({ name }) => name);
}

export function chartWords({ page }: Words): Omit<ChartWords, 'language'> {
  const { figures, choose, wholeRange, zoomHelp, drawingOf, eventsOf } = page;
  return { figures, choose, wholeRange, zoomHelp, drawingOf, events: eventsOf };
}
