import { z } from 'zod';
import type { RunStamp } from '../marker.ts';

/** The workflow run whose end started this one, as GitHub tells of it: nothing in here is the pull request's word. */
export interface TriggeringRun extends RunStamp {
  /** What had started it, such as `pull_request`. */
  readonly event: string;
  readonly headSha: string;
  /** A fork's branch may be named anything. */
  readonly headBranch: string | null;
  /** Null where the fork has been deleted since. */
  readonly head: { readonly id: number; readonly owner: string } | null;
  /** The repository that this workflow belongs to. */
  readonly repository: { readonly id: number; readonly owner: string; readonly name: string };
  readonly url: string;
}

const id = z.number().int().positive();

const payloadSchema = z.object({
  repository: z.object({ id, name: z.string(), owner: z.object({ login: z.string() }) }),
  workflow_run: z.object({
    id,
    run_attempt: id.default(1),
    event: z.string(),
    head_sha: z.string().regex(/^[0-9a-f]{40,64}$/),
    head_branch: z.string().nullable().default(null),
    head_repository: z
      .object({ id, owner: z.object({ login: z.string() }) })
      .nullable()
      .default(null),
    html_url: z.string(),
  }),
});

/** From the payload of an event `workflow_run`; null for any other. */
export function readTriggeringRun(payload: unknown): TriggeringRun | null {
  const read = payloadSchema.safeParse(payload);
  if (!read.success) return null;
  const { workflow_run: run, repository } = read.data;
  return {
    runId: run.id,
    attempt: run.run_attempt,
    event: run.event,
    headSha: run.head_sha,
    headBranch: run.head_branch,
    head: run.head_repository && { id: run.head_repository.id, owner: run.head_repository.owner.login },
    repository: { id: repository.id, owner: repository.owner.login, name: repository.name },
    url: run.html_url,
  };
}
