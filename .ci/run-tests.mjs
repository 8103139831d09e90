#!/usr/bin/env node
/**
 * Runs jest, and those files of which a test failed once more, one after the other with nothing beside them: where six
 * files share two processors, a second may go by in which none of a test's processes runs. What fails alone, too, has
 * failed. What passes alone is told, since a test that can fail so is one to mend.
 *
 * usage: node run-tests.mjs COUNTS UNSTEADY COMMAND…
 *   COUNTS    file that is written: how many tests passed and how many failed
 *   UNSTEADY  file that is lengthened by a line for each test that failed beside others and passed alone
 *   COMMAND   starts jest, and takes jest's flags at its end
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** Where more files fail than this, it is the change that fails them. */
const MOST_FILES = 12;

const isPassed = ({ status }) => status === 'passed';
const isFailed = ({ status }) => status === 'failed';

/** The files of jest's own account; null where it left none, or none that tells why it ended as it did. */
function runJest(command, file, ...flags) {
  const [program, ...words] = [...command, '--json', `--outputFile=${file}`, ...flags];
  const { status } = spawnSync(program, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    const { testResults } = JSON.parse(readFileSync(file, 'utf8'));
    return (status === 0) === !testResults.some(isFailed) ? testResults : null;
  } catch {
    return null;
  }
}

/** Names of the tests that failed in the file; one that broke off before its tests stands for itself. */
function failuresOf(file) {
  const names = file.assertionResults.filter(isFailed).map(({ fullName }) => fullName);
  return names.length === 0 && isFailed(file) ? ['(the whole file)'] : names;
}

/** Whether each test that failed in the first run has passed in the second: one that was not run there has not. */
function passedAlone(first, second) {
  const passed = new Set(second?.assertionResults.filter(isPassed).map(({ fullName }) => fullName));
  const failed = first.assertionResults.filter(isFailed);
  return passed.size > 0 && isPassed(second) && failed.every(({ fullName }) => passed.has(fullName));
}

/** @returns the files as they count, and the names of the tests that passed only alone */
function runTests(command, folder) {
  const first = runJest(command, join(folder, 'first.json'));
  const failed = (first ?? []).filter(isFailed);
  if (failed.length === 0 || failed.length > MOST_FILES) return { files: first, unsteady: [] };
  const paths = failed.map(({ name }) => name);
  console.log(`== once more, alone: ${paths.map((path) => relative('', path)).join(', ')}`);
  const alone =
    runJest(command, join(folder, 'alone.json'), '--runInBand', '--runTestsByPath', ...paths) ?? [];
  const secondOf = new Map(alone.map((file) => [file.name, file]));
  const steadied = failed.filter((file) => passedAlone(file, secondOf.get(file.name)));
  return {
    files: first.map((file) => (steadied.includes(file) ? secondOf.get(file.name) : file)),
    unsteady: steadied.flatMap((file) =>
      failuresOf(file).map((name) => `${relative('', file.name)}: ${name}`),
    ),
  };
}

const [countsFile, unsteadyFile, ...command] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'tailgate-ci-'));
try {
  const { files, unsteady } = runTests(command, folder);
  const passed = files?.flatMap(({ assertionResults }) => assertionResults).filter(isPassed).length ?? 0;
  const failed = files?.flatMap(failuresOf).length ?? 1;
  writeFileSync(countsFile, `${passed} ${failed}\n`);
  for (const line of unsteady) {
    console.log(`FAILED BESIDE OTHERS, PASSED ALONE: ${line}`);
    appendFileSync(unsteadyFile, `${line}\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
