import { randomBytes } from 'node:crypto';
import type { Shard } from '../../config/shard.ts';
import type { ClockOffset } from '../meeting.ts';
import { Unmeasurable } from '../unmeasurable.ts';
import { askFirst, type HttpAnswer } from './ask-first.ts';
import { type ClockBounds, describeUncertain, isCertain, narrow, offsetWithin } from './clock-bounds.ts';
import type { Gathering, GatheringOptions } from './gathering.ts';
import { shardsMissing, tooLate, writeWait } from './missing.ts';
import {
  ARRIVAL_PATH,
  answerSchema,
  FILE_PATH,
  FILES_MS,
  LEAVE_PATH,
  POLL_MS,
  SILENCE_MS,
  type StartAnswer,
} from './protocol.ts';
import { MACHINE_TIME, type Time } from './time.ts';

/** Exchanges from which the clock is learnt, where the first ones leave more than `ENOUGH_MS`. */
const MOST_EXCHANGES = 12;
const ENOUGH_MS = 2;
/** In timeouts: a first shard that answers, and never calls the start nor calls it off, is waited for no longer. */
const LONGEST_WAIT = 3;
/** Of one file. */
const FILE_MS = 30_000;

/** Any other shard than the first: it comes there, learns that one's clock from the exchanges, and leaves its file. */
export function joinFirst(
  { shard, url, token, plan, timeoutMs, tell }: GatheringOptions,
  time: Time = MACHINE_TIME,
): Gathering {
  const instance = randomBytes(8).toString('hex');
  /** What the first one said last. */
  let heard: StartAnswer | null = null;
  /** Whether that one has heard that this one knows the start, and counts on it: it takes this one's file. */
  let expected = false;
  return {
    open: async () => {},
    close: async () => {},
    async leave(why, signal) {
      const body = JSON.stringify({ index: shard.index, of: shard.of, why: why.slice(0, 2000) });
      const answered = await ask(LEAVE_PATH, body, signal);
      return 'status' in answered && answered.status === 200;
    },
    async meet(_, signal) {
      try {
        return await join(signal);
      } catch (error) {
        if (signal.aborted)
          throw new Unmeasurable('cancelled', 'cancelled while waiting for the other shards');
        throw error;
      }
    },
    async deliver(file, signal) {
      if (heard?.calledOff != null) return null;
      if (!expected)
        throw new Unmeasurable(
          'shards-missing',
          'the first shard accepts nothing from a shard that did not start',
        );
      const path = `${FILE_PATH}?index=${shard.index}&instance=${instance}`;
      const untilMs = time.now() + FILES_MS;
      for (;;) {
        const answered = await ask(path, file, signal, FILE_MS);
        if (signal.aborted) throw new Unmeasurable('cancelled', 'cancelled before its file was taken');
        if ('status' in answered && answered.status === 200) return null;
        const why = 'why' in answered ? answered.why : whyRefused(answered);
        const isOver = 'status' in answered || time.now() >= untilMs;
        if (isOver)
          throw new Unmeasurable('shards-missing', `the first shard did not take this one’s file: ${why}`);
        await time.pause(POLL_MS, signal).catch(() => {});
      }
    },
  };

  async function join(signal: AbortSignal) {
    const cameMs = time.now();
    const untilMs = cameMs + timeoutMs;
    let known: ClockBounds | null = null;
    let answer: StartAnswer | null = null;
    let lastMs = time.now();
    let exchanges = 0;
    let told = '';
    for (;;) {
      const arrival = { ...shard, plan, instance, knowsStart: answer?.startMs != null };
      const sentMs = time.now();
      const answered = await ask(ARRIVAL_PATH, JSON.stringify(arrival), signal);
      const nowMs = time.now();
      signal.throwIfAborted();
      if ('why' in answered) {
        // Before the first word its name may not be known yet, nor its process have begun.
        const patienceMs = answer === null ? untilMs : lastMs + SILENCE_MS;
        const where =
          answer === null ? `the first shard did not answer at ${url}` : 'the first shard has gone';
        if (nowMs >= patienceMs) throw shardsMissing(shard, `${where} (${answered.why})`);
        if (answered.why !== told) tell(`Waiting for the first shard at ${url}: ${answered.why}.`);
        told = answered.why;
        await time.pause(POLL_MS, signal);
        continue;
      }
      if (answered.status !== 200)
        throw shardsMissing(shard, `the first shard refused it: ${whyRefused(answered)}`);
      const confirmed = arrival.knowsStart;
      answer = readAnswer(answered, shard);
      if (heard === null) tell('The first shard is there. Waiting for the others.');
      heard = answer;
      lastMs = nowMs;
      exchanges += 1;
      // Both clocks are cut to whole milliseconds.
      known = narrow(known, { fromMs: answer.saidMs - nowMs - 1, toMs: answer.heardMs - sentMs + 1 });
      if (answer.calledOff !== null) throw shardsMissing(shard, answer.calledOff);
      expected ||= confirmed;
      const clock = offsetWithin(known, 'coordinator');
      const { startMs } = answer;
      const isLearnt = clock.uncertaintyMs <= ENOUGH_MS || exchanges >= MOST_EXCHANGES;
      if (startMs !== null && confirmed && isLearnt) return begin(startMs, clock, answer.run, nowMs);
      // As long as the first one answers it decides how long all wait: it may have come later than this one.
      const waitedMs = nowMs - cameMs;
      if (startMs === null && waitedMs >= LONGEST_WAIT * timeoutMs)
        throw shardsMissing(shard, `the first shard had not called the start after ${writeWait(waitedMs)}`);
      if (startMs === null) await time.pause(POLL_MS, signal);
      else if (confirmed) await time.pause(POLL_MS / 10, signal);
    }
  }

  function begin(startMs: number, clock: ClockOffset, run: string, nowMs: number) {
    if (!isCertain(clock)) throw shardsMissing(shard, `the first shard’s clock ${describeUncertain(clock)}`);
    const atMs = startMs - clock.offsetMs;
    if (nowMs > atMs) throw tooLate(shard, nowMs - atMs);
    return { atMs, clock, run };
  }

  async function ask(
    path: string,
    body: string,
    signal: AbortSignal,
    timeoutMs?: number,
  ): Promise<HttpAnswer | { readonly why: string }> {
    try {
      const answered = await askFirst(url, path, {
        token,
        body,
        signal,
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      });
      // Not all of it came in time; or a proxy before it says that it is not there, as a service mesh has one.
      const isOnWay = answered.status === 408 || answered.status >= 500;
      return isOnWay ? { why: `HTTP ${answered.status}` } : answered;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return { why: code ?? message };
    }
  }
}

/** Throws Unmeasurable where something else than a first shard answers there. */
function readAnswer({ text }: HttpAnswer, shard: Shard): StartAnswer {
  const read = answerSchema.safeParse(parseJson(text));
  if (read.success) return read.data;
  throw shardsMissing(shard, 'what answers in place of the first shard is none');
}

function whyRefused({ status, text }: HttpAnswer): string {
  const { why } = Object(parseJson(text)) as { why?: unknown };
  return typeof why === 'string' ? why.slice(0, 500) : `HTTP ${status}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
