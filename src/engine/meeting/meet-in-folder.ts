/**
 * A folder that all shards see: each leaves a file there, and the times of these files, by the one clock of whatever
 * keeps them, say when to begin. Nothing is answered and nothing has to listen.
 */
import { createHash, randomBytes } from 'node:crypto';
import { constants, copyFile, link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationError } from '../../config/configuration-error.ts';
import type { Shard } from '../../config/shard.ts';
import type { ClockOffset, Meet } from '../meeting.ts';
import { Unmeasurable } from '../unmeasurable.ts';
import {
  boundsOf,
  type ClockBounds,
  describeUncertain,
  isCertain,
  narrow,
  offsetWithin,
} from './clock-bounds.ts';
import { type Absence, describeAbsent, nameShards, shardsMissing, tooLate, writeWait } from './missing.ts';
import { MACHINE_TIME, type Time } from './time.ts';

const LOOK_MS = 500;
/** From the last arrival to the start: a network's file system may show a new file some seconds later. */
const LEAD_MS = 10_000;
/** A shard that is there no longer waits; its file was left by a run that was killed. */
const STALE_AFTER_MS = 60_000;
const SAMPLES = 5;
/** Of an arrival: whatever is longer is none. */
const MOST_BYTES = 1024;
/** A system's coarse clock: file times are those of its last tick. */
const TICK_MS = 10;

interface FolderOptions {
  readonly folder: string;
  /** Hash of the plan. */
  readonly plan: string;
  readonly timeoutMs: number;
  tell(line: string): void;
}

interface Seen {
  readonly plan: string;
  readonly instance: string;
  /** By the folder's clock. */
  readonly cameMs: number;
}

export function meetInFolder(
  { folder, plan, timeoutMs, tell }: FolderOptions,
  time: Time = MACHINE_TIME,
): Meet {
  const placeOf = ({ index, of }: Shard) => join(folder, `shard-${index}-of-${of}.arrival`);

  return async (shard, signal) => {
    const instance = randomBytes(8).toString('hex');
    const own = placeOf(shard);
    let arrived = false;
    try {
      await mkdir(folder, { recursive: true });
      const clock = await measureClock(shard, join(folder, `.clock-${instance}`), time);
      await arrive(own, instance, shard, time.now() + clock.offsetMs);
      arrived = true;
      return await waitForAll(shard, clock, signal);
    } catch (error) {
      // Who is told nothing sees by this that nobody waits here any more.
      if (arrived) await rm(own, { force: true }).catch(() => {});
      if (signal.aborted) throw new Unmeasurable('cancelled', 'cancelled while waiting for the other shards');
      throw explained(error, folder);
    }
  };

  async function arrive(own: string, instance: string, shard: Shard, nowMs: number): Promise<void> {
    const draft = join(folder, `.${instance}.draft`);
    try {
      await writeFile(draft, JSON.stringify({ plan, instance }), { flush: true });
      const there = await look(own);
      if (there !== null && isStale(there.cameMs, nowMs)) await rm(own, { force: true });
      await putIfNone(draft, own).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
        const why = `${nameShards([shard.index], shard.of)} is already in ${folder}: give each run its own folder, and each shard its own number`;
        throw shardsMissing(shard, why);
      });
    } finally {
      await rm(draft, { force: true });
    }
  }

  async function waitForAll(shard: Shard, clock: ClockOffset, signal: AbortSignal) {
    const untilMs = time.now() + timeoutMs;
    let told = '';
    let before: ReadonlySet<number> = new Set();
    for (;;) {
      signal.throwIfAborted();
      const { seen, absent } = await lookAtAll(shard, time.now() + clock.offsetMs);
      const other = seen.find((one) => one.plan !== plan);
      if (other !== undefined) {
        const who = nameShards([other.index], shard.of);
        throw shardsMissing(
          shard,
          `${who} has another plan: its tailgate.yml, its flags or its version differ`,
        );
      }
      const left = [...before].filter((index) => absent.some(([one]) => one === index));
      if (left.length > 0)
        throw shardsMissing(shard, `${nameShards(left, shard.of)} came, and has left again`);
      before = new Set(seen.map(({ index }) => index));
      const nowMs = time.now();
      const words = describeAbsent(absent, shard.of);
      if (absent.length === 0) {
        const atMs = Math.max(...seen.map(({ cameMs }) => cameMs)) + LEAD_MS - clock.offsetMs;
        if (nowMs > atMs) throw tooLate(shard, nowMs - atMs);
        // Looked at until then: nobody loads on behalf of one that has left.
        if (atMs - nowMs <= 2 * LOOK_MS) return { atMs, clock, run: nameRun(seen) };
      } else if (nowMs >= untilMs) {
        throw shardsMissing(shard, `${words} after ${writeWait(timeoutMs)} of waiting in ${folder}`);
      }
      if (absent.length > 0 && words !== told) tell(`Waiting for the other shards. ${words}.`);
      told = words;
      await time.pause(LOOK_MS, signal);
    }
  }

  async function lookAtAll(shard: Shard, nowMs: number) {
    const seen: (Seen & { readonly index: number })[] = [];
    const absent: Absence[] = [];
    for (let index = 1; index <= shard.of; index++) {
      const there = await look(placeOf({ index, of: shard.of }));
      if (there === null || isStale(there.cameMs, nowMs)) absent.push([index, 'not come']);
      else seen.push({ ...there, index });
    }
    return { seen, absent };
  }

  function isStale(cameMs: number, nowMs: number): boolean {
    return cameMs < nowMs - timeoutMs - STALE_AFTER_MS;
  }
}

/** Null where there is none, or none that is written to its end. */
async function look(file: string): Promise<Seen | null> {
  try {
    const found = await stat(file);
    // A pipe would be read for as long as nobody writes to it.
    if (!found.isFile() || found.size > MOST_BYTES) return null;
    const { mtimeMs } = found;
    const text = await readFile(file, 'utf8');
    const { plan, instance } = Object(JSON.parse(text)) as Partial<Record<string, unknown>>;
    return typeof plan === 'string' && typeof instance === 'string'
      ? { plan, instance, cameMs: mtimeMs }
      : null;
  } catch {
    return null;
  }
}

/** The draft under its name, unless there is a file of that name. Not every file system has links. */
async function putIfNone(draft: string, file: string): Promise<void> {
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    await copyFile(draft, file, constants.COPYFILE_EXCL);
  }
}

/** How the clock that dates the folder's files stands to this machine's. */
async function measureClock(shard: Shard, probe: string, time: Time): Promise<ClockOffset> {
  try {
    let known: ClockBounds | null = null;
    let isWhole = true;
    for (let i = 0; i < SAMPLES; i++) {
      const sentMs = time.now();
      await writeFile(probe, String(i));
      const { mtimeMs } = await stat(probe);
      isWhole &&= mtimeMs % 1000 === 0;
      known = narrow(known, boundsOf(mtimeMs, TICK_MS, sentMs, time.now()));
    }
    const offset = offsetWithin(known ?? { fromMs: 0, toMs: 0 }, 'coordinator');
    // Of a file system that dates to the second each sample is as far off.
    const clock = isWhole ? { ...offset, uncertaintyMs: Math.max(1000, offset.uncertaintyMs) } : offset;
    if (isCertain(clock)) return clock;
    throw shardsMissing(shard, `the clock of its folder ${describeUncertain(clock)}`);
  } finally {
    await rm(probe, { force: true });
  }
}

/** The same for all, and another one for every other meeting. */
function nameRun(seen: readonly Seen[]): string {
  const all = seen.map(({ instance }) => instance).join(' ');
  return `folder ${createHash('sha256').update(all).digest('hex').slice(0, 16)}`;
}

function explained(error: unknown, folder: string): unknown {
  const { code, syscall } = Object(error) as { code?: unknown; syscall?: unknown };
  if (typeof syscall !== 'string') return error;
  return new ConfigurationError(
    `${folder} can’t be used to meet in (${String(code)}): name a folder that can be written`,
    {
      key: '--meet',
    },
  );
}
