import { randomBytes } from 'node:crypto';
import type { Start } from '../meeting.ts';
import { Unmeasurable } from '../unmeasurable.ts';
import type { Gathering, GatheringOptions } from './gathering.ts';
import { type Listening, listen } from './listen.ts';
import { shardsMissing, writeWait } from './missing.ts';
import { FILES_MS, POLL_MS } from './protocol.ts';
import { Roll } from './roll.ts';
import { MACHINE_TIME, type Time } from './time.ts';

/** Between two looks at who is there. */
const LOOK_MS = 50;
/** Who does not know the start by then would be late. */
const KNOWN_BEFORE_MS = 250;

/** The first shard: the others come to it, and it has their files in the end. Its clock is the one of all. */
export function beFirst(
  { shard, port, token, plan, timeoutMs, tell }: GatheringOptions,
  time: Time = MACHINE_TIME,
): Gathering {
  const run = `meeting ${randomBytes(8).toString('hex')}`;
  const roll = new Roll(shard, plan, run);
  let listening: Listening | null = null;
  const open = async () => {
    listening ??= await listen(port, roll, shard.of, token, time);
  };
  const close = async () => {
    await listening?.close();
    listening = null;
  };
  const tellOthers = async (why: string, signal: AbortSignal) => {
    roll.callOff(why);
    // They hear of it at their next word.
    await time.pause(2 * POLL_MS, signal).catch(() => {});
    await close();
  };
  return {
    open,
    close,
    async leave(why, signal) {
      await tellOthers(`the first shard can’t begin: ${why}`, signal);
      return true;
    },
    async meet(_, signal) {
      await open();
      try {
        return await gather(signal);
      } catch (error) {
        await tellOthers(error instanceof Unmeasurable ? error.message : 'the first shard has ended', signal);
        if (signal.aborted)
          throw new Unmeasurable('cancelled', 'cancelled while waiting for the other shards');
        throw error;
      }
    },
    async deliver(file, signal) {
      const untilMs = time.now() + FILES_MS;
      const isOver = () => roll.calledOff !== null || roll.files.size === shard.of - 1;
      while (!isOver() && time.now() < untilMs && !signal.aborted)
        await time.pause(LOOK_MS, signal).catch(() => {});
      await close();
      return [file, ...[...roll.files].sort(([a], [b]) => a - b).map(([, left]) => left)];
    },
  };

  async function gather(signal: AbortSignal): Promise<Start> {
    const untilMs = time.now() + timeoutMs;
    let told = '';
    for (;;) {
      const nowMs = time.now();
      roll.settle(nowMs);
      if (roll.calledOff !== null) throw shardsMissing(shard, roll.calledOff);
      const { startMs } = roll;
      if (startMs !== null && roll.isKnown)
        return { atMs: startMs, clock: { offsetMs: 0, uncertaintyMs: 0, source: 'coordinator' }, run };
      if (startMs !== null && nowMs > startMs - KNOWN_BEFORE_MS)
        throw shardsMissing(shard, 'not all shards responded when they were sent the start time');
      const absent = roll.describeAbsent();
      if (startMs === null && nowMs >= untilMs)
        throw shardsMissing(shard, `${absent} after ${writeWait(timeoutMs)} of waiting`);
      if (startMs === null && absent !== told) tell(`Waiting for the other shards. ${absent}.`);
      told = absent;
      await time.pause(LOOK_MS, signal);
    }
  }
}
