import { readFileSync } from 'node:fs';

/** Codes of a union, from its text. */
function codesOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/readonly code: '([^']+)'/g)].map(([, code]) => code ?? '');
}

test.each([
  'src/judgement/calibration/causes.ts',
  'src/judgement/selftest.ts',
])('the documentation names each code of %s', (file) => {
  const codes = codesOf(file);
  expect(codes.length).toBeGreaterThan(5);
  const docs = readFileSync('docs/calibrate.md', 'utf8').split('## --json')[1] ?? '';
  expect(codes.filter((code) => !docs.includes(`\`${code}\``))).toEqual([]);
});
