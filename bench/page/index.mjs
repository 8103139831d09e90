/**
 * The report's page of a run with fifty requests on either side: how large it is, and how soon a browser shows it.
 *
 *   npm run bench:page                     prints the figures
 *   npm run bench:page -- --write          writes the section of docs/speed.md too
 *
 * Needs a Chromium on the PATH and `npm run build`. Load goes to two servers of this process, for a minute. Ends with
 * 1 where a goal is missed, 2 where it could not be measured.
 */

import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { findBrowser } from '../../scripts/browser.mjs';
import { describeRun, writeSection } from '../throughput/speed-page.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = join(root, 'dist/cli/index.js');
const REQUESTS = 50;
const LOADS = 15;
const MOST_BYTES = 400_000;
const MOST_PAINT_MS = 300;

process.exitCode = await main();

async function main() {
  const executablePath = findBrowser();
  if (executablePath === undefined) return explain('there is no Chromium on the PATH');
  if (!existsSync(cli)) return explain('dist/ is missing; build it first: npm run build');
  const folder = mkdtempSync(join(tmpdir(), 'tailgate-bench-page-'));
  const servers = [await serve(), await serve()];
  try {
    const page = await measure(
      folder,
      servers.map(({ url }) => url),
    );
    const bytes = statSync(page).size;
    const version = execFileSync(executablePath, ['--version'], { encoding: 'utf8' }).trim();
    const { paintMs, drawnMs } = await show(page, executablePath);
    const met = (is) => (is ? 'met' : '**missed**');
    const table = [
      '| What | figure | goal | |',
      '|---|--:|--:|---|',
      `| size of the page | ${Math.round(bytes / 1000)} kB | ≤ ${MOST_BYTES / 1000} kB | ${met(bytes <= MOST_BYTES)} |`,
      `| first paint, median of ${LOADS} | ${Math.round(paintMs)} ms | < ${MOST_PAINT_MS} ms | ${met(paintMs < MOST_PAINT_MS)} |`,
      `| all charts drawn, median | ${Math.round(drawnMs)} ms |  |  |`,
    ].join('\n');
    console.log(`\n${table}`);
    if (process.argv.includes('--write')) {
      const about = `A run with ${REQUESTS} requests on target and base. The page is opened from disk in ${version}, without a window; times count from\nthe beginning of the navigation.`;
      writeSection(
        'page',
        `## The report's page\n\n${describeRun('npm run bench:page -- --write')}\n\n${about}\n\n${table}`,
      );
    }
    return bytes <= MOST_BYTES && paintMs < MOST_PAINT_MS ? 0 : 1;
  } finally {
    for (const { server } of servers) server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Some milliseconds for each response, as many as its path says. */
function serve() {
  const server = createServer((request, response) => {
    const [, number = 0] = /(\d+)$/.exec(request.url ?? '') ?? [];
    setTimeout(() => response.end('{"ok":true}'), 1 + (Number(number) % 10));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve({ server, url: `http://127.0.0.1:${server.address().port}` }),
    );
  });
}

/** @returns {Promise<string>} path of the page */
async function measure(folder, [target, base]) {
  const names = Array.from(
    { length: REQUESTS },
    (_, i) => `    - { name: list the things of kind ${i + 1}, get: /things/${i + 1} }`,
  );
  const config = `load: { connections: 16, duration: 15s, warmup: 1s }
scenario:
  requests:
${names.join('\n')}
gate:
  p99: { regression: 20 % }
  rounds: { budget: 56s }
`;
  writeFileSync(join(folder, 'tailgate.yml'), config);
  const page = join(folder, 'report.html');
  const words = ['run', '--target-url', target, '--base-url', base, '--html', page];
  await promisify(execFile)(process.execPath, [cli, ...words], { cwd: folder }).catch((error) => {
    // Whatever the verdict: it is the page that is measured.
    if (!existsSync(page)) throw error;
  });
  return page;
}

async function show(file, executablePath) {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const paints = [];
  const drawn = [];
  for (let i = 0; i < LOADS; i++) {
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    await page.goto(pathToFileURL(file).href);
    await page.waitForFunction(() => document.documentElement.dataset.drawn !== undefined);
    drawn.push(
      await page.evaluate(() => performance.getEntriesByName('drawn')[0]?.startTime ?? performance.now()),
    );
    paints.push(
      await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime),
    );
    await page.close();
  }
  await browser.close();
  return { paintMs: median(paints), drawnMs: median(drawn) };
}

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function explain(message) {
  console.error(`bench:page: ${message}`);
  return 2;
}
