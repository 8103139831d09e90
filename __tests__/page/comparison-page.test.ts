/** Several results in one page, made of their files alone. */
import { decodeFromCompressedBase64, type JsHistogram } from 'hdr-histogram-js';
import { readComparedRun } from '../../src/evidence/compare/compared-run.ts';
import type { Result } from '../../src/evidence/result/schema.ts';
import { compareRuns } from '../../src/judgement/compare/decide.ts';
import { writeComparison } from '../../src/report/compare/write-comparison.ts';
import { renderComparisonPage } from '../../src/report/html/comparison-page.ts';
import * as cases from '../report/cases.ts';
import { englishIn } from '../report/english-in.ts';
import * as searches from '../report/search-cases.ts';
import { assets, chartIn, dataIn, published, textOf } from './pages.ts';

const before = published(cases.pass).result;
const after = published(cases.slow).result;

function pageOf(
  results: readonly Result[],
  language: 'en' | 'fr' = 'en',
  names = ['small', 'large', 'third'],
): string {
  const runs = results.map((result, i) =>
    readComparedRun(JSON.stringify(result), `${i}.json`, names[i] ?? ''),
  );
  const comparing = compareRuns(runs);
  return renderComparisonPage(comparing, writeComparison(comparing, language), language, '0.1.0', assets);
}

test('each run is a line of its own in every chart, with the percentiles of its file', () => {
  const page = pageOf([before, after]);
  expect(dataIn(page).charts.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['latency-distribution', 'latency-shares']),
  );
  for (const { views } of dataIn(page).charts)
    expect(views[0].lines.map(({ name }) => name)).toEqual(['small', 'large']);
  for (const [name, { rounds }] of [
    ['small', before],
    ['large', after],
  ] as const) {
    const [first, ...others] = Object.values(rounds[0]?.histograms ?? {}).map(
      ({ latency }) => decodeFromCompressedBase64(latency) as JsHistogram,
    );
    for (const other of others) first?.add(other);
    const line = chartIn(page, 'latency-distribution')?.views[0].lines.find((one) => one.name === name);
    const p99 = line?.y[line.x.indexOf(100)] ?? 0;
    expect(Math.abs(p99 / ((first?.getValueAtPercentile(99) ?? 0) / 1000) - 1)).toBeLessThan(0.0025);
  }
});

test('what the comparison says is there, table by table, and a name is text', () => {
  const page = pageOf([before, after], 'en', ['<b>small</b>', 'large']);
  const text = textOf(page);
  expect(text).toContain('&lt;b&gt;small&lt;/b&gt;');
  expect(page).not.toContain('<b>small');
  const comparing = compareRuns(
    [before, after].map((result, i) => readComparedRun(JSON.stringify(result), `${i}.json`, `run ${i}`)),
  );
  const pieces = writeComparison(comparing, 'en');
  const headings = pieces.flatMap((piece) =>
    piece.is === 'heading' && piece.level === 2 ? [piece.text] : [],
  );
  const titles = [...page.matchAll(/<h2[^>]*>([^<]*)<\/h2>/g)].map(([, title]) => title);
  expect(titles).toEqual(expect.arrayContaining(headings));
  expect(page.match(/<table>/g)).toHaveLength(pieces.filter(({ is }) => is === 'table').length);
});

test('in French there is no English', () => {
  const page = pageOf([before, after], 'fr');
  const words = dataIn(page).charts.flatMap(({ title, about, x, y }) => [title, about, x.label, y.label]);
  expect(englishIn(words.join(' . '))).toEqual([]);
  expect(page).toContain('<html lang="fr">');
});

test('a search has no distribution, and results of before have no course: what there is, is drawn', async () => {
  const { course: _, ...old } = before;
  const search = published(await searches.searchPass()).result;
  const page = pageOf([old, search]);
  expect(chartIn(page, 'latency-distribution')?.views[0].lines.map(({ name }) => name)).toEqual(['small']);
  expect(chartIn(page, 'course-latency')?.views[0].lines.map(({ name }) => name)).toEqual(['large']);
});
