/** What a result tells of a spike of the load, or of a fault on purpose. */
import { z } from 'zod';
import { count, figure, share } from './parts.ts';

export const recoverySchema = z
  .object({
    of: z.enum(['spike', 'fault']),
    fromSeconds: figure.describe('Seconds of load until the spike or the fault was over.'),
    seconds: figure
      .nullable()
      .describe(
        'From then until the service was as before; null if that did not happen within the measured time.',
      ),
    measuredSeconds: figure.describe('From then to the end of the load.'),
    lastStage: z
      .object({
        firstP99Ms: figure,
        p99Ms: figure,
        isSlower: z.boolean().describe('By more than 10 % and more than the first stage itself varies.'),
      })
      .nullable()
      .describe('P99 of the last stage and of the first, in ms; null if their loads differ.'),
  })
  .describe('How long the service took to recover; absent without a spike or a fault.');

export const faultSchema = z
  .object({
    fromSeconds: figure
      .nullable()
      .describe('Seconds of load until its command was started; null if it was not.'),
    toSeconds: figure.nullable().describe('The same until it was undone; null if it was not.'),
    requests: count.describe(
      'Requests that ended during it, and those that were sent during it and timed out afterwards.',
    ),
    errors: count.describe('Of these, those that did not succeed.'),
    missed: count.describe(
      'In a closed model, requests that would have been sent on the connections that waited for a timeout.',
    ),
    errorRate: share
      .nullable()
      .describe('Share of requests and missed ones that did not succeed; null without either.'),
  })
  .describe('The injected fault; absent without one.');
