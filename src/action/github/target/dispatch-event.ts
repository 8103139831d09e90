import { type Deployment, toDeployment } from './deployment.ts';

/**
 * What a host tells of a deployment by repository_dispatch, as Vercel does; all of it may be missing.
 * https://vercel.com/docs/git/vercel-for-github#repository-dispatch-events
 */
interface RawDispatch {
  readonly environment?: unknown;
  readonly url?: unknown;
  readonly git?: { readonly sha?: unknown; readonly ref?: unknown } | null;
  readonly state?: { readonly type?: unknown } | null;
}

interface Dispatched {
  readonly deployment: Deployment;
  /** The branch that was deployed, as the host says. */
  readonly ref: string | null;
}

/** Built and reachable; of a promoted one the environment says that it is production. */
const UP: readonly unknown[] = ['success', 'ready', 'promoted'];

/** The deployment of a payload of `repository_dispatch`; null where it tells of none, as those of other systems. */
export function readDispatchEvent(payload: {
  readonly action?: unknown;
  readonly client_payload?: unknown;
}): Dispatched | null {
  const { environment, url, git, state } = Object(payload.client_payload) as RawDispatch;
  const host = /^(?<host>vercel)\.deployment\.(?<state>[\w-]+)$/.exec(String(payload.action))?.groups;
  if (!host || typeof git?.sha !== 'string' || !/^[0-9a-f]{40,64}$/.test(git.sha)) return null;
  const said = typeof state?.type === 'string' ? state.type : host.state;
  const status = { id: 1, state: UP.includes(said) ? 'success' : said, environment_url: url };
  const raw = { id: 0, sha: git.sha, environment: typeof environment === 'string' ? environment : 'preview' };
  const deployment = toDeployment(raw, [status]);
  const ref = typeof git.ref === 'string' && git.ref !== '' ? git.ref : null;
  return deployment && { deployment: { ...deployment, isOnGitHub: false }, ref };
}
