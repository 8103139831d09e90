/** What .ci/run makes of tests that fail: alone, beside others, or only once. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testInFull, testPart } from './part.ts';

const SCRIPT = join(import.meta.dirname, '../.ci/run-tests.mjs');
const JEST = join(import.meta.dirname, '../node_modules/jest/bin/jest.js');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailgate-ci-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const place = (name: string) => join(folder, name);
const read = (name: string) => readFile(place(name), 'utf8').catch(() => '');

async function runTests(...command: readonly string[]) {
  const words = [SCRIPT, place('counts'), place('unsteady'), ...command];
  const { stdout, stderr } = spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8' });
  const [passed = Number.NaN, failed = Number.NaN] = (await read('counts')).split(' ').map(Number);
  return { passed, failed, unsteady: (await read('unsteady')).split('\n').filter(Boolean), stdout, stderr };
}

testInFull(
  'jest itself: what fails once passes alone, and is told; what fails alone, too, fails',
  async () => {
    const once = `const { existsSync, writeFileSync } = require('node:fs');
    const isFirst = !existsSync(__filename + '.seen');
    writeFileSync(__filename + '.seen', '');
    test('the first time', () => expect(isFirst).toBe(false));
    test('at any time', () => {});`;
    await writeFile(place('once.test.js'), once);
    await writeFile(place('always.test.js'), "test('good', () => {}); test('bad', () => expect(1).toBe(2));");
    await writeFile(place('broken.test.js'), "throw new Error('no test');");
    await writeFile(place('good.test.js'), "test('one', () => {}); test.skip('another', () => {});");
    const config = JSON.stringify({ rootDir: folder, transform: {}, testEnvironment: 'node' });
    const { passed, failed, unsteady, stdout } = await runTests(process.execPath, JEST, '--config', config);
    expect({ passed, failed }).toEqual({ passed: 4, failed: 2 });
    expect(unsteady).toEqual(['once.test.js: the first time']);
    expect(stdout).toContain('FAILED BESIDE OTHERS, PASSED ALONE: once.test.js: the first time\n');
  },
  60_000,
);

interface File {
  readonly name: string;
  readonly status: string;
  readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
}

/** A file of which these tests end so. */
const fileOf = (name: string, ends: Readonly<Record<string, string>>): File => ({
  name: `/nowhere/${name}`,
  status: Object.values(ends).includes('failed') ? 'failed' : 'passed',
  assertionResults: Object.entries(ends).map(([fullName, status]) => ({ fullName, status })),
});

/** Ends in the first run as `first`, and in another as `second`; null leaves no account. */
async function jestThat(
  first: readonly File[] | null,
  second: readonly File[] | null = null,
  exits?: number,
) {
  const program = `import { writeFileSync } from 'node:fs';
    const account = process.argv.includes('--runTestsByPath') ? ${JSON.stringify(second)} : ${JSON.stringify(first)};
    const file = process.argv.find((word) => word.startsWith('--outputFile=')).slice(13);
    if (account) writeFileSync(file, JSON.stringify({ testResults: account }));
    process.exit(${exits} ?? (account?.every(({ status }) => status === 'passed') ? 0 : 1));`;
  await writeFile(place('jest.mjs'), program);
  return runTests(process.execPath, place('jest.mjs'));
}

const BAD = { a: 'failed', b: 'passed' };
const GOOD = { a: 'passed', b: 'passed' };

testPart<[string, Parameters<typeof jestThat>, { passed: number; failed: number; unsteady: number }]>(
  [
    ['all pass', [[fileOf('x', GOOD)]], { passed: 2, failed: 0, unsteady: 0 }],
    ['passes alone', [[fileOf('x', BAD)], [fileOf('x', GOOD)]], { passed: 2, failed: 0, unsteady: 1 }],
    ['fails alone', [[fileOf('x', BAD)], [fileOf('x', BAD)]], { passed: 1, failed: 1, unsteady: 0 }],
    [
      'another one of the file fails alone',
      [[fileOf('x', BAD)], [fileOf('x', { a: 'passed', b: 'failed' })]],
      { passed: 1, failed: 1, unsteady: 0 },
    ],
    [
      'it is not there alone',
      [[fileOf('x', BAD)], [fileOf('x', { b: 'passed' })]],
      { passed: 1, failed: 1, unsteady: 0 },
    ],
    [
      'it is left out alone',
      [[fileOf('x', BAD)], [fileOf('x', { a: 'pending', b: 'passed' })]],
      { passed: 1, failed: 1, unsteady: 0 },
    ],
    ['the second run breaks off', [[fileOf('x', BAD)], null], { passed: 1, failed: 1, unsteady: 0 }],
    ['the first run breaks off', [null, [fileOf('x', GOOD)]], { passed: 0, failed: 1, unsteady: 0 }],
    ['no test ran', [[], null, 1], { passed: 0, failed: 1, unsteady: 0 }],
    [
      'jest ends badly with all tests passed',
      [[fileOf('x', GOOD)], null, 1],
      { passed: 0, failed: 1, unsteady: 0 },
    ],
    [
      'more fail than a busy machine makes fail',
      [
        Array.from({ length: 13 }, (_, i) => fileOf(`${i}`, BAD)),
        Array.from({ length: 13 }, (_, i) => fileOf(`${i}`, GOOD)),
      ],
      { passed: 13, failed: 13, unsteady: 0 },
    ],
  ],
  ([, , { failed }]) => failed,
  ([, , { unsteady }]) => unsteady,
)('%s', async (_, [first, second, exits], expected) => {
  const { passed, failed, unsteady } = await jestThat(first, second, exits);
  expect({ passed, failed, unsteady: unsteady.length }).toEqual(expected);
});
