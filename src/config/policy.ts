/**
 * What a run is for. A pull request is compared and commented on; a night is recorded and watched for drift; a release
 * is held against the last one, and what can't be decided must not go out.
 */
export const POLICIES = ['pull-request', 'nightly', 'release'] as const;

export type Policy = (typeof POLICIES)[number];
