/** The options of a load in a cluster: see kubernetes/. */
import type { Option } from './option.ts';
import * as readers from './option-readers.ts';
import { MOST_SHARDS } from './shard.ts';

export const CLUSTER_OPTIONS = {
  'pod-of': {
    read: readers.wholeWithin(1, MOST_SHARDS),
    value: 'N',
    flag: {
      run: 'generate one part of N, like --shard: the one in JOB_COMPLETION_INDEX, which the pods of an Indexed Job have',
    },
  },
  shards: {
    read: readers.wholeWithin(1, MOST_SHARDS),
    value: 'N',
    flag: { kubernetes: { usage: 'how many pods generate the load', default: '2' } },
  },
  image: {
    read: readers.text,
    value: 'IMAGE',
    flag: { kubernetes: 'image with Tailgate, built from its Dockerfile (required)' },
  },
  name: {
    read: readers.text,
    value: 'NAME',
    flag: { kubernetes: { usage: 'name of the Job and everything that belongs to it', default: 'tailgate' } },
  },
  namespace: {
    read: readers.text,
    value: 'NAME',
    flag: { kubernetes: 'namespace of the Job (default: the one that kubectl uses)' },
  },
  secret: {
    read: readers.text,
    value: 'NAME',
    flag: { kubernetes: 'Secret whose TAILGATE_ variables the scenario reads' },
  },
} as const satisfies Readonly<Record<string, Option>>;
