/**
 * A history's page of four hundred nights with fifty requests each: how large it is, and how soon a browser has opened it.
 *
 *   npm run bench:history                  prints the figures
 *   npm run bench:history -- --write       writes the section of docs/speed.md too
 *
 * Needs a Chromium on the PATH and `npm run build`. Ends with 1 where a goal is missed, 2 where it could not be measured.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findBrowser } from '../../scripts/browser.mjs';
import { describeRun, writeSection } from '../throughput/speed-page.mjs';
import { writeNights } from './nights.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = join(root, 'dist/cli/index.js');
const NIGHTS = 400;
const REQUESTS = 50;
const LOADS = 15;
const MOST_BYTES = 1_500_000;
const MOST_MS = 1000;

process.exitCode = await main();

async function main() {
  const executablePath = findBrowser();
  if (executablePath === undefined) return explain('there is no Chromium on the PATH');
  if (!existsSync(cli)) return explain('dist/ is missing; build it first: npm run build');
  const folder = mkdtempSync(join(tmpdir(), 'tailgate-bench-history-'));
  try {
    const requests = Array.from({ length: REQUESTS }, (_, i) => ({
      name: `list the things of kind ${i + 1}`,
      method: 'GET',
      path: `/things/${i + 1}`,
      p99Ms: 10 + 7 * i,
      share: 1 / REQUESTS,
    }));
    const changes = [
      { night: 150, by: 0.2, request: 'list the things of kind 7' },
      { night: 290, by: 0.15 },
    ];
    writeNights(join(folder, '.tailgate/history'), {
      name: 'many',
      nights: NIGHTS,
      requests,
      first: '2025-10-01T00:00:00.000Z',
      changes,
    });
    const before = performance.now();
    execFileSync(process.execPath, [cli, 'history', 'page', '--html', 'history.html'], { cwd: folder });
    const writeMs = performance.now() - before;
    const page = join(folder, 'history.html');
    const bytes = statSync(page).size;
    const version = execFileSync(executablePath, ['--version'], { encoding: 'utf8' }).trim();
    const { paintMs, openMs, chooseMs } = await show(page, executablePath);
    const met = (is) => (is ? 'met' : '**missed**');
    const table = [
      '| What | figure | goal | |',
      '|---|--:|--:|---|',
      `| size of the page | ${Math.round(bytes / 1000)} kB | ≤ ${MOST_BYTES / 1000} kB | ${met(bytes <= MOST_BYTES)} |`,
      `| first paint, median of ${LOADS} | ${Math.round(paintMs)} ms |  |  |`,
      `| open, all of it drawn, median | ${Math.round(openMs)} ms | < ${MOST_MS} ms | ${met(openMs < MOST_MS)} |`,
      `| another request chosen and drawn, median | ${Math.round(chooseMs)} ms |  |  |`,
      `| writing it, with the start of the terminal | ${(writeMs / 1000).toFixed(1)} s |  |  |`,
    ].join('\n');
    console.log(`\n${table}`);
    if (process.argv.includes('--write')) {
      const about = `${NIGHTS} nights with ${REQUESTS} requests each. The page is opened from disk in ${version}, without a window; times count from\nthe beginning of the navigation.`;
      writeSection(
        'history',
        `## The history's page\n\n${describeRun('npm run bench:history -- --write')}\n\n${about}\n\n${table}`,
      );
    }
    return bytes <= MOST_BYTES && openMs < MOST_MS ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function show(file, executablePath) {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const [paints, opened, chosen] = [[], [], []];
  for (let i = 0; i < LOADS; i++) {
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    await page.goto(pathToFileURL(file).href);
    await page.waitForFunction(
      () =>
        document.documentElement.dataset.drawn !== undefined &&
        performance.getEntriesByName('first-contentful-paint').length > 0,
    );
    opened.push(await page.evaluate(() => performance.getEntriesByName('drawn')[0].startTime));
    paints.push(
      await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime),
    );
    chosen.push(
      await page.evaluate(() => {
        const button = document.querySelectorAll('.overview .choose')[20];
        const start = performance.now();
        button.click();
        document.body.getBoundingClientRect();
        return performance.now() - start;
      }),
    );
    await page.close();
  }
  await browser.close();
  return { paintMs: median(paints), openMs: median(opened), chooseMs: median(chosen) };
}

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function explain(message) {
  console.error(`bench:history: ${message}`);
  return 2;
}
