import type { FoundObjectives, FoundSummary, FoundTable, ReadRun, ReadRuns } from '../listing.ts';
import { slugOf } from './anchors.ts';
import { classifyTable, type RunSeries } from './classify-table.ts';
import { circumstancesOf, isConditionName } from './conditions.ts';
import { type Document, parseDocument, type Table } from './document.ts';
import { FactIndex, sectionsOf } from './sections.ts';

/** Lists what a Markdown report holds. A run is one column or row of a table that states latency and volume. */
export function readMarkdownReport(text: string): ReadRuns {
  const document = parseDocument(text);
  const index = new FactIndex(
    [...document.facts, ...factsInTables(document)].filter(({ key }) => isConditionName(key)),
  );
  const runs: ReadRun[] = [];
  const objectives: FoundObjectives[] = [];
  const summaries: FoundSummary[] = [];
  const warnings: string[] = [];
  for (const table of document.tables) {
    const found = classifyTable(table);
    const place = placeOf(table);
    for (const series of found.runs) {
      const run = runOf(table, series, index);
      runs.push(run);
      for (const warning of series.warnings) warnings.push(`${run.title} (line ${run.line}) ${warning}.`);
    }
    if (found.objectives.length > 0) objectives.push({ ...place, values: found.objectives });
    if (found.summary) summaries.push({ ...place, ...(found.why.length > 0 && { why: found.why }) });
  }
  return { runs, objectives, summaries, warnings };
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
  const own = series.facts.map((fact) => ({ ...fact, heading: table.heading }));
  const facts = [...own, ...index.for(table.heading)];
  const { date, conditions } = circumstancesOf(facts, table.heading, series.durationSeconds);
  const place = placeOf(table);
  const title = series.label
    ? table.heading
      ? `${place.title}: ${series.label}`
      : series.label
    : place.title;
  const anchors = anchorsOf(table);
  const anchor = series.label ? slugOf(title.replaceAll(':', '')) : (anchors[0] ?? null);
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
  };
}

/** Tables of two columns that say how was measured: | Connections | 10 |. */
function factsInTables({ tables }: Document): Document['facts'] {
  return tables
    .filter((table) => table.header.length === 2)
    .flatMap((table) =>
      [table.header, ...table.rows].map(([key = '', value = '']) => ({ heading: table.heading, key, value })),
    );
}
