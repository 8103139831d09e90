/** What shards and the first of them tell each other: JSON over HTTP, with a token that all of them were given. */
import { z } from 'zod';
import { MOST_SHARDS } from '../../config/shard.ts';

/** Where a shard says that it is there, again and again, and hears when to begin. */
export const ARRIVAL_PATH = '/arrival';
/** Where it leaves its file after the load. */
export const FILE_PATH = '/file';

/** Where a shard says why it will not come. */
export const LEAVE_PATH = '/leave';

/** A line of JSON; whatever is longer is none of ours. */
export const MOST_ARRIVAL_BYTES = 4096;

/** Between two arrivals of one shard. */
export const POLL_MS = 500;
/** After so long without a word from a shard, or from the first one, it has gone. */
export const SILENCE_MS = 10_000;
/** Of one request. */
export const REQUEST_MS = 3000;
/** From the last arrival to the start: each shard hears of it at its next poll, or the one after. */
export const LEAD_MS = 6000;
/** How long after the own load the others' files are waited for. */
export const FILES_MS = 120_000;

const index = z.number().int().min(1).max(MOST_SHARDS);

export const arrivalSchema = z.strictObject({
  index,
  of: index,
  /** Of the plan: shards of different plans are none of one load. */
  plan: z.string().max(200),
  /** Of the process, chosen by chance: no two of them may be one shard. */
  instance: z.string().max(64),
  /** Whether it knows the start. */
  knowsStart: z.boolean(),
});

export const leaveSchema = z.strictObject({ index, of: index, why: z.string().max(2000) });

export type Arrival = z.infer<typeof arrivalSchema>;
export type Leave = z.infer<typeof leaveSchema>;

export const answerSchema = z.object({
  /** The first shard's clock when the arrival came, and when this was sent. */
  heardMs: z.number(),
  saidMs: z.number(),
  /** By the first shard's clock; null before all are there. */
  startMs: z.number().nullable(),
  /** Names the meeting. */
  run: z.string().max(200),
  /** Why there will be no start; null as long as there may be one. */
  calledOff: z.string().max(2000).nullable(),
});

export type StartAnswer = z.infer<typeof answerSchema>;
