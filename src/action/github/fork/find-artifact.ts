import { Unpublishable } from '../../../evidence/unpublishable.ts';
import type { GitHub } from '../client.ts';
import type { PullRequest } from '../comments.ts';
import type { TriggeringRun } from './triggering-run.ts';
import { Unfetchable } from './unfetchable.ts';

/** What an artifact may take, packed. */
export const MOST_BYTES = 4 * 1024 * 1024;

export interface Artifact {
  readonly id: number;
  /** SHA-256 of the zip in hexadecimal digits, computed by GitHub when it was uploaded. */
  readonly sha256: string;
}

/** The run's one artifact of that name, checked as far as GitHub's list tells. Throws Unpublishable. */
export async function findArtifact(
  github: GitHub,
  { owner, repo }: Omit<PullRequest, 'number'>,
  run: TriggeringRun,
  name: string,
): Promise<Artifact> {
  const listed = await github.paginate(github.rest.actions.listWorkflowRunArtifacts, {
    owner,
    repo,
    run_id: run.runId,
    name,
    per_page: 100,
  });
  const named = listed.filter((artifact) => artifact.name === name);
  const [only] = named;
  if (only === undefined) {
    throw new Unfetchable(
      'no-artifact',
      `The run has no artifact “${name}”, the name that the input publish-artifact gives. Does the measuring job upload ` +
        'the file in the output result, even after a failed verdict (if: always())? ' +
        'A measurement that was cancelled early, or whose configuration has a mistake, leaves none.',
    );
  }
  if (named.length > 1) {
    throw new Unfetchable(
      'several-artifacts',
      `The run has ${named.length} artifacts “${name}”, and it is unclear which one is meant. ` +
        'End the name with the run’s attempt, as the example does.',
    );
  }
  if (!isOf(only.workflow_run, run)) {
    throw new Unfetchable('other-run', `The artifact “${name}” belongs to another run.`);
  }
  if (only.expired) throw new Unfetchable('expired', `The artifact “${name}” has expired.`);
  if (only.size_in_bytes > MOST_BYTES) throw tooLarge();
  const sha256 = /^sha256:([0-9a-f]{64})$/.exec(only.digest ?? '')?.[1];
  if (sha256 === undefined) {
    throw new Unfetchable(
      'no-digest',
      `GitHub has no SHA-256 for the artifact “${name}”. Upload it with version 4 or newer of actions/upload-artifact. ` +
        'On a GitHub Enterprise Server without version 4, a fork’s result can’t be published.',
    );
  }
  return { id: only.id, sha256 };
}

interface Source {
  readonly id?: number;
  readonly head_sha?: string;
  readonly head_repository_id?: number;
}

function isOf(source: Source | null | undefined, { runId, headSha, head }: TriggeringRun): boolean {
  return (
    source?.id === runId &&
    source.head_sha === headSha &&
    source.head_repository_id === (head?.id ?? Number.NaN)
  );
}

export function tooLarge(): Unpublishable {
  const allowed = MOST_BYTES / 1024 / 1024;
  return new Unpublishable(
    'too-large',
    `The artifact has more than ${allowed} MiB, which is the most that is read.`,
  );
}
