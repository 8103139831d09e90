/** The page of a command, cut out of the whole. */
import { USAGE, usageOf } from '../../src/cli/usage.ts';

const COMMANDS = ['run', 'baseline', 'history', 'calibrate', 'selftest', 'schema', 'init'];

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

test.each(['', 'gate', 'toString'])('"%s" is none: the whole page', (name) => {
  expect(usageOf(name)).toBe(USAGE);
});
