/** `language`: of what people read, from the file or beside it. */
import { parseInputs } from '../../src/config/inputs.ts';
import { LANGUAGES } from '../../src/config/language.ts';
import { overridesOf } from '../../src/config/overrides.ts';
import { readConcern } from '../../src/config/parse-config.ts';
import { parse, smallFile } from './example.ts';

const withLines = (...lines: readonly string[]) =>
  smallFile('    - { get: /a }', lines.map((line) => `${line}\n`).join(''));

test.each(LANGUAGES)('the file says %s', (language) => {
  expect(parse(withLines(`language: ${language}`)).language).toBe(language);
});

test('a file that says nothing has none', () => {
  expect(parse(withLines())).not.toHaveProperty('language');
});

test('what is said beside the file wins over it', () => {
  const said = overridesOf('action', parseInputs({ language: 'fr' }));
  expect(said.language).toBe('fr');
  expect(parse(withLines('language: en'), { inputs: said }).language).toBe('fr');
  expect(overridesOf('action', parseInputs({})).language).toBeUndefined();
});

test('it is known before the rest of the file is read, for what is said without a run', () => {
  const concern = readConcern(withLines('language: fr', 'paths: [a/**]'), 'tailgate.yml');
  expect(concern?.language).toBe('fr');
});

test.each(['de', 'FR', '""', '[fr]'])('%s is refused', (written) => {
  expect(() => parse(withLines(`language: ${written}`))).toThrow('write one of en, fr');
});

test('so is an input of no such language', () => {
  expect(() => parseInputs({ language: 'de' })).toThrow('"de" is not allowed: use en or fr');
});
