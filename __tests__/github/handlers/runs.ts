import { randomBytes } from 'node:crypto';
import { jobBody } from '../bodies/job.ts';
import { artifactBody, runBody } from '../bodies/run.ts';
import { type Handlers, notFound, ok, page, refuse } from '../responses.ts';

export const runHandlers: Handlers = {
  'actions/get-workflow-run': ({ params }, { state, api }) => {
    const run = state.runs.find(({ id }) => id === Number(params.run_id));
    return run ? ok(runBody(api, state.repository, run)) : notFound();
  },
  /** Jobs that were not run again are listed in later attempts as well. */
  'actions/list-jobs-for-workflow-run-attempt': (call, { state, api }) => {
    const run = state.runs.find(({ id }) => id === Number(call.params.run_id));
    const attempt = Number(call.params.attempt_number);
    if (!run || attempt > run.run_attempt) return notFound();
    const listed = state.jobs.filter((job) => job.runId === run.id && job.attempt <= attempt);
    const bodies = listed.map((job) => jobBody(api, state.repository, job, run));
    return page(call, bodies, (jobs) => ({ total_count: listed.length, jobs }));
  },
  'actions/list-workflow-run-artifacts': (call, { state, api }) => {
    const run = state.runs.find(({ id }) => id === Number(call.params.run_id));
    if (!run) return notFound();
    const name = call.query.get('name');
    const fitting = state.artifacts.filter(
      (one) => one.runId === run.id && (name === null || one.name === name),
    );
    const bodies = fitting.toReversed().map((one) => artifactBody(api, state.repository, one, run));
    return page(call, bodies, (artifacts) => ({ total_count: fitting.length, artifacts }));
  },
  'actions/get-artifact': ({ params }, { state, api }) => {
    const artifact = state.artifacts.find(({ id }) => id === Number(params.artifact_id));
    if (!artifact) return notFound();
    const run = state.runs.find(({ id }) => id === artifact.runId);
    return ok(artifactBody(api, state.repository, artifact, run));
  },
  /** As GitHub does, to a signed address at another host. */
  'actions/download-artifact': ({ params }, { state, blobs }) => {
    const artifact = state.artifacts.find(({ id }) => id === Number(params.artifact_id));
    if (!artifact || params.archive_format !== 'zip') return notFound();
    if (artifact.expired) return refuse(410, 'Artifact has expired');
    const signature = randomBytes(8).toString('hex');
    return { status: 302, headers: { location: `${blobs}/artifacts/${artifact.id}.zip?sig=${signature}` } };
  },
};
