import { keyOf, type RunStamp } from '../marker.ts';

/**
 * The key of a fork's comment. It comes from the workflow, not from the result's name: a fork could otherwise write
 * into the comment of a measurement of ours, or a new comment with each push. The run's attempt at the end of an
 * artifact's name (`tailgate-attempt-2`) is left out, so that a second attempt updates the comment of the first. A
 * number alone is not taken for it: `load-1` and `load-2` may be two measurements.
 */
export function forkCommentKey(artifact: string, ownKey: string, { attempt }: RunStamp): string {
  const end = `-attempt-${attempt}`;
  const family = artifact.endsWith(end) ? artifact.slice(0, -end.length) : artifact;
  return keyOf(['fork', family, ownKey]);
}
