/** `tailgate history page`: from files on disk to a page, and what it refuses. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathOfRecord, writeRecordText } from '../../src/evidence/history/record-text.ts';
import { driftingNights, historyIn, openedSuite } from '../page/history-pages.ts';
import { published } from '../page/pages.ts';
import * as cases from '../report/cases.ts';
import { command } from './in-process.ts';

const { result } = published(cases.asReported);
const nights = driftingNights().map((night) => ({ ...night, name: result.name }));
const others = driftingNights(20).map((night) => ({ ...night, suite: 'other-00000000', name: 'other' }));

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailgate-history-page-'));
  for (const record of [...nights, ...others]) {
    const file = join(folder, '.tailgate/history', pathOfRecord(record));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, writeRecordText(record));
  }
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const history = (...words: string[]) => command(folder, ['history', ...words]);
const page = (file = 'tailgate-history.html') => readFile(join(folder, file), 'utf8');

test('all suites are on one page, or the one that is meant', async () => {
  const { exitCode, err } = await history('page');
  expect([exitCode, err]).toEqual([0, `wrote ${join(folder, 'tailgate-history.html')}\n`]);
  expect(
    historyIn(await page())
      .suites.map(({ name }) => name)
      .toSorted(),
  ).toEqual([result.name, 'other'].toSorted());
  await history('page', '--suite', 'other', '--html', 'site/index.html', '--language', 'fr');
  const own = await page('site/index.html');
  expect(own).toContain('<html lang="fr">');
  expect(openedSuite(own, 0).runs).toHaveLength(20);
});

test('a result is shown against its scenario, with links to the repository', async () => {
  await writeFile(join(folder, 'result.json'), JSON.stringify(result));
  const { exitCode } = await history(
    'page',
    '--result',
    'result.json',
    '--repository',
    'https://github.com/acme/shop/',
  );
  expect(exitCode).toBe(0);
  const { suites, repository } = historyIn(await page());
  expect(repository).toBe('https://github.com/acme/shop');
  const shown = suites.map(({ name, shown: against }) => [name, against !== null]);
  expect(shown.toSorted()).toEqual(
    [
      [result.name, true],
      ['other', false],
    ].toSorted(),
  );
});

test.each([
  [['list', '--html', 'x.html'], '--html: only works with history page'],
  [['page', '--keep', '3'], '--keep: only works with history prune'],
  [['page', '--json'], '--json: only works with history list, show and prune'],
  [['page', '--repository', 'acme/shop'], 'is not the URL of a page: write it in full'],
  [['page', '--result', 'none.json'], 'none.json: there is no such file'],
  [['page', '--html', '.tailgate'], 'is a folder: name a file'],
  [['draw'], 'is not something that history can do: use list, show, page or prune'],
])('%j is refused', async (words, why) => {
  const { exitCode, err } = await history(...words);
  expect(exitCode).toBe(2);
  expect(err).toContain(why);
});

test('a result of another scenario is refused, and a history without runs', async () => {
  await writeFile(join(folder, 'result.json'), JSON.stringify({ ...result, name: 'elsewhere' }));
  const { exitCode, err } = await history('page', '--result', 'result.json');
  expect([exitCode, err]).toEqual([2, expect.stringContaining('is a result of the scenario "elsewhere"')]);
  await rm(join(folder, '.tailgate'), { recursive: true });
  const none = await history('page');
  expect([none.exitCode, none.err]).toEqual([
    2,
    expect.stringContaining('has no run that a page could show'),
  ]);
});
