import type { Result } from '../../../evidence/result/schema.ts';
import { Unpublishable } from '../../../evidence/unpublishable.ts';
import { readUntrustedResult } from '../../../evidence/untrusted-result.ts';
import { unpackArtifact } from '../../../store/unpack-artifact.ts';
import type { GitHub } from '../client.ts';
import type { PullRequest } from '../comments.ts';
import { downloadArtifact } from './download-artifact.ts';
import { explainAccess } from './explain-access.ts';
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
  throw new Unfetchable(
    'other-commit',
    'The result says that it is of another commit than the one that the run was for.',
  );
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
