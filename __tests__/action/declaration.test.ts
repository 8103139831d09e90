/** action.yml declares what works, and nothing that works is undeclared. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { declareIn } from '../../src/config/action-yml.ts';
import { INPUT_NAMES, type InputName, parseInputs } from '../../src/config/inputs.ts';
import type { Option } from '../../src/config/option.ts';
import { OPTIONS } from '../../src/config/options.ts';
import { OUTPUTS } from '../../src/config/outputs.ts';
import { PROFILE_NAMES } from '../../src/config/profiles.ts';
import { renderOutputs } from '../../src/report/outputs.ts';
import { VERSION } from '../../src/version.ts';
import { emptyResult } from '../evidence/make-result.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFile(join(root, file), 'utf8');

interface Declared {
  inputs: Record<string, { default?: string; required: boolean; description: string }>;
  outputs: Record<string, { description: string }>;
  runs: object;
}

const text = await read('action.yml');
const action = parse(text) as Declared;

test('its inputs and outputs are what scripts/write-action.mjs writes', () => {
  expect(text).toBe(declareIn(text));
});

test('what stands around them stays', () => {
  const around = 'name: A # a\n\ninputs:\n  old: {}\n\noutputs: {}\n\nruns:\n  using: b\n';
  expect(declareIn(around)).toMatch(
    /^name: A # a\n\ninputs:\n {2}config:\n[\s\S]*\n\nruns:\n {2}using: b\n$/,
  );
  expect(declareIn(around)).not.toContain('old: {}');
  expect(() => declareIn('name: A\n')).toThrow('no place');
});

test('the inputs are those that are parsed', () => {
  expect(Object.keys(action.inputs)).toEqual(INPUT_NAMES);
});

const expression = (text: string) => `$${`{{ ${text} }}`}`;

test('the declared defaults are those of the parser', () => {
  const declared = Object.fromEntries(
    Object.entries(action.inputs).map(([name, input]) => [name, input.default ?? '']),
  );
  const entries = Object.entries(declared);
  const own = entries.filter(([, text]) => !text.startsWith('$'));
  expect(parseInputs(Object.fromEntries(own))).toEqual(parseInputs({}));
  // The others are for the runner to fill in.
  const filledIn = entries.filter(([, text]) => text.startsWith('$'));
  expect(Object.fromEntries(filledIn)).toEqual({
    token: expression('github.token'),
    matrix: expression('toJson(matrix)'),
    'job-id': expression('job.check_run_id'),
  });
});

test('the outputs are those that are set', () => {
  const run = { version: VERSION, now: '', runUrl: null, command: null, variables: [], resultFile: null };
  expect(Object.keys(action.outputs)).toEqual([
    ...Object.keys(renderOutputs({ language: 'en', result: emptyResult(), run, banner: null })),
    'result',
    'report',
    'comment-url',
  ]);
  expect(Object.entries(action.outputs).map(([name, { description }]) => [name, description])).toEqual(
    Object.entries(OUTPUTS),
  );
});

test('what the inputs are described by is what the reader of the YAML gets', () => {
  for (const [name, { description }] of Object.entries(action.inputs))
    expect(description).toBe((OPTIONS[name as InputName] as Option).input);
});

test('every profile is named where the input is described', () => {
  for (const profile of PROFILE_NAMES) expect(action.inputs.profile?.description).toContain(profile);
});

test('the bundle is run by Node 24', () => {
  expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js' });
});

test('the version is the package’s', async () => {
  expect(VERSION).toBe(JSON.parse(await read('package.json')).version);
});
