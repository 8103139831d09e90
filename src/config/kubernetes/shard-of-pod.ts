import { ConfigurationError } from '../configuration-error.ts';
import { parseShard, type Shard } from '../shard.ts';

/**
 * Which shard a pod of an Indexed Job is: Kubernetes tells its index, from 0, in JOB_COMPLETION_INDEX. Throws
 * ConfigurationError where it doesn't.
 */
export function shardOfPod(of: number, env: Readonly<Record<string, string | undefined>>): Shard {
  const index = env.JOB_COMPLETION_INDEX ?? '';
  if (/^\d{1,3}$/.test(index) && Number(index) < of) return parseShard(`${Number(index) + 1}/${of}`);
  throw new ConfigurationError(
    `needs JOB_COMPLETION_INDEX in the environment, from 0 to ${of - 1}, as a pod of an Indexed Job has it: elsewhere use --shard`,
    { key: '--pod-of' },
  );
}
