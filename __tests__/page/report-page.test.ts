/** What is in the page of a run. No browser is needed for it. */

import { asData } from '../../src/report/html/escape-html.ts';
import type { Publication, Report } from '../../src/report/report.ts';
import { adviceOf, reasonOf } from '../../src/report/view/reason.ts';
import { wordsFor } from '../../src/report/words/language.ts';
import fc from '../fast-check.ts';
import { drawn, testPart } from '../part.ts';
import * as cases from '../report/cases.ts';
import * as course from '../report/course-cases.ts';
import { englishIn } from '../report/english-in.ts';
import * as flows from '../report/flow-cases.ts';
import { publishedFork } from '../report/fork.ts';
import { hostile } from '../report/hostile.ts';
import * as interleaved from '../report/interleaved-cases.ts';
import * as searches from '../report/search-cases.ts';
import * as server from '../report/server-cases.ts';
import * as stages from '../report/stage-cases.ts';
import { chartIn, dataIn, pageOf, published, textOf, withRequests, withTexts } from './pages.ts';

const CASES: [name: string, report: () => Report | Promise<Report>, group: string][] = [
  ['pass', () => cases.pass, 'alone'],
  ['slow', () => cases.slow, 'alone'],
  ['as reported', () => cases.asReported, 'alone'],
  ['inconclusive', () => cases.inconclusive, 'alone'],
  ['login failed', () => cases.loginFailed, 'nothing measured'],
  ['rate limited', () => cases.rateLimited, 'alone'],
  ['retried', () => cases.retried, 'alone'],
  ['open', () => cases.open, 'open'],
  ['history', () => cases.history, 'history'],
  ['interleaved pass', () => interleaved.interleavedPass, 'interleaved'],
  ['interleaved fail', () => interleaved.interleavedFail, 'interleaved'],
  ['interleaved sliced', () => interleaved.interleavedSliced, 'sliced'],
  ['soak', () => course.soak(), 'soak'],
  ['stages', () => stages.stagesFail, 'stages'],
  ['passes', () => stages.passesFail, 'passes'],
  ['search', () => searches.searchPass(), 'search'],
  ['search beside', () => searches.searchBeside(), 'search beside'],
  ['search at once', () => searches.searchAtOnce(), 'search'],
  ['server', () => server.serverFail(), 'server'],
  ['flows', () => flows.flowsFail(), 'flows'],
  ['flows beside', () => flows.flowsBeside(), 'flows'],
];

/** Made once for all that is asked of it: a search of capacity takes a third of a second. */
const REPORTS = new Map<string, Promise<Report>>();
const PAGES = new Map<string, string>();
async function reportOf(name: string, make: () => Report | Promise<Report>): Promise<Report> {
  const report = REPORTS.get(name) ?? Promise.resolve(make());
  REPORTS.set(name, report);
  return report;
}
function englishPageOf(name: string, report: Report): string {
  const page = PAGES.get(name) ?? pageOf(published(report));
  PAGES.set(name, page);
  return page;
}

const each = testPart(CASES, ([, , group]) => group);

each(
  '%s: the verdict, its reason and its causes come first, in the words of the comment',
  async (name, make) => {
    const report = await reportOf(name, make);
    const publication = published(report);
    const page = englishPageOf(name, report);
    const text = textOf(page).replace(/\s+/g, ' ');
    const { verdict, causes } = publication.result;
    const shown = (said: string) => text.indexOf(escaped(said));
    const places = [
      shown(wordsFor(publication).marks.outcomes[verdict]),
      shown(reasonOf(publication)),
      ...[adviceOf(publication)].flatMap((advice) => (advice === null ? [] : [shown(advice)])),
    ];
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    for (const { code } of causes.slice(0, 12)) expect(page).toContain(`/docs/causes.md#${code}"`);
  },
);

test('a page whose documentation nobody knows links to none', () => {
  const page = pageOf(published(cases.slow), null);
  expect(page).toContain('over-limit');
  expect(page).not.toContain('causes.md');
});

/** As the page writes a text, on one line. */
function escaped(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .trim();
}

each('%s: no chart is empty, each has its place, and nothing unknown is written out', async (name, make) => {
  const page = englishPageOf(name, await reportOf(name, make));
  for (const { id, views } of dataIn(page).charts) {
    expect(page.split(`<figure id="${id}"`)).toHaveLength(2);
    for (const { lines } of views) {
      expect(lines.length).toBeGreaterThan(0);
      for (const { x, y } of lines) {
        expect(y).toHaveLength(x.length);
        expect(y.some((value) => value !== null)).toBe(true);
        expect([...x, ...y].every((value) => value === null || Number.isFinite(value))).toBe(true);
        expect(x).toEqual(x.toSorted((a, b) => a - b));
      }
    }
  }
  expect(page.match(/<figure/g)?.length ?? 0).toBe(dataIn(page).charts.length);
  expect(textOf(page)).not.toMatch(/\b(?:undefined|NaN|Infinity|\[object)\b/);
  expect(page).not.toMatch(/<section[^>]*>\s*<h2[^>]*>[^<]*<\/h2>\s*<\/section>/);
});

each('%s: in French there is no English', async (name, make) => {
  const publication = published(await reportOf(name, make), 'fr');
  const page = pageOf(publication);
  expect(page).toContain('<html lang="fr">');
  const without = page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<script[^>]*>.*?<\/script>/gs, '')
    .replace(/<pre.*?<\/pre>/gs, ' ');
  const names = [...publication.result.endpoints, ...(publication.result.flows ?? [])].map(
    ({ name }) => name,
  );
  const told = names.reduce((text, name) => text.replaceAll(name, ' '), without);
  expect(englishIn(told)).toEqual([]);
  const words = dataIn(page).charts.flatMap(({ title, about, x, y }) => [title, about, x.label, y.label]);
  expect(englishIn(words.join(' . '))).toEqual([]);
});

test('each table says what its columns and rows are', () => {
  const page = pageOf(published(interleaved.interleavedFail));
  const tables = page.match(/<table>.*?<\/table>/gs) ?? [];
  expect(tables.length).toBeGreaterThan(3);
  for (const table of tables) {
    expect(table).toContain('<caption');
    expect(table.match(/<th(?!ead| scope=)/g)).toBeNull();
    const rows = table.match(/<tr/g)?.length ?? 0;
    expect(table.match(/<th scope="row"/g)).toHaveLength(rows - 1);
  }
});

test('fifty requests on either side take less than 400 kB', () => {
  const page = pageOf(withRequests(published(interleaved.interleavedFail), 50));
  expect(chartIn(page, 'latency-distribution')?.views).toHaveLength(51);
  expect(Buffer.byteLength(page)).toBeLessThan(400_000);
});

test('a file of before, without histograms and without a course, leaves these charts out', () => {
  const publication = published(interleaved.interleavedFail);
  const { course: _, ...result } = publication.result;
  const page = pageOf({ ...publication, result: { ...result, rounds: [] } });
  expect(dataIn(page).charts.map(({ id }) => id)).toEqual(['blocks']);
  expect(page).not.toContain('id="latency"');
});

test('a histogram that is none is left out, and the others stay', () => {
  const publication = published(cases.pass);
  const rounds = publication.result.rounds.map(({ side, histograms }) => ({
    side,
    histograms: { ...histograms, 'list units': { latency: 'bm90IG9uZQ==', latencyOfErrors: '' } },
  }));
  const views = chartIn(
    pageOf({ ...publication, result: { ...publication.result, rounds } }),
    'latency-shares',
  )?.views;
  expect(views?.map(({ name }) => name)).toContain('list owners');
  expect(views?.map(({ name }) => name)).not.toContain('list units');
});

test('where nothing was measured, there is the verdict, and no chart', () => {
  const page = pageOf(published(cases.loginFailed));
  expect(dataIn(page).charts).toEqual([]);
  expect(page).toContain('was answered 401');
});

test('a fork’s page says whose figures these are', () => {
  const page = pageOf(publishedFork(interleaved.interleavedFail, 'en'));
  expect(textOf(page)).toMatch(/Measured by the fork/);
});

/** Elements that are there whatever the texts are. */
function skeletonOf(page: string): string[] {
  return (page.match(/<\/?[a-z][^>]*>/gi) ?? []).map((tag) => tag.replace(/\s[^>]*/, ''));
}

test('whatever texts are in a result, they add no element, and end none', () => {
  const publications: Publication[] = [
    published(interleaved.interleavedFail),
    published(server.serverFail()),
    published(cases.asReported),
  ];
  for (const publication of publications) {
    const harmless = skeletonOf(pageOf(withTexts(publication, 'quite harmless ')));
    fc.assert(
      fc.property(hostile, (text) => {
        const page = pageOf(withTexts(publication, `x${text}`));
        const found = skeletonOf(page.replace(/<a [^>]*>|<\/a>/g, ''));
        expect(found).toEqual(harmless.filter((tag) => !/^<\/?a>?$/.test(tag)));
        expect(() => dataIn(page)).not.toThrow();
      }),
      { numRuns: drawn(60, 5) },
    );
  }
});

test('data cannot leave its element, whatever it holds', () => {
  fc.assert(
    fc.property(fc.oneof(hostile, fc.constantFrom('</script>', '<!--<script>', '\u2028\u2029')), (text) => {
      const data = asData({ [text]: [text] });
      expect(data).not.toMatch(/[<>&\u2028\u2029]/);
      expect(JSON.parse(data)).toEqual({ [text]: [text] });
    }),
  );
});

test('a link is followed only where it is one', () => {
  const publication = published(cases.slow);
  const linked = (runUrl: string) => pageOf({ ...publication, run: { ...publication.run, runUrl } });
  expect(linked('https://github.com/acme/houses/actions/runs/42')).toContain(
    'href="https://github.com/acme/houses',
  );
  for (const url of ['javascript:alert(1)', 'data:text/html,x', 'https://a.example/" onclick="x'])
    expect(linked(url)).not.toMatch(/href="(?!https:\/\/github\.com\/acme\/tailgate)/);
});

test('what a policy allows is the script and the styles of this very page', () => {
  const page = pageOf(published(cases.pass));
  const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
  expect(policy).toMatch(
    /^default-src 'none'; script-src 'sha256-[\w+/=]+'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'$/,
  );
  expect(page).not.toMatch(/\s(?:style|on\w+)="/);
  expect(page.replace(/<script.*?<\/script>/gs, '')).not.toMatch(/\b(?:src|srcset)=|url\(|@import/);
});

test('a blank that belongs before a sign stays there, beside an element too', () => {
  const page = pageOf(published(interleaved.interleavedFail, 'fr'));
  expect(page).toMatch(/mesurée en alternance avec la cible\u00a0: \d+ blocs/);
});
