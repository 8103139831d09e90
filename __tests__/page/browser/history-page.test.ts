/** What a browser makes of a history's page. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import * as cases from '../../report/cases.ts';
import { driftingNights, historyPageOf, manyNights, openedSuite, suiteOf } from '../history-pages.ts';
import { published } from '../pages.ts';
import * as inPage from './in-page.mjs';
import { inBrowser, readCharts, useBrowser, withPage } from './open-page.ts';

useBrowser();

const nights = driftingNights();
const html = historyPageOf([
  suiteOf(nights),
  suiteOf(driftingNights(25).map((night) => ({ ...night, suite: 'other-00000000', name: 'other' }))),
]);
const suite = openedSuite(html, 0);

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).selectOption({ label: option });
}

/** Points at a night of all that are shown, or clicks at it. */
async function pointAt(page: Page, night: number, click = false): Promise<void> {
  const over = page.locator('#night-chart .u-over');
  await over.scrollIntoViewIfNeeded();
  const box = await over.boundingBox();
  if (box === null) throw new Error('the chart is not shown');
  const [first = 0, last = 1] = [suite.at[0], suite.at.at(-1)];
  const x = box.x + (box.width * ((suite.at[night] ?? 0) - first)) / (last - first);
  await page.mouse.move(x, box.y + box.height / 2, { steps: 3 });
  if (click) await page.mouse.click(x, box.y + box.height / 2);
}

inBrowser(
  'the chart that is open at first is that of what has moved, with every night in its place',
  async () => {
    await withPage(html, async (page) => {
      const [chart] = await readCharts(page);
      expect(await page.locator('#night-chart h3').innerText()).toBe('P99 · All requests');
      const p99 = suite.valuesOf(suite.series[0] as (typeof suite.series)[number]);
      const learnt = suite.at.map((_, i) => (i === 11 ? null : (p99[i] ?? null)));
      expect(chart?.labels).toEqual(['Run', 'Typical', 'Not used for comparison']);
      expect(chart?.data[0]).toEqual(suite.at);
      expect(chart?.data[1]?.map((value) => value ?? null)).toEqual(learnt);
      expect([chart?.data[2]?.[0], chart?.data[2]?.[59]]).toEqual(
        suite.series[0]?.levels.map(([, , , typical]) => typical),
      );
      expect(chart?.data[3]?.[11]).toBe(p99[11]);
      expect([chart?.x.min, chart?.x.max]).toEqual([suite.at[0], suite.at.at(-1)]);
    });
  },
);

inBrowser(
  'figure, request, period and scenario are chosen without a server, and have an address',
  async () => {
    await withPage(html, async (page) => {
      await choose(page, 'Figure', 'P50');
      await choose(page, 'Request', 'create');
      const series = suite.series.find(
        (one) => suite.figures[one.figure]?.key === 'p50' && suite.parts[one.part]?.name === 'create',
      );
      const values = series && suite.valuesOf(series);
      const shown = async () => (await readCharts(page))[0];
      expect((await shown())?.data[1]?.filter((value) => value != null)).toEqual(
        values?.filter((_, i) => i !== 11),
      );
      await choose(page, 'Period', '30 days');
      expect((await shown())?.data[0]).toEqual(suite.at.slice(-31));
      expect(page.url()).toContain('#suite=smoke-0a1b2c3d&figure=p50&request=create&period=month');
      await choose(page, 'Scenario', 'other');
      expect((await shown())?.data[0]).toHaveLength(25);
      await page.evaluate(inPage.goTo, '#suite=smoke-0a1b2c3d&figure=throughput&request=list');
      expect(await page.locator('#night-chart h3').innerText()).toBe('Throughput · list');
      // A row of what has moved leads to its chart.
      await page.getByRole('link', { name: 'P99 of list' }).click();
      expect(await page.locator('#night-chart h3').innerText()).toBe('P99 · list');
    });
  },
);

inBrowser('pointing at a night tells its conditions, choosing it keeps them', async () => {
  await withPage(html, async (page) => {
    await pointAt(page, 44);
    const tip = page.locator('#night-chart .tip');
    const told = await tip.innerText();
    expect(told).toContain('2025-11-14');
    for (const text of [suite.commits[44], 'Pass', '8 connections · 60 s', 'runner', 'Typical'])
      expect(told).toContain(text);
    await pointAt(page, 44, true);
    const kept = page.locator('.night');
    expect(await kept.innerText()).toContain('The run of 2025-11-14 03:00');
    const links = await kept.getByRole('link').evaluateAll(inPage.hrefsOf);
    expect(links).toEqual([
      `https://github.com/acme/shop/commit/${suite.commits[44]}`,
      `https://github.com/acme/shop/compare/${suite.commits[43]}...${suite.commits[44]}`,
      'https://github.com/acme/shop/actions/runs/145/attempts/1',
    ]);
    await pointAt(page, 11, true);
    expect(await kept.innerText()).toContain('its verdict is invalid');
    await page.mouse.move(2, 2);
    expect(await tip.isVisible()).toBe(false);
  });
});

inBrowser('it goes by the keyboard: a night is read, said, and kept', async () => {
  await withPage(html, async (page) => {
    await page.locator('#night-chart .stage').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('#night-chart [role=status]').innerText()).toMatch(/2025-10-02.*Run [\d.]+ ms/);
    await page.keyboard.press('Enter');
    expect(await page.locator('.night').innerText()).toContain('The run of 2025-10-02');
  });
});

inBrowser('the table finds requests by name, and those that changed; one of it is chosen', async () => {
  await withPage(html, async (page) => {
    const names = () => page.locator('.overview tbody th button').allInnerTexts();
    expect(await names()).toEqual(['All requests', 'list', 'create']);
    expect(await page.locator('.spark').count()).toBe(3);
    await page.getByLabel('Only those that changed').check();
    expect(await names()).toEqual(['All requests', 'list']);
    await page.getByLabel('Find a request').fill('LI');
    expect(await names()).toEqual(['list']);
    await page.getByLabel('Find a request').fill('nothing like it');
    expect(await page.getByText('Nothing matches.').count()).toBe(1);
    await page.getByLabel('Find a request').fill('');
    await page.getByRole('button', { name: 'list', exact: true }).click();
    expect(await page.locator('#night-chart h3').innerText()).toBe('P99 · list');
  });
});

inBrowser('a result is drawn against its history, with its limit and its tolerance', async () => {
  const { result } = published(cases.asReported);
  const own = nights.map((night) => ({ ...night, name: result.name }));
  const shown = historyPageOf([suiteOf(own)], { shown: { result, file: 'result.json' } });
  const { shown: against } = openedSuite(shown, 0);
  await withPage(shown, async (page) => {
    const [chart] = await readCharts(page);
    const at = (chart?.labels ?? []).findIndex((label) => label.startsWith('This result'));
    expect(at).toBeGreaterThan(0);
    expect(chart?.data[at + 1]?.filter((value) => value != null)).toEqual([against?.figures[0]?.value]);
    expect(chart?.labels).toContain('Declared limit');
  });
});

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

inBrowser('axe finds nothing, light and dark, wide and narrow, with all of it open', async () => {
  for (const options of [{}, { colorScheme: 'dark' as const }, { viewport: { width: 360, height: 800 } }])
    await withPage(
      html,
      async (page) => {
        await page.locator('#night-chart .stage').focus();
        await page.keyboard.press('Home');
        await page.keyboard.press('Enter');
        await page.evaluate(inPage.unfoldAll);
        const { found, passes } = await page.evaluate(inPage.runAxe, axe);
        expect(found).toEqual([]);
        expect(passes).toBeGreaterThan(20);
      },
      options,
    );
});

inBrowser('nothing leaves a screen of 360 pixels, and paper has no controls', async () => {
  await withPage(
    html,
    async (page) => {
      expect(await page.evaluate(inPage.widthsOf)).toEqual({ page: 360, out: [] });
    },
    { viewport: { width: 360, height: 800 } },
  );
  await withPage(html, async (page) => {
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.evaluate(inPage.fire, 'beforeprint');
    expect((await page.evaluate(inPage.paperOf)).colour).toMatch(/^#fff(fff)?$/);
    expect(await page.locator('.filters').first().isVisible()).toBe(false);
  });
});

inBrowser('whatever names, tags, branches and commits hold, is text', async () => {
  const text = '</script><script>window.hit=1</script><img src=x onerror="window.hit=1">"\'`$' + '{hit}';
  const hostile = nights.map((night) => ({
    ...night,
    name: text,
    ref: text,
    event: text.slice(0, 60),
    release: night.release === null ? null : `${text}${night.release}`,
    excluded: night.excluded && text,
    conditions: { ...night.conditions, machine: text, tool: text },
    endpoints: night.endpoints.map((one) => ({ ...one, name: `${text}${one.name}` })),
  }));
  const page = historyPageOf([
    suiteOf(hostile, {
      skipped: [text],
      issue: { url: `javascript:alert(1)//${text}`, isOpen: true },
      ranges: [
        {
          from: 'a'.repeat(40),
          to: 'b'.repeat(40),
          url: text,
          total: 3,
          commits: [{ sha: 'b'.repeat(40), title: text, url: 'javascript:alert(1)' }],
          why: null,
        },
      ],
    }),
  ]);
  await withPage(page, async (opened) => {
    await opened.evaluate(inPage.unfoldAll);
    await pointAt(opened, 11, true);
    await pointAt(opened, 44);
    const trace = await opened.evaluate(inPage.traceOfHostile, '<script>window.hit=1</script>');
    expect(trace).toEqual({ hit: false, scripts: 2, foreign: 0, text: true });
    const links = await opened.getByRole('link').evaluateAll(inPage.hrefsOf);
    expect(links.filter((href) => !/^(https:\/\/github\.com\/acme\/shop\/|file:)/.test(href))).toEqual([]);
  });
});

inBrowser('400 nights of 50 requests are drawn whole', async () => {
  await withPage(historyPageOf([suiteOf(manyNights())]), async (page) => {
    const [chart] = await readCharts(page);
    expect(chart?.data[0]).toHaveLength(400);
    expect(await page.locator('.overview tbody tr').count()).toBe(51);
  });
});
