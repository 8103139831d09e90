/** The options that bound what a configuration may ask for: they follow those of the load. */
import type { Option } from './option.ts';
import { MOST_REQUESTS } from './option-parts.ts';
import * as readers from './option-readers.ts';

export const CAP_OPTIONS = {
  'max-connections': {
    read: readers.wholeWithin(1, 100_000),
    input: 'Maximum number of connections that the configuration may use.',
    default: '1000',
    overrides: 'maxConnections',
  },
  'max-duration': {
    read: readers.durationWithin({ from: '1s', to: '24h' }),
    input:
      'Maximum length of the load: warm-ups, both sides, a second round and the wait for the last responses. A configuration that needs more is refused; a load that takes longer is ended, and the verdict covers what was measured.',
    default: '1h',
    overrides: 'maxDurationMs',
  },
  'max-requests': {
    read: readers.wholeWithin(1, Number.MAX_SAFE_INTEGER),
    input:
      'Maximum number of requests, counting both sides and all warm-ups. A load with a rate that would exceed it is refused; any other is ended there, and the verdict covers what was measured.',
    default: MOST_REQUESTS,
    value: 'N',
    flag: {
      run: 'end the load after this many requests, counting warm-ups and both sides',
      merge: "the shards' cap",
      kubernetes: 'end the load after this many requests of all pods together',
    },
    overrides: 'maxRequests',
    again: (given) => (given === MOST_REQUESTS ? '' : given),
  },
} as const satisfies Readonly<Record<string, Option>>;
