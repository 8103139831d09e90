// Searches the built site of docs/ in a browser that reaches nothing else, as a reader without a network would.
//
//   npm ci --prefix site && npm run build --prefix site && node scripts/check-site.mjs
//
// Ends with 1 where a search finds nothing or another page, or the site asks for anything outside of itself.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BROWSERS, findBrowser } from './browser.mjs';

const SITE = fileURLToPath(new URL('../site/dist', import.meta.url));
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};
/** What is typed, and where one of the first results has to lead. */
const SEARCHES = [
  ['shards-missing', /\/causes#shards-missing$/],
  ['kubernetes', /\/kubernetes(#|$)/],
  ['bisect', /\/bisect(#|$)/],
  ['think time', /\/scenarios(#|$)/],
];

if (!existsSync(join(SITE, 'index.html'))) {
  console.error('site/dist is missing; build it first: npm ci --prefix site && npm run build --prefix site');
  process.exit(2);
}
const executablePath = findBrowser();
if (executablePath === undefined) {
  console.log(`The search of the site: skipped, since none of ${BROWSERS.join(', ')} is on the PATH.`);
  process.exit(0);
}

const server = createServer(serve);
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;
const { chromium } = await import('playwright-core');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const troubles = [];
try {
  for (const [words, wanted] of SEARCHES) {
    const page = await open();
    const found = await search(page, words);
    console.log(
      `${words}: ${found.length} results${found.length > 0 ? `, the first of them ${found[0]}` : ''}`,
    );
    if (!found.slice(0, 5).some((href) => wanted.test(href)))
      troubles.push(`"${words}" does not lead to ${wanted} (${found.slice(0, 5).join(', ') || 'nothing'})`);
    // The result that is chosen opens.
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.href === found[0]);
    await page.context().close();
  }
} finally {
  await browser.close();
  server.close();
}
for (const trouble of troubles) console.error(trouble);
process.exitCode = troubles.length > 0 ? 1 : 0;

/** The site as somebody has it who was never there. */
async function open() {
  const page = await (await browser.newContext()).newPage();
  await page.route('**/*', (route) => {
    const url = route.request().url();
    if (url.startsWith(`${origin}/`)) return route.continue();
    troubles.push(`the site asks for ${url}`);
    return route.abort();
  });
  page.on('pageerror', (error) => troubles.push(`an error in the page: ${error.message}`));
  await page.goto(origin);
  return page;
}

/** Links of the results, best first. */
async function search(page, words) {
  const input = page.locator('#localsearch-input');
  await openSearch(page, input);
  await input.fill(words);
  const results = page.locator('.VPLocalSearchBox .results a.result');
  await results.first().waitFor();
  return results.evaluateAll((links) => links.map(({ href }) => href));
}

/** A page is drawn before its scripts listen, and a key pressed until then is lost: it is pressed until the box stands. */
async function openSearch(page, input) {
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    await page.keyboard.press('Control+k');
    if (
      await input.waitFor({ timeout: 1000 }).then(
        () => true,
        () => false,
      )
    )
      return;
  }
  throw new Error('The search did not open in a minute');
}

async function serve(request, response) {
  const path = normalize(decodeURIComponent(new URL(request.url, 'http://site').pathname));
  const names = [path, `${path}.html`, join(path, 'index.html')];
  for (const name of names) {
    const body = await readFile(join(SITE, name)).catch(() => null);
    if (body === null) continue;
    response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream' });
    response.end(body);
    return;
  }
  response.writeHead(404).end();
}
