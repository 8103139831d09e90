/** The pictures in a summary and in a drift issue, read and drawn by Mermaid itself. */
import { createRequire } from 'node:module';
import type { Shift } from '../../../src/judgement/drift/find-shifts.ts';
import { renderDriftBody } from '../../../src/report/history/drift-issue.ts';
import { renderSummary } from '../../../src/report/markdown/summary.ts';
import { asLabel, drawXyChart } from '../../../src/report/markdown/xy-chart.ts';
import type { Publication } from '../../../src/report/report.ts';
import fc from '../../fast-check.ts';
import { commitOf, nightOf, waver } from '../../history/make-nights.ts';
import * as interleaved from '../../report/interleaved-cases.ts';
import { published } from '../pages.ts';
import * as inPage from './in-page.mjs';
import { inBrowser, useBrowser, withBlankPage } from './open-page.ts';

useBrowser();

const MERMAID = createRequire(import.meta.url)
  .resolve('mermaid')
  .replace(/mermaid\.core\.mjs$/, 'mermaid.min.js');

/** What stands between the fences. */
const picturesIn = (markdown: string): string[] =>
  [...markdown.matchAll(/^```mermaid\n(.*?)\n```$/gms)].map(([, text = '']) => text);

const pointsOf = (picture: string): number[][] =>
  [...picture.matchAll(/^ {4}line \[(.*)\]$/gm)].map(([, list = '']) => list.split(', ').map(Number));

function shift(name: string | null, count: number, at: number): Shift {
  const point = (i: number) => ({
    value: 10,
    requests: 100,
    at: nightOf(i + 1),
    commit: commitOf(i),
    machine: 'runner',
  });
  return {
    metric: 'p99',
    endpoint: name,
    direction: 'worse',
    before: point(at - 1),
    since: point(at),
    machines: null,
    ownWrites: null,
    machine: null,
    runs: count - at,
    was: 10,
    is: 13,
    change: 0.3,
    interval: [0.2, 0.4],
    values: Array.from({ length: count }, (_, i) => (i < at ? 10 : 13) * (1 + 0.02 * waver(i))),
    at,
  };
}

const driftOf = (worse: readonly Shift[]): string =>
  renderDriftBody({
    name: 'smoke',
    worse,
    better: [],
    ranges: [],
    runs: 60,
    place: 'the branch x',
    runUrl: null,
  });

/** As if the base had not been measured. */
const alone = (publication: Publication): Publication => {
  const { course = [], ...result } = publication.result;
  return { ...publication, result: { ...result, course: course.filter(({ side }) => side === 'target') } };
};

const HOSTILE = 'a"]\n```\n%% } --> <script> # ; $x$';
const summaries = (['en', 'fr'] as const).flatMap((language) => [
  renderSummary(published(interleaved.interleavedFail, language)),
  renderSummary(alone(published(interleaved.interleavedFail, language))),
]);
const drifts = [
  driftOf([shift(null, 30, 20), shift(HOSTILE, 400, 390), shift('third', 40, 20)]),
  driftOf([shift(HOSTILE, 400, 100)]),
];

test('a summary has the P99 and the throughput, of both sides where there are two', () => {
  const [beside = '', single = ''] = summaries;
  expect(picturesIn(beside).map((picture) => pointsOf(picture).length)).toEqual([2, 2]);
  expect(picturesIn(single).map((picture) => pointsOf(picture).length)).toEqual([1, 1]);
  expect(beside).toContain('🔵 target, 🟠 base');
  expect(single).not.toContain('🟠 base');
});

test('a drift issue has the figure run by run, with the change where it was, in at most two pictures', () => {
  const [first = '', second = ''] = drifts;
  expect(picturesIn(first)).toHaveLength(2);
  const [short, long] = picturesIn(first).map(pointsOf);
  expect(short?.map((points) => points.length)).toEqual([30, 30]);
  expect(short?.[1]).toEqual(Array.from({ length: 30 }, (_, i) => (i < 20 ? 10 : 13)));
  expect(short?.[0]?.[0]).toBeCloseTo(10 * (1 + 0.02 * waver(0)), 1);
  // The change of a long history is in sight.
  expect(new Set(long?.[1])).toEqual(new Set([10, 13]));
  expect(new Set(pointsOf(picturesIn(second)[0] ?? '')[1])).toEqual(new Set([10, 13]));
  expect(second).toMatch(/means of \d runs/);
});

test('none has more than sixty points, or a name in it', () => {
  for (const picture of [...summaries, ...drifts].flatMap(picturesIn)) {
    for (const points of pointsOf(picture)) {
      expect(points.length).toBeLessThanOrEqual(60);
      expect(points.length).toBeGreaterThanOrEqual(8);
      expect(points.filter((value) => !Number.isFinite(value))).toEqual([]);
    }
    expect(picture).not.toContain('script');
  }
});

test('runs that are too few have no picture', () => {
  expect(picturesIn(driftOf([shift(null, 7, 4)]))).toEqual([]);
});

inBrowser(
  'Mermaid reads and draws all of them, a line each',
  async () => {
    const pictures = [...summaries, ...drifts].flatMap(picturesIn);
    const labels = fc.sample(fc.string({ unit: 'binary', maxLength: 60 }), 30).map((label) => asLabel(label));
    const odd = [HOSTILE, '%%%%', '--->', ...labels].map((label) => {
      const text = drawXyChart({
        x: { label: asLabel(label), from: 0, to: 9 },
        y: label,
        lines: [[1, 0, 1e-7, 2e9]],
      });
      return picturesIn(text)[0] ?? '';
    });
    await withBlankPage(async (page) => {
      await page.addScriptTag({ path: MERMAID });
      const drawn = await page.evaluate(inPage.drawMermaid, [...pictures, ...odd]);
      expect(drawn).toEqual(
        [...pictures, ...odd].map((picture) => ({ diagramType: 'xychart', lines: pointsOf(picture).length })),
      );
      // It is not that it takes anything.
      const [broken] = await page.evaluate(inPage.drawMermaid, ['xychart-beta\n    line [1, x]']);
      expect(broken?.error).toContain('Parse error');
    });
  },
  180_000,
);
