/** What a run says of the tests that it skipped. */
import { join } from 'node:path';

// No types are known of it.
const { tellSkipped } = await import(`${import.meta.dirname}/jest/tell-skipped.mjs`);

const fileOf = (name: string, ...statuses: readonly string[]) => ({
  testFilePath: join('/project/__tests__', name),
  testResults: statuses.map((status) => ({ status })),
});
const FILES = [
  fileOf('cli/run.test.ts', 'passed', 'pending'),
  fileOf('judgement/search.test.ts', 'pending', 'pending'),
  fileOf('judgement/recorded.test.ts', 'failed', 'pending', 'todo'),
  fileOf('store/files.test.ts', 'passed'),
];
const CONFIG = { rootDir: '/project' };

test('how many, where most first, and why', () => {
  const told = tellSkipped(FILES, CONFIG, false);
  expect(told).toMatch(/^\n4 tests were skipped \(judgement 3, cli 1\)\.\n/);
  expect(told).toContain('npm run test:all runs them too');
});

test('where everything is run, it is the machine that they lack something of', () => {
  const told = tellSkipped(FILES, CONFIG, true);
  expect(told).toMatch(/^\n4 tests were skipped/);
  expect(told).toContain('They need what is not here');
  expect(told).not.toContain('test:all');
});

test('nothing where none was skipped, or where tests are chosen by name', () => {
  expect(tellSkipped(FILES.slice(3), CONFIG, false)).toBe('');
  expect(tellSkipped(FILES, { ...CONFIG, testNamePattern: 'limits' }, false)).toBe('');
});
