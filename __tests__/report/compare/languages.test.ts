/** The same comparison in each language: every word is another, and everything else is the same. */
import { LANGUAGES } from '../../../src/config/language.ts';
import { compareRuns } from '../../../src/judgement/compare/decide.ts';
import type { Piece } from '../../../src/report/compare/document.ts';
import { ENGLISH } from '../../../src/report/compare/words/english.ts';
import { FRENCH } from '../../../src/report/compare/words/french.ts';
import { writeComparison } from '../../../src/report/compare/write-comparison.ts';
import { cellOf, compareInMarkdown, readRuns } from './cells.ts';
import { first, light, second, third } from './reported.ts';

/** Words that are the same in both. */
const SAME = new Set([
  'Configurations',
  'Condition',
  'Question',
  'Percentile',
  'Min',
  'Max',
  'CPU',
  'Commit',
  '–',
  '✓',
  '✕',
  '?',
]);
/** And names of things that have no other. */
const NAMES = new Set(['load average']);

function leaves(value: unknown, key = ''): (readonly [string, string])[] {
  if (typeof value === 'string') return [[key, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, `${key}.${name}`));
}

test('no title and no word was left in English', () => {
  const english = new Map(leaves(ENGLISH));
  const left = leaves(FRENCH).filter(
    ([key, text]) =>
      !key.startsWith('.numbers') && english.get(key) === text && !SAME.has(text) && !NAMES.has(text),
  );
  expect(left).toEqual([]);
});

const comparing = compareRuns(readRuns({ 'test 1': first, 'test 2': second, 'test 3': third, light }));

const shapeOf = (block: Piece): unknown =>
  block.is === 'table'
    ? [block.columns.map(({ align }) => align), block.rows.length]
    : block.is === 'list'
      ? block.items.length
      : block.is;

test('they have the same sections, tables and rows', () => {
  const [english, ...others] = LANGUAGES.map((language) => writeComparison(comparing, language).map(shapeOf));
  for (const other of others) expect(other).toEqual(english);
});

test('French, as the report was written', () => {
  const markdown = compareInMarkdown({ 'test 1': first, 'test 3': third }, 'fr');
  expect(markdown.split('\n')[0]).toBe('# Comparaison');
  const cell = (section: string, row: string[], column: string) => cellOf(markdown, section, row, column);
  expect(cell('Latence des succès et des délais dépassés', ['P99.9'], 'test 3')).toBe('255,53 ms');
  expect(cell('Débit et fiabilité', ['Requêtes au total'], 'test 3')).toBe('37\u202f292');
  expect(cell('Débit et fiabilité', ['Taux de succès'], 'test 3')).toBe('96,33\u202f%');
  expect(cell('Configurations', ['Coût'], 'test 3')).toBe('27,30 EUR par mois');
  expect(cell('test 1 → test 3', ['Taux d’erreur'], 'Écart')).toBe('−16,53 points');
  expect(cell('Tableau de décision', ['Moins d’erreurs\u00a0?'], 'Réponse')).toBe('test 3');
});

test('a blank that no line may end at stays one, before every sign that takes it', () => {
  const markdown = compareInMarkdown({ 'test 1': first, 'test 2': second, 'test 3': third, light }, 'fr');
  const own = markdown.split('\n').filter((line) => !/https|HTTP/.test(line));
  expect(own.filter((line) => / [?;%!]|\w [:] /.test(line))).toEqual([]);
  expect(markdown).toContain('\u00a0: ');
});
