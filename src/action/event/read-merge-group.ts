/** A group of the merge queue: what the default branch would be once the pull request is merged. */
export interface MergeGroup {
  /** What the group is merged onto: the branch, or the group before it in the queue. */
  readonly baseSha: string | null;
  readonly headSha: string | null;
  /** The pull request that the queue added with this group; null where its branch doesn't tell. */
  readonly number: number | null;
}

/** The part of a payload that is used; all of it may be missing. */
export interface RawMergeGroup {
  readonly head_sha?: unknown;
  readonly base_sha?: unknown;
  readonly head_ref?: unknown;
}

/** `refs/heads/gh-readonly-queue/main/pr-7-<SHA of the base>`; the queue's branch may have slashes in it. */
const QUEUE_REF = /^(?:refs\/heads\/)?gh-readonly-queue\/.+\/pr-(?<number>[1-9]\d{0,9})-[0-9a-f]{40,64}$/;

export function readMergeGroup({ head_sha: head, base_sha: base, head_ref: ref }: RawMergeGroup): MergeGroup {
  const number = typeof ref === 'string' ? QUEUE_REF.exec(ref)?.groups?.number : undefined;
  return {
    baseSha: shaOrNull(base),
    headSha: shaOrNull(head),
    number: number === undefined ? null : Number(number),
  };
}

function shaOrNull(text: unknown): string | null {
  return typeof text === 'string' && /^[0-9a-f]{40,64}$/.test(text) ? text : null;
}
