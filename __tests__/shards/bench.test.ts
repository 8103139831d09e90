/** A shard's file is small, and many of them are merged soon, in a process of its own: see bench/shards. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { RUNS_ALL, testInFull } from '../part.ts';

const run = promisify(execFile);
const merge = async (shards: number) => {
  const { stdout } = await run(process.execPath, [
    'bench/shards/index.mjs',
    '--shards',
    String(shards),
  ]).catch((error: { stdout: string }) => error);
  const [, kilobytes, megabytes] = /largest file (\d+) kB.*at most (\d+) MB/.exec(stdout) ?? [];
  return { kilobytes: Number(kilobytes), megabytes: Number(megabytes) };
};

/** A shard's file as the bench makes it, which nothing is done with. */
async function makeOne() {
  const folder = await mkdtemp(join(tmpdir(), 'tailgate-shard-'));
  const script = `import { makeFiles } from './bench/shards/make-files.mjs';
const what = { hash: 'f'.repeat(64), of: 1, version: '0.1.0', folder: ${JSON.stringify(folder)} };
console.log(await makeFiles(what));`;
  try {
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script]);
    return { kilobytes: Number(stdout) / 1000 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test('a file of 50 endpoints has at most 300 kB', async () => {
  const { kilobytes } = await (RUNS_ALL ? merge(2) : makeOne());
  expect(kilobytes).toBeGreaterThan(50);
  expect(kilobytes).toBeLessThanOrEqual(300);
}, 60_000);

// How long that takes is the bench's to say: a test may run on any machine, beside anything.
testInFull(
  '256 of them are merged within 600 MB, and their goal of 300 is the bench’s to hold',
  async () => {
    expect((await merge(256)).megabytes).toBeLessThanOrEqual(600);
  },
  300_000,
);
