/** A check run of our own on the commit under test, beside the job's: one for each attempt of a run and each key. */
import type { GitHub } from './client.ts';
import { describeFailure, isAmbiguous } from './retry.ts';

export interface Repository {
  readonly owner: string;
  readonly repo: string;
}

export type CheckConclusion = 'success' | 'failure' | 'neutral' | 'cancelled';

export interface CheckRun {
  /** As the list of checks shows it. */
  readonly name: string;
  readonly headSha: string;
  /** Tells this run's from an earlier one's of the same name. */
  readonly externalId: string;
  readonly detailsUrl: string | null;
  /** Null while it is in progress. */
  readonly conclusion: CheckConclusion | null;
  /** Title of at most 255 characters; the summary in at most `limit`. */
  render(limit: number): { readonly title: string; readonly summary: string };
}

/** GitHub's limit for a summary, and what is tried where its count differs from ours. */
const LIMIT = 65_535;
const SMALL_LIMIT = 30_000;

/** Creates it and gives its id, or null where GitHub's response can't be read. Throws what GitHub refused. */
export async function createCheckRun(
  github: GitHub,
  repository: Repository,
  run: CheckRun,
): Promise<number | null> {
  const { data } = await write(run, (body) =>
    github.rest.checks.create({
      ...repository,
      name: run.name,
      head_sha: run.headSha,
      external_id: run.externalId,
      ...body,
    }),
  );
  return idOf(data);
}

/**
 * Completes the check run: the one with this id, else the one that a request without a response may have left, else a
 * new one. Throws what GitHub refused.
 */
export async function completeCheckRun(
  github: GitHub,
  repository: Repository,
  run: CheckRun,
  id: number | null,
): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const known = id ?? (await findCheckRun(github, repository, run).catch(orCreate(attempt)));
    if (known !== null) {
      await write(run, (body) => github.rest.checks.update({ ...repository, check_run_id: known, ...body }));
      return;
    }
    try {
      await createCheckRun(github, repository, run);
      return;
    } catch (error) {
      // A POST without a clear response may have taken effect.
      if (attempt > 0 || !isAmbiguous(describeFailure(error))) throw error;
    }
  }
}

/**
 * Without the list a new one is created: GitHub shows the newest of a name, and one left in progress blocks the merge.
 */
function orCreate(attempt: number) {
  return (error: unknown): null => {
    if (attempt > 0) throw error;
    return null;
  };
}

async function findCheckRun(
  github: GitHub,
  repository: Repository,
  { name, headSha, externalId }: CheckRun,
): Promise<number | null> {
  const { data } = await github.rest.checks.listForRef({
    ...repository,
    ref: headSha,
    check_name: name,
    filter: 'all',
    per_page: 100,
  });
  const ours = data.check_runs.find(({ external_id }) => external_id === externalId);
  return ours?.id ?? null;
}

interface Body {
  readonly status: 'in_progress' | 'completed';
  readonly conclusion?: CheckConclusion;
  readonly details_url?: string;
  readonly output: { title: string; summary: string };
}

async function write<T>(run: CheckRun, send: (body: Body) => Promise<T>): Promise<T> {
  const { conclusion, detailsUrl, render } = run;
  const body = (limit: number): Body => ({
    ...(conclusion === null ? { status: 'in_progress' } : { status: 'completed', conclusion }),
    ...(detailsUrl === null ? {} : { details_url: detailsUrl }),
    output: { ...render(limit) },
  });
  try {
    return await send(body(LIMIT));
  } catch (error) {
    const { status, message } = describeFailure(error);
    if (status !== 422 || !/too long|too large|exceeds|at most/i.test(message)) throw error;
    return send(body(SMALL_LIMIT));
  }
}

function idOf(data: unknown): number | null {
  const { id } = Object(data) as { id?: unknown };
  return typeof id === 'number' ? id : null;
}
