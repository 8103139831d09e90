/** Pages of results that the code came to, for tests of what is in them and of how a browser shows them. */
import { join } from 'node:path';
import type { Language } from '../../src/config/language.ts';
import type { Result } from '../../src/evidence/result/schema.ts';
import { changeTexts } from '../../src/report/change-texts.ts';
import type { Chart, PageData } from '../../src/report/html/chart.ts';
import { renderReportPage } from '../../src/report/html/report-page.ts';
import { publicationOf } from '../../src/report/publication.ts';
import type { Publication, Report } from '../../src/report/report.ts';
import { readPageAssets } from '../../src/store/read-page-assets.ts';

export const DOCS = 'https://github.com/acme/tailgate/blob/v1/docs';
export const assets = await readPageAssets(join(import.meta.dirname, '../../dist/page'));

export const published = (report: Report, language: Language = 'en'): Publication => ({
  ...publicationOf(report),
  language,
});

export const pageOf = (publication: Publication, docsUrl: string | null = DOCS): string =>
  renderReportPage(publication, assets, docsUrl);

/** What the script is given. */
export function dataIn(page: string): PageData {
  const [, json = '{}'] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page) ?? [];
  return JSON.parse(json) as PageData;
}

export function chartIn(page: string, id: string): Chart | null {
  return dataIn(page).charts.find((chart) => chart.id === id) ?? null;
}

/** The page without what the build put into it, and without the script's data. */
export function textOf(page: string): string {
  return page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<script[^>]*>.*?<\/script>/gs, '')
    .replace(/<[^>]*>/g, ' ');
}

/** The same run with so many requests, each measured as one of those that there are. */
export function withRequests(publication: Publication, count: number): Publication {
  const { result } = publication;
  const spread = <T extends { readonly name: string }>(list: readonly T[]): T[] =>
    Array.from({ length: count }, (_, i) => {
      const one = list[i % list.length] as T;
      return { ...one, name: `${one.name} number ${i + 1} of many` };
    });
  const names = (histograms: Result['rounds'][number]['histograms']) => {
    const list = spread(Object.entries(histograms).map(([name, of]) => ({ name, of })));
    return Object.fromEntries(list.map(({ name, of }) => [name, of]));
  };
  return {
    ...publication,
    result: {
      ...result,
      endpoints: spread(result.endpoints),
      interleaved: result.interleaved && {
        ...result.interleaved,
        endpoints: spread(result.interleaved.endpoints),
      },
      rounds: result.rounds.map(({ side, histograms }) => ({ side, histograms: names(histograms) })),
    },
  };
}

/** Every text that somebody else may have written, replaced. */
export function withTexts(publication: Publication, text: string): Publication {
  const { rounds, course, format, ...result } = publication.result;
  let count = 0;
  const known = new Map<string, string>();
  const change = (before: string) => {
    if (!known.has(before)) known.set(before, `${text}${count++}`);
    return known.get(before) ?? text;
  };
  return {
    ...publication,
    result: {
      ...changeTexts(result, change),
      format,
      version: text,
      verdict: result.verdict,
      conditions: { ...changeTexts(result.conditions, change), model: result.conditions.model },
      startedAt: result.startedAt,
      ...(course && { course }),
      rounds: rounds.map(({ side, histograms }) => ({
        side,
        histograms: Object.fromEntries(Object.entries(histograms).map(([name, of]) => [change(name), of])),
      })),
    },
    run: { ...publication.run, label: text, version: text, command: text, runUrl: text },
  };
}
