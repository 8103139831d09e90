/**
 * What a page's charts look like, coarse enough that fonts and smoothing of another machine change nothing: a screenshot
 * of each is cut into cells, and a cell is what colour its lines have.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { cellsOf, chartIds } from './in-page.mjs';

const GOLDEN = join(import.meta.dirname, 'golden');
/** Cells that may differ, of those that have a line in either picture. */
const TOLERATED = 0.2;

/** `UPDATE_GOLDEN=1` writes the pictures anew; the difference is for a person to look at. */
export async function expectPicture(page: Page, name: string): Promise<void> {
  const picture = await draw(page);
  const file = join(GOLDEN, `${name}.txt`);
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(GOLDEN, { recursive: true });
    writeFileSync(file, picture);
  }
  const known = readFileSync(file, 'utf8');
  const [drawn, before] = [chartsIn(picture), chartsIn(known)];
  expect([...drawn.keys()]).toEqual([...before.keys()]);
  for (const [id, cells] of drawn) {
    const golden = before.get(id) ?? '';
    const inked = [...cells].flatMap((cell, i) => (cell !== ' ' || golden[i] !== ' ' ? [i] : []));
    const other = inked.filter((i) => !isNear(cells, golden, i));
    expect({ id, drawn: inked.length > 10 }).toEqual({ id, drawn: true });
    expect({ id, isAlike: other.length <= TOLERATED * inked.length }).toEqual({ id, isAlike: true });
  }
}

const COLUMNS = 60;

/** The same colour there, or in a cell beside it: a line at an edge may fall to either side. */
function isNear(cells: string, golden: string, i: number): boolean {
  const around = (text: string) => [i, i - 1, i + 1, i - COLUMNS, i + COLUMNS].map((at) => text[at]);
  const has = (one: string, other: string) => one[i] === ' ' || around(other).includes(one[i]);
  return has(cells, golden) && has(golden, cells);
}

function chartsIn(picture: string): Map<string, string> {
  return new Map(
    picture
      .split('\n\n')
      .filter(Boolean)
      .map((part) => {
        const [id = '', ...lines] = part.split('\n');
        return [id, lines.map((line) => line.slice(1).padEnd(COLUMNS)).join('')];
      }),
  );
}

/** T for the target's blue, B for the base's orange, other colours o; a line of text a row of cells. */
async function draw(page: Page): Promise<string> {
  const ids = await page.evaluate(chartIds);
  const parts: string[] = [];
  for (const id of ids) {
    const shot = await page.locator(`#${id} .u-wrap`).screenshot({ animations: 'disabled' });
    const lines = await page.evaluate(cellsOf, { png: shot.toString('base64'), columns: COLUMNS });
    parts.push([id, ...lines.map((line) => `|${line}`.trimEnd())].join('\n'));
  }
  return `${parts.join('\n\n')}\n`;
}
