/** What a browser makes of the page of a run. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { readComparedRun } from '../../../src/evidence/compare/compared-run.ts';
import { once } from '../../../src/evidence/once.ts';
import { compareRuns } from '../../../src/judgement/compare/decide.ts';
import { writeComparison } from '../../../src/report/compare/write-comparison.ts';
import { renderComparisonPage } from '../../../src/report/html/comparison-page.ts';
import * as cases from '../../report/cases.ts';
import * as interleaved from '../../report/interleaved-cases.ts';
import * as server from '../../report/server-cases.ts';
import * as stages from '../../report/stage-cases.ts';
import { assets, dataIn, pageOf, published, withRequests, withTexts } from '../pages.ts';
import * as inPage from './in-page.mjs';
import { inBrowser, readCharts, useBrowser, withPage } from './open-page.ts';
import { expectPicture } from './picture.ts';

useBrowser();

/** Made only where there is a browser for it. */
const beside = once(() => pageOf(published(interleaved.interleavedFail)));
const WIDE = { viewport: { width: 1000, height: 800 } };

/** Of the page's data, as uPlot joins lines that have other places. */
function joined(lines: readonly { readonly x: readonly number[]; readonly y: readonly (number | null)[] }[]) {
  const xs = [...new Set(lines.flatMap(({ x }) => x))].toSorted((a, b) => a - b);
  return [
    xs,
    ...lines.map(({ x, y }) => xs.map((at) => (x.includes(at) ? (y[x.indexOf(at)] ?? null) : undefined))),
  ];
}

inBrowser('every chart is drawn with the values of the result, all of its range in sight', async () => {
  for (const html of [
    beside(),
    pageOf(published(server.serverFail())),
    pageOf(published(stages.stagesFail)),
  ]) {
    const { charts } = dataIn(html);
    await withPage(html, async (page) => {
      const read = await readCharts(page);
      expect(read.map(({ id }) => id).toSorted()).toEqual(charts.map(({ id }) => id).toSorted());
      for (const { id, views, x } of charts) {
        const drawn = read.find((one) => one.id === id);
        const [{ lines }] = views;
        expect(drawn?.labels).toEqual(lines.map(({ name }) => name));
        // What is undefined in a page comes back as null.
        const known = joined(lines).map((values) => values.map((value) => value ?? null));
        expect(drawn?.data.map((values) => values.map((value) => value ?? null))).toEqual(known);
        const all = lines.flatMap((line) => line.x);
        expect(drawn?.x.min).toBeLessThanOrEqual(Math.min(x.least ?? Number.POSITIVE_INFINITY, ...all));
        expect(drawn?.x.max).toBeGreaterThanOrEqual(Math.max(x.most ?? Number.NEGATIVE_INFINITY, ...all));
      }
    });
  }
});

/** Points at a share of the chart's width. */
async function pointAt(page: Page, id: string, share: number): Promise<void> {
  const over = page.locator(`#${id} .u-over`);
  await over.scrollIntoViewIfNeeded();
  const box = await over.boundingBox();
  if (box === null) throw new Error(`#${id} is not shown`);
  await page.mouse.move(box.x + box.width * share, box.y + box.height / 2, { steps: 3 });
}

inBrowser('one tooltip tells what all charts of the load say at that moment, and goes away', async () => {
  const charts = dataIn(beside()).charts.filter(({ group }) => group === 'course');
  await withPage(beside(), async (page) => {
    await pointAt(page, 'course-latency', 0.5);
    const tip = page.locator('#course-latency .tip');
    const told = await tip.innerText();
    const [latency, throughput] = charts;
    const { x = [], y = [] } = latency?.views[0].lines[0] ?? {};
    const middle = (latency?.x.most ?? 0) / 2;
    const at = x.reduce(
      (best, one, i) => (Math.abs(one - middle) < Math.abs((x[best] ?? 0) - middle) ? i : best),
      0,
    );
    expect(told).toContain('Target P99');
    expect(told).toContain(`${y[at]?.toPrecision(3)} ms`);
    expect(told).toContain(`${throughput?.views[0].lines[1]?.y[at]?.toFixed(0)} /s`);
    await page.mouse.move(2, 2);
    expect(await tip.isVisible()).toBe(false);
  });
});

inBrowser(
  'zooming one chart of the load zooms all of them, and no other; the whole range comes back',
  async () => {
    await withPage(beside(), async (page) => {
      const before = await readCharts(page);
      const over = page.locator('#course-throughput .u-over');
      await over.scrollIntoViewIfNeeded();
      const box = await over.boundingBox();
      if (box === null) throw new Error('the chart is not shown');
      await page.mouse.move(box.x + box.width * 0.25, box.y + 20);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.5, box.y + 30, { steps: 5 });
      await page.mouse.up();
      const zoomed = await readCharts(page);
      const [whole] = before.filter(({ id }) => id === 'course-latency');
      for (const id of ['course-latency', 'course-throughput']) {
        const { x } = zoomed.find((one) => one.id === id) ?? {};
        expect(x?.min).toBeCloseTo((whole?.x.max ?? 0) * 0.25, 0);
        expect(x?.max).toBeCloseTo((whole?.x.max ?? 0) * 0.5, 0);
      }
      const others = (read: typeof before) => read.filter(({ id }) => !id.startsWith('course'));
      expect(others(zoomed)).toEqual(others(before));
      await page.locator('#course-latency').getByRole('button', { name: 'Whole range' }).click();
      expect(await readCharts(page)).toEqual(before);
      expect(await page.getByRole('button', { name: 'Whole range' }).count()).toBe(0);
    });
  },
);

inBrowser('all of it goes by the keyboard: reading is said, zoomed and left', async () => {
  await withPage(beside(), async (page) => {
    const stage = page.locator('#course-latency .stage');
    await stage.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    const said = page.locator('#course-latency [role=status]');
    expect(await said.innerText()).toMatch(/Target P99 [\d.]+ ms/);
    const first = await said.innerText();
    await page.keyboard.press('ArrowRight');
    expect(await said.innerText()).not.toBe(first);
    const before = await readCharts(page);
    await page.keyboard.press('+');
    const after = await readCharts(page);
    const width = (read: typeof before) => {
      const { x } = read.find(({ id }) => id === 'course-throughput') ?? { x: { min: 0, max: 0 } };
      return x.max - x.min;
    };
    expect(width(after)).toBeLessThan(width(before));
    await page.keyboard.press('Escape');
    expect(await readCharts(page)).toEqual(before);
  });
});

inBrowser('the figures of a chart are a table behind a toggle, of what is chosen', async () => {
  const chart = dataIn(beside()).charts.find(({ id }) => id === 'latency-distribution');
  await withPage(beside(), async (page) => {
    const figure = page.locator('#latency-distribution');
    expect(await figure.locator('table').count()).toBe(0);
    await figure.getByText('Figures of this chart').click();
    const rows = figure.locator('tbody tr');
    expect(await rows.count()).toBe(joined(chart?.views[0].lines ?? [])[0]?.length);
    const p99 = figure.locator('tbody tr', { has: page.locator('th', { hasText: /^P99$/ }) });
    const line = chart?.views[0].lines[0];
    expect(await p99.locator('td').first().innerText()).toBe(
      `${line?.y[line.x.indexOf(100)]?.toPrecision(3)} ms`,
    );

    const view = chart?.views[2];
    await figure.getByRole('combobox').selectOption({ label: view?.name ?? '' });
    expect((await readCharts(page)).find(({ id }) => id === 'latency-distribution')?.data[1]?.[0]).toBe(
      view?.lines[0]?.y[0],
    );
    expect(await figure.locator('caption').innerText()).toContain(view?.name);
  });
});

inBrowser('light and dark are two palettes, and the page follows the system at once', async () => {
  await withPage(
    beside(),
    async (page) => {
      const look = () => page.evaluate(inPage.lookOfLines);
      const dark = await look();
      await page.emulateMedia({ colorScheme: 'light' });
      await page.waitForTimeout(200);
      const light = await look();
      expect(dark.paper).toBe('rgb(20, 23, 27)');
      expect(light.paper).toBe('rgb(255, 255, 255)');
      expect(dark.count).toBeGreaterThan(200);
      // The lines themselves are lighter in the dark.
      expect(dark.green - light.green).toBeGreaterThan(40);
    },
    { ...WIDE, colorScheme: 'dark' },
  );
});

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

inBrowser('axe finds nothing, in either palette, wide and narrow, with everything unfolded', async () => {
  const pages = [beside(), pageOf(published(cases.asReported)), pageOf(published(server.serverFail(), 'fr'))];
  for (const [i, html] of pages.entries()) {
    const colorScheme = i % 2 === 0 ? 'light' : 'dark';
    await withPage(
      html,
      async (page) => {
        await page.evaluate(inPage.unfoldAll);
        await page.waitForTimeout(100);
        for (const scheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme: scheme });
          const { found, passes } = await page.evaluate(inPage.runAxe, axeSource);
          expect(found).toEqual([]);
          expect(passes).toBeGreaterThan(20);
        }
      },
      { colorScheme, bypassCSP: true, viewport: { width: i === 1 ? 360 : 1000, height: 800 } },
    );
  }
});

inBrowser('at 360 pixels nothing is wider than the page, and charts fit into it', async () => {
  const pages = [
    beside(),
    pageOf(published(cases.asReported, 'fr')),
    pageOf(published(stages.stagesFail)),
    pageOf(
      withTexts(published(interleaved.interleavedFail), 'averyverylongnamewithoutanyblankinit'.repeat(4)),
    ),
  ];
  for (const html of pages) {
    await withPage(
      html,
      async (page) => {
        const wide = await page.evaluate(inPage.widthsOf);
        expect(wide).toEqual({ page: 360, out: [] });
      },
      { viewport: { width: 360, height: 740 } },
    );
  }
});

inBrowser('on paper it is light, fits its width, and has every chart', async () => {
  await withPage(
    beside(),
    async (page) => {
      const pdf = await page.pdf({ format: 'A4' });
      expect(pdf.length).toBeGreaterThan(30_000);
      await page.evaluate(inPage.fire, 'beforeprint');
      await page.emulateMedia({ media: 'print' });
      const paper = await page.evaluate(inPage.paperOf);
      expect(paper.colour).toBe('#ffffff');
      expect(paper.widths.length).toBe(dataIn(beside()).charts.length);
      expect(Math.max(...paper.widths)).toBeLessThanOrEqual(660);
      expect(paper.shown).toBe(0);
      await page.emulateMedia({ media: 'screen' });
      await page.evaluate(inPage.fire, 'afterprint');
      expect((await readCharts(page)).every(({ width }) => width > 660)).toBe(true);
    },
    { ...WIDE, colorScheme: 'dark' },
  );
});

const HOSTILE = [
  '<img src=x onerror="window.hit=1">',
  '</script><script>window.hit=1</script>',
  '<!--<script>',
  '\u2028\u2029',
  '"><svg onload=window.hit=1>',
  "'><iframe srcdoc='<script>parent.hit=1</script>'>",
].join(' ');

inBrowser('hostile names and samples render as text: nothing runs, nothing is asked for', async () => {
  const html = pageOf(withTexts(published(interleaved.interleavedFail), HOSTILE));
  await withPage(html, async (page) => {
    await page.evaluate(inPage.unfoldAll);
    await pointAt(page, 'course-latency', 0.4);
    await page.waitForTimeout(200);
    const seen = await page.evaluate(inPage.traceOfHostile, '<img src=x onerror=');
    expect(seen).toEqual({ hit: false, scripts: 2, foreign: 0, text: true });
  });
});

inBrowser('a breach of the policy would be seen by these tests', async () => {
  const html = beside().replace(
    '</main>',
    '<p style="color: red">x</p><script>window.hit = 1</script></main>',
  );
  await expect(withPage(html, (page) => page.evaluate(inPage.traceOfHostile, ''))).rejects.toThrow(
    /Content Security Policy/,
  );
});

inBrowser('a comparison of several results is drawn, and axe finds nothing in it', async () => {
  const runs = [cases.pass, cases.slow].map((report, i) =>
    readComparedRun(JSON.stringify(published(report).result), `${i}.json`, i === 0 ? 'small' : 'large'),
  );
  const comparing = compareRuns(runs);
  const html = renderComparisonPage(comparing, writeComparison(comparing, 'en'), 'en', '0.1.0', assets);
  await withPage(
    html,
    async (page) => {
      const read = await readCharts(page);
      expect(read.map(({ labels }) => labels)).toEqual(dataIn(html).charts.map(() => ['small', 'large']));
      expect((await page.evaluate(inPage.runAxe, axeSource)).found).toEqual([]);
    },
    { ...WIDE, bypassCSP: true },
  );
});

inBrowser('pictures of the charts are as they were', async () => {
  for (const [name, html] of [
    ['beside', beside()],
    ['server', pageOf(published(server.serverFail()))],
    ['stages', pageOf(published(stages.stagesFail))],
  ] as const) {
    await withPage(html, (page) => expectPicture(page, name), { ...WIDE, deviceScaleFactor: 1 });
  }
});

inBrowser('a page of fifty requests draws all of its charts', async () => {
  const html = pageOf(withRequests(published(interleaved.interleavedFail), 50));
  await withPage(html, async (page) => {
    expect((await readCharts(page)).length).toBe(dataIn(html).charts.length);
    expect(await page.locator('#latency-shares option').count()).toBe(51);
  });
});
