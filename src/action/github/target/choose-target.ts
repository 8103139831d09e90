import { fitsPattern } from '../../../config/target/glob.ts';
import type { Deployment } from './deployment.ts';
import type { CommitStatus } from './read-statuses.ts';

/** What is looked for; it comes from the workflow. */
export interface Wanted {
  /** Pattern of environments (or of commit statuses' contexts); null: every environment but production. */
  readonly environment: string | null;
  readonly allowProduction: boolean;
}

/** What GitHub knows of a commit at one moment. */
export interface SeenOfCommit {
  /** One of each environment, with a state where it is wanted. */
  readonly deployments: readonly Deployment[];
  readonly statuses: readonly CommitStatus[];
}

export type Candidate =
  | { readonly kind: 'deployment'; readonly deployment: Deployment; readonly url: string }
  | { readonly kind: 'status'; readonly status: CommitStatus; readonly url: string };

export type Choice =
  | {
      readonly kind: 'found';
      readonly candidate: Candidate;
      /** Names of what else is up. */
      readonly others: readonly string[];
      /** Names of what may come up yet, and be the newer one then. */
      readonly pending: readonly string[];
    }
  /** It may still come. */
  | { readonly kind: 'waiting' }
  /** Everything that was wanted has failed: another try would be a new deployment. */
  | { readonly kind: 'failed' };

/** Contexts under which hosts that create no deployments put a preview's URL. */
const PREVIEW_CONTEXTS = ['netlify/*/deploy-preview'];
const FAILED: readonly (string | null)[] = ['failure', 'error'];
const PENDING: readonly (string | null)[] = [null, 'pending', 'queued', 'in_progress', 'waiting'];

/** Picks the newest deployment that is up, else a commit status that names a preview. */
export function chooseTarget({ deployments, statuses }: SeenOfCommit, wanted: Wanted): Choice {
  const meant = deployments.filter((one) => isWanted(one, wanted));
  const up = meant.flatMap((deployment) => {
    const { state, url } = deployment;
    const isUp = url !== null && (state === 'success' || state === 'inactive');
    return isUp ? [{ kind: 'deployment' as const, deployment, url }] : [];
  });
  // One that was replaced elsewhere may still be served; one that is said to be up comes first.
  up.sort((a, b) => rank(b.deployment) - rank(a.deployment) || b.deployment.id - a.deployment.id);
  const previews = statuses.filter((status) => isPreview(status, wanted));
  const named = previews.flatMap((status) => {
    const { state, url } = status;
    return state === 'success' && url !== null ? [{ kind: 'status' as const, status, url }] : [];
  });
  named.sort((a, b) => b.status.id - a.status.id);
  const [candidate, ...others] = up.length > 0 ? up : named;
  if (candidate !== undefined) {
    const pending = meant.filter(({ state }) => PENDING.includes(state)).map((one) => one.environment);
    return { kind: 'found', candidate, others: others.map(nameOf), pending };
  }
  const states = [...meant, ...previews].map(({ state }) => state);
  return {
    kind: states.length > 0 && states.every((state) => FAILED.includes(state)) ? 'failed' : 'waiting',
  };
}

/** Whether the deployment is of an environment that is to be measured. */
export function isWanted({ environment, production }: Deployment, wanted: Wanted): boolean {
  if (production && !wanted.allowProduction) return false;
  return wanted.environment === null || fitsPattern(environment, wanted.environment);
}

/** Name by which the input environment picks it. */
function nameOf(candidate: Candidate): string {
  return candidate.kind === 'deployment' ? candidate.deployment.environment : candidate.status.context;
}

/** Whether the commit status is one that names a preview that is to be measured. */
export function isPreview({ context, url }: CommitStatus, wanted: Wanted): boolean {
  // Until there is a preview, the URL leads to the host's own pages.
  if (url !== null && /^https?:\/\/app\.netlify\.com(\/|$)/i.test(url)) return false;
  const patterns = wanted.environment === null ? PREVIEW_CONTEXTS : [wanted.environment];
  return patterns.some((pattern) => fitsPattern(context, pattern));
}

function rank({ state }: Deployment): number {
  return state === 'success' ? 1 : 0;
}
