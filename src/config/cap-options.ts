/** The options that bound what a configuration may ask for: they follow those of the load. */
import type { Option } from './option.ts';
import { MOST_REQUESTS } from './option-parts.ts';
import * as readers from './option-readers.ts';

export const CAP_OPTIONS = {
  'max-connections': {
    read: readers.wholeWithin(1, 100_000),
    input: 'Most connections that the configuration may ask for.',
    default: '1000',
    overrides: 'maxConnections',
  },
  'max-duration': {
    read: readers.durationWithin({ from: '1s', to: '24h' }),
    input:
      'Longest load in all: warm-ups, both sides, a second round and the wait for last responses. A configuration that asks for more is refused; a load that takes longer ends there, and what was seen is judged.',
    default: '1h',
    overrides: 'maxDurationMs',
  },
  'max-requests': {
    read: readers.wholeWithin(1, Number.MAX_SAFE_INTEGER),
    input:
      'Most requests of the load: both sides and all warm-ups together. A load with a rate that would come to more is refused; any other ends there, with a verdict on what was seen.',
    default: MOST_REQUESTS,
    value: 'N',
    flag: {
      run: 'end the load after so many requests, warm-ups and both sides together',
      merge: 'the cap that the shards had',
      kubernetes: 'end the load after so many requests of all pods together',
    },
    overrides: 'maxRequests',
    again: (given) => (given === MOST_REQUESTS ? '' : given),
  },
} as const satisfies Readonly<Record<string, Option>>;
