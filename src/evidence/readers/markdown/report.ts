import { slug } from 'github-slugger';
import type { FoundObjectives, FoundSummary, FoundTable, ReadRun, ReadRuns } from '../listing.ts';
import { metricNameOf } from '../metric-names.ts';
import { decimalMarkOf } from '../numbers.ts';
import { classifyTable, type RunSeries } from './classify-table.ts';
import { conditionNamed } from './condition-names.ts';
import { circumstancesOf } from './conditions.ts';
import { type Document, type KeyValueLine, parseDocument, type Table } from './document.ts';
import { FactIndex, sectionsOf } from './sections.ts';
import { isRemarkName } from './table-columns.ts';

/** Lists what a Markdown report holds. A run is one column or row of a table that states latency and volume. */
export function readMarkdownReport(text: string): ReadRuns {
  const document = parseDocument(text);
  const facts = [...document.facts.flatMap(splitFact), ...factsInTables(document)];
  const index = new FactIndex(facts.filter(({ key }) => conditionNamed(key) !== null));
  const mark = decimalMarkOf(document.tables.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells)));
  const runs: ReadRun[] = [];
  const objectives: FoundObjectives[] = [];
  const summaries: FoundSummary[] = [];
  for (const table of document.tables) {
    const found = classifyTable(table, mark);
    const place = placeOf(table);
    for (const series of found.runs) runs.push(runOf(table, series, index));
    if (found.objectives.length > 0) objectives.push({ ...place, values: found.objectives });
    if (found.summary) summaries.push({ ...place, ...(found.why.length > 0 && { why: found.why }) });
  }
  return { runs, objectives, summaries, warnings: document.unread.map((what) => `${beginning(what)}.`) };
}

function beginning(text: string): string {
  return text.replace(/^./u, (letter) => letter.toUpperCase());
}

function placeOf(table: Table): FoundTable {
  return {
    title: table.heading?.text ?? table.header.filter(Boolean).join(' | '),
    anchor: anchorsOf(table)[0] ?? null,
    line: table.line,
  };
}

/** Anchors that a writer set by hand come first: they were meant for linking. */
function anchorsOf(table: Table): string[] {
  const [slug, ...byHand] = table.heading?.anchors ?? [];
  return [...table.anchors, ...byHand, ...(slug ? [slug] : [])];
}

function runOf(table: Table, series: RunSeries, index: FactIndex): ReadRun {
  const groups = [series.facts, ...index.for(table.heading)];
  const { date, conditions, ...rest } = circumstancesOf(groups, table.heading, series.durationSeconds);
  const doubts = [...series.doubts, ...rest.doubts];
  const unread = [...rest.unread, ...(series.errorRate === 'unread' ? (['error-rate'] as const) : [])];
  const place = placeOf(table);
  const title = series.label
    ? table.heading
      ? `${place.title}: ${series.label}`
      : series.label
    : place.title;
  const anchors = anchorsOf(table);
  const anchor = series.label ? slug(title.replaceAll(':', '')) : (anchors[0] ?? null);
  const [, ...around] = sectionsOf(table.heading);
  return {
    title,
    ...(around.length > 0 && {
      section: around
        .map(({ text }) => text)
        .reverse()
        .join(' › '),
    }),
    anchor,
    line: table.line,
    ...(date !== undefined && { date }),
    metrics: series.metrics,
    conditions,
    addresses: {
      own: [...new Set([...(anchor ? [anchor] : []), ...anchors])],
      around: around.flatMap((section) => section.anchors),
      titles: [title, ...around.map((section) => section.text)],
    },
    ...(doubts.length > 0 && { doubts }),
    ...(unread.length > 0 && { unread }),
    ...(series.errorRate === 'doubted' && { errorRateDoubted: true as const }),
  };
}

/** Tables that say how was measured, beside remarks: | Connections | 10 |. */
function factsInTables({ tables }: Document): KeyValueLine[] {
  return tables
    .filter(({ header }) => header.length >= 2 && header.slice(2).every(isRemarkName))
    .flatMap(({ heading, header, rows, line }) =>
      [...(isNaming(header[1] ?? '') ? [] : [{ cells: header, line }]), ...rows].map(
        ({ cells: [key = '', value = ''], line: at }) => ({
          heading,
          key,
          value,
          line: at,
        }),
      ),
    );
}

/** Whether a header is none of the facts itself: | Connections | P99 |. */
function isNaming(name: string): boolean {
  return metricNameOf(name) !== null || conditionNamed(name) !== null || isRemarkName(name);
}

/** `Connections: 10 · Duration: 2 min` are two. */
function splitFact(fact: KeyValueLine): KeyValueLine[] {
  const parts = fact.value.split(/\s?[·•|,;]\s(?=[\p{L}][\p{L} '’()/-]{0,40}?\s?:\s)/u);
  const [value = '', ...others] = parts;
  const more = others.map((part) => {
    const [key = '', ...rest] = part.split(':');
    return { ...fact, key: key.trim(), value: rest.join(':').trim() };
  });
  return more.every(({ key }) => conditionNamed(key) !== null) ? [{ ...fact, value }, ...more] : [fact];
}
