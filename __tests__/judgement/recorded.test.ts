import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { partOf, RUNS_ALL } from '../part.ts';
import type { Case, Recorded } from './recorded/case.ts';
import { CASES } from './recorded/cases.ts';
import { play } from './recorded/play.ts';
import { toText, toValue } from './recorded/record-text.ts';

const FILE = join(import.meta.dirname, 'recorded', 'recorded.json');
const UPDATES = process.env.UPDATE_RECORDED === '1';

/**
 * What the judgement gave for these cases once, so that a change of its inside can be held against it.
 * `UPDATE_RECORDED=1` writes the file anew; the difference is for a person to read: decisions and words stand apart.
 */
describe('recorded judgements', () => {
  const names = CASES.map(({ name }) => name);
  const played = new Map<Case, Recorded>();
  const now = (one: Case): Recorded => {
    const seen = played.get(one) ?? toValue(play(one));
    played.set(one, seen);
    return seen;
  };
  if (UPDATES) writeFileSync(FILE, toText(CASES.map((one) => [one.name, now(one)] as const)));
  const recorded: Record<string, Recorded> = JSON.parse(readFileSync(FILE, 'utf8'));
  // But for figures and names, each beginning of a sentence that a case comes to, and each outcome of each sort.
  const bare = (text: unknown) => String(text).replaceAll(/[\d.,]+|“[^”]*”/g, '#');
  const cases = RUNS_ALL
    ? CASES
    : partOf(CASES, [
        ({ name }) => [name.split(':')[0], Object(recorded[name]?.decision).outcome],
        ({ name }) => bare(Object(recorded[name]?.words).reason).slice(0, 15),
        ({ name }) => bare(Object(recorded[name]?.words).advice).slice(0, 15),
      ]);

  test('each case has a name of its own, and is recorded', () => {
    expect(Object.keys(recorded)).toEqual(names);
  });

  describe.each(cases.map((one) => [one.name, one] as const))('%s', (name, one) => {
    test('decision', () => expect(now(one).decision).toEqual(recorded[name]?.decision));
    test('words', () => expect(now(one).words).toEqual(recorded[name]?.words));
  });
});
