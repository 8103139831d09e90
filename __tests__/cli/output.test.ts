/** A device that takes nothing more, in place of the standard output. */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';

const BUNDLE = join(import.meta.dirname, '../../dist/cli/index.js');

function onFullDisk(...words: string[]): { status: number | null; stderr: string } {
  const full = openSync('/dev/full', 'w');
  try {
    const { status, stderr } = spawnSync(process.execPath, [BUNDLE, ...words], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    return { status, stderr };
  } finally {
    closeSync(full);
  }
}

test.each([
  'schema',
  '--help',
  '--version',
])('where %s can’t be written, that is told, and no success', (word) => {
  const { status, stderr } = onFullDisk(word);
  expect(stderr).toMatch(/^tailgate: the output could not be written: ENOSPC/);
  expect(status).toBe(2);
}, 30_000);
