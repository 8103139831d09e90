import { deploymentBody, deploymentStatusBody, statusBody } from '../bodies/deployment.ts';
import { minimalRepository } from '../bodies/repository.ts';
import type { CommitStatus } from '../entities.ts';
import { type Handlers, notFound, ok, page, type Surroundings } from '../responses.ts';
import { repositoryOf } from '../state.ts';

export const deploymentHandlers: Handlers = {
  'repos/list-deployments': (call, { state, api }) => {
    const { query } = call;
    const wanted = (['sha', 'ref', 'environment'] as const).filter((key) => query.has(key));
    const fitting = state.deployments.filter((one) => wanted.every((key) => one[key] === query.get(key)));
    return page(
      call,
      fitting.toReversed().map((deployment) => deploymentBody(api, state.repository, deployment)),
    );
  },
  'repos/get-deployment': ({ params }, { state, api }) => {
    const deployment = state.deployments.find(({ id }) => id === Number(params.deployment_id));
    return deployment ? ok(deploymentBody(api, state.repository, deployment)) : notFound();
  },
  'repos/list-deployment-statuses': (call, { state, api }) => {
    const deployment = state.deployments.find(({ id }) => id === Number(call.params.deployment_id));
    if (!deployment) return notFound();
    const newestFirst = deployment.statuses.toReversed();
    return page(
      call,
      newestFirst.map((status) => deploymentStatusBody(api, state.repository, deployment, status)),
    );
  },
  'repos/list-commit-statuses-for-ref': async (call, around) => {
    const { state, api } = around;
    const newestFirst = (await statusesOf(call.params.ref ?? '', around)).toReversed();
    return page(
      call,
      newestFirst.map((status) => ({ ...statusBody(api, state.repository, status), creator: null })),
    );
  },
  /** The newest status of each context, and what they come to. */
  'repos/get-combined-status-for-ref': async (call, around) => {
    const { state, api } = around;
    const ref = call.params.ref ?? '';
    const all = await statusesOf(ref, around);
    const newest = [...new Map(all.map((status) => [status.context, status])).values()];
    const states = newest.map((status) => status.state);
    const bad = states.some((one) => one === 'failure' || one === 'error');
    const waiting = states.length === 0 || states.includes('pending');
    const url = `${api}/repos/${state.repository}/commits/${encodeURIComponent(ref)}`;
    const rest = {
      state: bad ? 'failure' : waiting ? 'pending' : 'success',
      sha: all[0]?.sha ?? ref,
      total_count: newest.length,
      repository: minimalRepository(api, repositoryOf(state.repository)),
      commit_url: url,
      url: `${url}/status`,
    };
    const bodies = newest.map((status) => statusBody(api, state.repository, status));
    return page(call, bodies, (statuses) => ({ ...rest, statuses }));
  },
};

/** Oldest first. A ref that is no SHA is looked up in git. */
async function statusesOf(ref: string, { state, git }: Surroundings): Promise<CommitStatus[]> {
  const sha = /^[0-9a-f]{40}$/.test(ref) ? ref : await git.resolve(ref);
  return state.statuses.filter((status) => status.sha === sha);
}
