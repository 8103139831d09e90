// A Chromium, for pictures, benches and tests of pages.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** @returns {string | undefined} where the first of them is that the PATH has */
export function findBrowser() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return BROWSERS.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) =>
    existsSync(path),
  );
}

/**
 * The first screen of one of our pages, once its charts are drawn; says where none can be taken.
 *
 * @param {string} page path of the HTML file
 * @param {string} picture path of the PNG
 */
export async function takePicture(page, picture) {
  const executablePath = findBrowser();
  if (executablePath === undefined) {
    console.log(`Skipped, and ${picture} is as it was: none of ${BROWSERS.join(', ')} is on the PATH.`);
    return;
  }
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const tab = await browser.newPage({ viewport: { width: 1080, height: 1180 } });
    await tab.goto(pathToFileURL(page).href);
    await tab.waitForFunction(() => document.documentElement.dataset.drawn !== undefined);
    await tab.screenshot({ path: picture });
  } finally {
    await browser.close();
  }
  console.log(`Written: ${picture}`);
}
