import { z } from 'zod';
import { parseDuration } from '../units.ts';
import { quantity, section, wanted, whole } from './schema-parts.ts';

/** Ends of an attempt other than a response, as `retry.on` calls them. */
const RETRIED_ENDS = ['timeout', 'socket', 'unanswered'] as const;

const ON = `write a status from 400 to 599, or one of ${RETRIED_ENDS.join(', ')}`;
const RETRY = 'write a mapping such as { on: [503, timeout], times: 3, backoff: 100 ms }, or false';

const policySchema = section(
  {
    on: z
      .array(
        z
          .union(
            [
              z
                .int({ error: wanted(ON) })
                .min(400, { error: wanted(ON) })
                .max(599, { error: wanted(ON) }),
              z.enum(RETRIED_ENDS, { error: wanted(ON) }),
            ],
            { error: wanted(ON) },
          )
          .meta({
            description:
              'A status, a timeout, a broken connection, or one that was closed without a response.',
          }),
        { error: wanted('write a list such as [429, 503, timeout]') },
      )
      .min(1, {
        error: () => 'is empty, so nothing would be retried: write [429, 503, timeout], or retry: false',
      })
      .meta({
        description: `What leads to a retry: statuses from 400 on, ${RETRIED_ENDS.join(', ')}.`,
        examples: [[409, 429, 503, 'timeout']],
      }),
    times: whole(1, 10, {
      description: 'Maximum number of retries.',
      examples: [3],
    }).prefault(3),
    backoff: quantity(
      parseDuration,
      { from: '1ms', to: '30s' },
      {
        description:
          'The wait before the first retry is drawn from 0 to this, and doubles for each further one, up to 30 s; the wait in Retry-After is added.',
        examples: ['100 ms'],
      },
    ).prefault('100ms'),
  },
  { description: 'When a request is retried, and how soon.' },
);

/** `retry` of a request or of all requests: what is read, or false where nothing is sent again. */
export function retry(description: string) {
  return z
    .union([policySchema, z.literal(false, { error: wanted(RETRY) })], { error: wanted(RETRY) })
    .meta({ description, examples: [{ on: [429, 503, 'timeout'], times: 3, backoff: '100 ms' }] });
}

export type RetryConfig = z.output<typeof policySchema>;
