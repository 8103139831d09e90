/** Shards that meet in a folder of a real file system. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { meetInFolder } from '../../../src/engine/meeting/meet-in-folder.ts';
import type { Time } from '../../../src/engine/meeting/time.ts';
import { testInFull } from '../../part.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailgate-meet-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const clockOf = (aheadMs: number): Time => ({
  now: () => Date.now() + aheadMs,
  pause: (ms, signal) => pause(Math.max(0, ms), undefined, { signal }),
});

interface Comes {
  readonly ahead?: number;
  readonly plan?: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly place?: string;
}

function meet(index: number, { ahead = 0, plan = 'plan', timeoutMs = 20_000, signal, place }: Comes = {}) {
  const meeting = meetInFolder({ folder: place ?? folder, plan, timeoutMs, tell() {} }, clockOf(ahead));
  return meeting({ index, of: 3 }, signal ?? new AbortController().signal);
}

const whyOf = (met: Promise<unknown>) =>
  met.then(
    () => 'began',
    (error: Error & { code?: string }) => `${error.code ?? error.name}: ${error.message}`,
  );

test('they begin at one moment by the folder’s clock, though theirs are wrong by up to 3 s', async () => {
  const aheads = [-3000, 3000, 0];
  const starts = await Promise.all(aheads.map((ahead, i) => meet(i + 1, { ahead })));
  const moments = starts.map(({ atMs }, i) => atMs - (aheads[i] ?? 0));
  expect(Math.max(...moments) - Math.min(...moments)).toBeLessThanOrEqual(100);
  expect(new Set(starts.map(({ run }) => run)).size).toBe(1);
  for (const [i, { clock }] of starts.entries())
    expect(Math.abs(clock.offsetMs + (aheads[i] ?? 0))).toBeLessThanOrEqual(clock.uncertaintyMs + 1);
  expect((await readdir(folder)).sort()).toEqual(['1', '2', '3'].map((k) => `shard-${k}-of-3.arrival`));
});

test('one that does not come is named, and who waited leaves nothing behind', async () => {
  const why = await Promise.all([1, 3].map((index) => whyOf(meet(index, { timeoutMs: 1500 }))));
  expect(why.some((one) => one.includes('shard 2/3: not come after 2 s of waiting'))).toBe(true);
  for (const one of why) expect(one).toMatch(/^shards-missing: shard [13]\/3 did not begin: /);
  expect(await readdir(folder)).toEqual([]);
});

test('one that is cancelled has left, and the others don’t wait for it', async () => {
  const cancelled = new AbortController();
  const met = [whyOf(meet(1, { signal: cancelled.signal })), whyOf(meet(2))];
  setTimeout(() => cancelled.abort(), 1200);
  expect(await Promise.all(met)).toEqual([
    'cancelled: cancelled while waiting for the other shards',
    'shards-missing: shard 2/3 did not begin: shard 1/3 came, and has left again',
  ]);
});

test('another plan is no shard of this load', async () => {
  const why = await Promise.all([1, 2].map((index) => whyOf(meet(index, { plan: `plan ${index}` }))));
  expect(why.some((one) => /has another plan/.test(one))).toBe(true);
  expect(why).not.toContain('began');
});

test('a second process as one shard, or a run in the folder of another one: refused', async () => {
  await writeFile(join(folder, 'shard-2-of-3.arrival'), '{"plan":"plan","instance":"other"}');
  expect(await whyOf(meet(2))).toMatch(/shard 2\/3 is already in .*: give each run its own folder/);
  expect(await readdir(folder)).toEqual(['shard-2-of-3.arrival']);
});

testInFull('what a run left that was killed long ago is nobody', async () => {
  for (const index of [1, 2]) {
    const file = join(folder, `shard-${index}-of-3.arrival`);
    await writeFile(file, '{"plan":"plan","instance":"old"}');
    const before = new Date(Date.now() - 3_600_000);
    await utimes(file, before, before);
  }
  const met = [1, 2, 3].map((index) => meet(index));
  expect((await Promise.all(met)).length).toBe(3);
});

test.each([
  ['half a file', '{"plan":"pl'],
  ['no object', 'null'],
  ['a long one', 'a'.repeat(100_000)],
])('%s is no arrival', async (_, text) => {
  await writeFile(join(folder, 'shard-2-of-3.arrival'), text);
  expect(await whyOf(meet(1, { timeoutMs: 1000 }))).toMatch(/shards 2\/3 and 3\/3: not come/);
});

test('a pipe in the place of an arrival is none, and nobody waits for what is written to it', async () => {
  execFileSync('mkfifo', [join(folder, 'shard-2-of-3.arrival')]);
  expect(await whyOf(meet(1, { timeoutMs: 1000 }))).toMatch(/shards 2\/3 and 3\/3: not come/);
});

test('a folder that can’t be made is the user’s mistake', async () => {
  await writeFile(join(folder, 'file'), '');
  expect(await whyOf(meet(1, { place: join(folder, 'file', 'deeper') }))).toMatch(
    /^ConfigurationError: --meet: .*deeper can’t be used to meet in \(ENOTDIR\)/,
  );
});
