/** Pages in a real browser, from disk, without a network, where a breach of their policy is an error. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { findBrowser } from '../../../scripts/browser.mjs';
import { RUNS_ALL, testInFull } from '../../part.ts';
import type { Read } from './in-page.mjs';
import * as inPage from './in-page.mjs';

const executablePath = findBrowser();

/**
 * In `npm run test:all`, for a browser takes as much time as a hundred other tests. Skipped where there is no Chromium on
 * the PATH, which the name says.
 */
export function inBrowser(name: string, act: () => Promise<void>, patienceMs = 90_000): void {
  if (executablePath === undefined) test.skip(`${name} (no Chromium is on the PATH here)`, () => {});
  else testInFull(name, act, patienceMs);
}

let browser: Browser | null = null;
let folder = '';

/** To be called once in a file of tests. */
export function useBrowser(): void {
  beforeAll(async () => {
    if (executablePath === undefined || !RUNS_ALL) return;
    // It takes a second to load, and most runs of the tests have no use for it.
    const { chromium } = await import('playwright-core');
    folder = await mkdtemp(join(tmpdir(), 'tailgate-page-'));
    // A sandbox needs rights that a container often lacks; the pages are ours, and load nothing.
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'], timeout: 60_000 });
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    if (folder !== '') await rm(folder, { recursive: true, force: true });
  });
}

let files = 0;

/**
 * @param act with the page, when all of its charts are drawn
 * @throws where the page wrote anything to the console, broke its policy, or asked for anything but itself
 */
export async function withPage<T>(
  html: string,
  act: (page: Page) => Promise<T>,
  options: BrowserContextOptions = {},
): Promise<T> {
  if (browser === null) throw new Error('useBrowser() has not been called');
  files += 1;
  const file = join(folder, `${files}.html`);
  await writeFile(file, html);
  const context = await browser.newContext({
    viewport: { width: 1000, height: 800 },
    ...options,
    offline: true,
  });
  const trouble: string[] = [];
  try {
    const page = await context.newPage();
    page.on('console', (message) => {
      // Of these tests, which look at what is drawn.
      if (!message.text().startsWith('Canvas2D: Multiple readback'))
        trouble.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (request.url() !== pathToFileURL(file).href) trouble.push(`asked for ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
    await page.waitForFunction(inPage.areDrawn, undefined, {
      timeout: 60_000,
    });
    const result = await act(page);
    expect(trouble).toEqual([]);
    return result;
  } finally {
    await context.close();
  }
}

/** An empty page, for what tests bring along. */
export async function withBlankPage<T>(act: (page: Page) => Promise<T>): Promise<T> {
  if (browser === null) throw new Error('useBrowser() has not been called');
  const context = await browser.newContext({ offline: true });
  try {
    return await act(await context.newPage());
  } finally {
    await context.close();
  }
}

/** What uPlot has of each chart. */
export function readCharts(page: Page): Promise<Read[]> {
  return page.evaluate(inPage.readCharts);
}
