/** The page of a command, cut out of the whole. */
import { USAGE, usageOf } from '../../src/cli/usage.ts';
import { flagsOf } from '../../src/config/flags.ts';
import { COMMANDS } from '../../src/config/option.ts';

test.each(COMMANDS)('%s has its own part, and what holds for all', (name) => {
  const page = usageOf(name);
  const own = page.split('\n').filter((line) => /^ {2}[a-z]/.test(line));
  expect(own.map((line) => line.trim().split(' ')[0])).toEqual([name]);
  expect(page).toMatch(/^Usage: tailgate COMMAND \[options\]\n/);
  expect(page).toMatch(/Exit codes: .*$/);
  for (const line of page.split('\n')) expect(USAGE.split('\n')).toContain(line);
});

test('together they are the whole page', () => {
  const lines = new Set(COMMANDS.flatMap((name) => usageOf(name).split('\n')));
  expect(USAGE.split('\n').filter((line) => !lines.has(line))).toEqual([]);
});

test.each(['', 'load', 'toString'])('"%s" is none: the whole page', (name) => {
  expect(usageOf(name)).toBe(USAGE);
});

test.each(
  COMMANDS,
)('%s: every flag that it takes is in its part, with what it does, and no other', (name) => {
  const page = usageOf(name).replaceAll(/\s+/g, ' ');
  const flags = flagsOf(name);
  for (const { name: flag, value, usage, default: fallback } of flags) {
    const title = value === null ? `--${flag}` : `--${flag} ${value}`;
    expect(page).toContain(` ${title} ${usage}${fallback === null ? '' : ` (default: ${fallback})`} `);
  }
  const titles = usageOf(name).match(/^ {4}--[\w-]+/gm) ?? [];
  expect(titles.map((title) => title.trim())).toEqual(flags.map(({ name: flag }) => `--${flag}`));
});

test('no line is wider than a terminal', () => {
  for (const line of USAGE.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
});
