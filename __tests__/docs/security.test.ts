/** Each sentence of the security model names a test: the file has to be there and to hold a test of those words. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const tests = join(import.meta.dirname, '..');
const page = readFileSync(join(tests, '../docs/security.md'), 'utf8');

const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| | '))
  .map((line) => line.slice(2, -2).split(' | '));

/** Quotes and escapes differ between a page and a source: letters, digits and blanks are what is compared. */
const plain = (text: string) => text.replaceAll(/[^\p{L}\p{N} ]/gu, '');

test('every row says what shows it', () => {
  expect(rows.length).toBeGreaterThan(20);
  for (const row of rows)
    expect(row).toEqual([expect.stringMatching(/\.$/), expect.stringContaining('.test.ts`: ')]);
});

test.each(rows.map(([claim, shown]) => ({ claim: claim as string, shown: shown as string })))('$claim', ({
  shown,
}) => {
  const cited = shown.split('; ').map((one) => /^`(?<file>[^`]+)`: (?<words>.+)$/.exec(one.trim())?.groups);
  for (const test of cited) {
    expect(plain(readFileSync(join(tests, test?.file as string), 'utf8'))).toContain(
      plain(test?.words as string),
    );
  }
});
