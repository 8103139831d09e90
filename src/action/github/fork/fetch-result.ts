import type { Result } from '../../../evidence/result/schema.ts';
import { Unpublishable } from '../../../evidence/unpublishable.ts';
import { readUntrustedResult } from '../../../evidence/untrusted-result.ts';
import { unpackArtifact } from '../../../store/unpack-artifact.ts';
import type { GitHub } from '../client.ts';
import type { PullRequest } from '../comments.ts';
import { describeFailure, isRateLimited } from '../retry.ts';
import { downloadArtifact } from './download-artifact.ts';
import { findArtifact } from './find-artifact.ts';
import { resolvePull } from './resolve-pull.ts';
import type { TriggeringRun } from './triggering-run.ts';
import { Unfetchable } from './unfetchable.ts';

export interface ForkResult {
  readonly pull: PullRequest;
  readonly result: Result;
}

/**
 * The run's pull request and what the run says that it measured. Throws Unpublishable, and nothing else but for bugs.
 */
export async function fetchResult(
  github: GitHub,
  run: TriggeringRun,
  artifactName: string,
  signal: AbortSignal,
): Promise<ForkResult> {
  const { pull, zip } = await ask(async () => {
    const pull = await resolvePull(github, run);
    const artifact = await findArtifact(github, pull, run, artifactName);
    return { pull, zip: await downloadArtifact(github, pull, artifact, signal) };
  });
  const result = readUntrustedResult(await unpackArtifact(zip));
  if (result.commit === run.headSha) return { pull, result };
  throw new Unfetchable('other-commit', "The result says that it is for a different commit from the run's.");
}

/** Whatever GitHub has against it, nothing can be published. */
async function ask<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Unpublishable) throw error;
    throw new Unfetchable('github', explainAccess(error));
  }
}

const PERMISSIONS = 'permissions:\n  actions: read\n  pull-requests: write';

/** Why the run, its artifact or its pull request could not be read, and what would help. */
function explainAccess(error: unknown): string {
  const { status, ...failure } = describeFailure(error);
  if (status === null) return `A required response did not arrive (${failure.message}). Run the job again.`;
  if (isRateLimited({ status, ...failure })) return `GitHub’s rate limit is used up (HTTP ${status}).`;
  if (status === 401) return 'GitHub does not accept the token (HTTP 401). Check the input token.';
  if (status !== 403 && status !== 404) return `GitHub answered ${status}. Run the job again.`;
  return `The token may not read the run’s artifacts or its pull request (HTTP ${status}). The job needs\n${PERMISSIONS}`;
}
