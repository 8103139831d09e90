// docs/examples/report.html is the page that a demo wrote, and docs/images/report-page.png its first screen:
//   npm run demo -- --why; node scripts/write-example-page.mjs
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('..', import.meta.url));
const made = join(root, 'demo-out/report.html');
const example = join(root, 'docs/examples/report.html');
const picture = join(root, 'docs/images/report-page.png');
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

if (!existsSync(made)) {
  console.error('demo-out/report.html is missing: npm run demo -- --why writes it');
  process.exit(2);
}
mkdirSync(join(root, 'docs/examples'), { recursive: true });
copyFileSync(made, example);
console.log('Written: docs/examples/report.html');

const executablePath = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  .find((path) => existsSync(path));
if (executablePath === undefined) {
  console.log('Skipped, and the picture is as it was: no Chromium is on the PATH.');
} else {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 1080, height: 1180 } });
  await page.goto(pathToFileURL(example).href);
  await page.waitForFunction(() => document.documentElement.dataset.drawn !== undefined);
  await page.screenshot({ path: picture });
  await browser.close();
  console.log('Written: docs/images/report-page.png');
}
