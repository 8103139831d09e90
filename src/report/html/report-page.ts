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
  type Drawn,
  distributionChart,
  histogramsOf,
  knownPercentiles,
  sharesChart,
} from './charts/latency-charts.ts';
import { type Content, el } from './escape-html.ts';
import { gatesForest, requestsForest } from './forest.ts';
import {
  acceptancePart,
  changesPart,
  conditionsPart,
  footer,
  notesPart,
  section,
  suspectsPart,
  tracesPart,
  verdictPart,
  whyPart,
} from './sections.ts';
import { type PageAssets, place, renderShell } from './shell.ts';
import {
  comparisonTable,
  errorsTable,
  flowsTable,
  requestsTable,
  serverTable,
  stagesTable,
  stepsTable,
} from './tables.ts';

/**
 * @param report redacted already: nothing is hidden here
 * @param docsUrl folder in which causes.md is
 */
export function renderReportPage(
  report: Publication,
  assets: PageAssets,
  docsUrl: string = DOCS_URL,
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
    section('figures', page.comparison, comparisonTable(report), acceptancePart(report)),
    section('steps', page.steps, stepsTable(report)),
    section('why', titles.sections.why, whyPart(report)),
    section(
      'changes',
      page.gates,
      about(page.gatesAbout, gatesForest(result, words)),
      suspectsPart(report),
      blocks && place(blocks),
      byRequest && [el('h3', {}, page.byRequest), about(page.byRequestAbout, byRequest)],
    ),
    section('latency', page.latencies, latency.map(place)),
    section('load', page.load, course.map(place)),
    section('stages', page.stages, stagesTable(report)),
    section('server', titles.sections.server, serverTable(report)),
    section('flows', titles.sections.flows, flowsTable(report)),
    section('requests', titles.sections.requests, requestsTable(report)),
    section('errors', titles.sections.errors, ...errorsOf(report, 'target')),
    section('base-errors', titles.sections.baseErrors, ...errorsOf(report, 'base')),
    section('traces', titles.sections.traces, tracesPart(report)),
    section('notes', titles.sections.warnings, notesPart(report)),
    section('judgement', titles.sections.changes, changesPart(report)),
    section('conditions', titles.sections.conditions, conditionsPart(report)),
    footer(report),
  ];
  const title = `${marks.outcomes[result.verdict]} · ${result.name} · Tailgate`;
  return renderShell(
    { language, title, body, charts, words: chartWords(words), noScript: page.noScript },
    assets,
  );
}

function errorsOf(report: Publication, side: 'target' | 'base'): Content[] {
  const sentence = errorSentence(report, side);
  return [sentence === null ? null : el('p', {}, sentence), errorsTable(report, side)];
}

/** Of a search its figures are those of many loads together: nothing that anybody should read a percentile from. */
function latencyCharts(report: Publication, words: Words): Chart[] {
  const { result } = report;
  if (result.search !== undefined) return [];
  const drawn = (['target', 'base'] as const).flatMap((side): Drawn[] => {
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
