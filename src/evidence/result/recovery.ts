/** What a result tells of a spike of the load, or of a fault on purpose. */
import { z } from 'zod';
import { count, figure, share } from './parts.ts';

export const recoverySchema = z
  .object({
    of: z.enum(['spike', 'fault']),
    fromSeconds: figure.describe('Seconds of load until the spike, or the fault, was over.'),
    seconds: figure
      .nullable()
      .describe('From then on until the service was as before; null if it was not within what was measured.'),
    measuredSeconds: figure.describe('From then on to the end of the load.'),
    lastStage: z
      .object({
        firstP99Ms: figure,
        p99Ms: figure,
        isSlower: z.boolean().describe('By more than 10 % and what the first stage itself varies by.'),
      })
      .nullable()
      .describe('P99 of the last stage beside the first, in ms; null if they have not the same load.'),
  })
  .describe('How long the service took to be as before; absent without a spike or a fault.');

export const faultSchema = z
  .object({
    fromSeconds: figure
      .nullable()
      .describe('Seconds of load until its command was begun; null if it was not.'),
    toSeconds: figure.nullable().describe('The same until it was undone; null if it was not.'),
    requests: count.describe(
      'That ended while it lasted, and those that timed out after it but were sent in it.',
    ),
    errors: count.describe('Of these, those that did not succeed.'),
    missed: count.describe(
      'In a closed model, requests that would have come on the connections that waited for a timeout.',
    ),
    errorRate: share
      .nullable()
      .describe('Share of requests and missed ones that did not succeed; null without either.'),
  })
  .describe('The fault on purpose; absent without one.');
