/** action.yml declares what works, and nothing that works is undeclared. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { inputsSchema, parseInputs } from '../../src/config/inputs.ts';
import { PROFILE_NAMES } from '../../src/config/load/profiles.ts';
import { renderOutputs } from '../../src/report/outputs.ts';
import type { Report } from '../../src/report/report.ts';
import { VERSION } from '../../src/version.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFile(join(root, file), 'utf8');

interface Declared {
  inputs: Record<string, { default?: string; required: boolean; description: string }>;
  outputs: Record<string, { description: string }>;
  runs: object;
}

const action = parse(await read('action.yml')) as Declared;

test('the inputs are those that are parsed', () => {
  expect(Object.keys(action.inputs)).toEqual(Object.keys(inputsSchema.shape));
});

test('the declared defaults are those of the parser', () => {
  const declared = Object.fromEntries(
    Object.entries(action.inputs).map(([name, input]) => [name, input.default ?? '']),
  );
  expect(parseInputs({ ...declared, token: '' })).toEqual(parseInputs({}));
  expect(declared.token).toMatch(/^\$\{\{ github\.token \}\}$/);
});

test('the outputs are those that are set', () => {
  const report = {
    measurement: null,
    verdict: { outcome: 'invalid', reason: '', comparisons: [] },
  } as unknown as Report;
  expect(Object.keys(action.outputs)).toEqual([
    ...Object.keys(renderOutputs(report)),
    'result',
    'comment-url',
  ]);
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
