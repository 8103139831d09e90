/** A shard's file is small, and many of them are merged soon, in a process of its own: see bench/shards. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { testInFull } from '../part.ts';

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

test('a file of 50 endpoints has at most 300 kB', async () => {
  const { kilobytes } = await merge(2);
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
