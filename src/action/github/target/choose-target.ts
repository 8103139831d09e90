import { fitsPattern } from '../../../config/target/glob.ts';
import { dashboardOf, isPreviewHost } from '../../../config/target/known-hosts.ts';
import { locate, urlOf } from '../../../config/target/location.ts';
import type { Deployment } from './deployment.ts';
import type { FinishedCheck } from './read-checks.ts';
import type { CommitStatus } from './read-statuses.ts';

/** What is looked for; it comes from the workflow, and from its runner. */
export interface Wanted {
  /** Pattern of environments (or of commit statuses' contexts); null: every environment but production. */
  readonly environment: string | null;
  readonly allowProduction: boolean;
  /** Host of the GitHub that has all this, an Enterprise Server as well: its pages are no environment. */
  readonly gitHubHost: string | null;
}

/** What GitHub knows of a commit at one moment. */
export interface SeenOfCommit {
  /** One of each environment, with a state where it is wanted. */
  readonly deployments: readonly Deployment[];
  /** Older ones of the environments that are wanted, as far as their states are known. */
  readonly older?: readonly Deployment[];
  readonly statuses: readonly CommitStatus[];
  /** Check runs that succeeded. */
  readonly checks?: readonly FinishedCheck[];
}

export type Candidate =
  | { readonly kind: 'deployment'; readonly deployment: Deployment; readonly url: string }
  | { readonly kind: 'status'; readonly status: CommitStatus; readonly url: string }
  | { readonly kind: 'check'; readonly check: FinishedCheck; readonly url: string };

export type Choice =
  | {
      readonly kind: 'found';
      readonly candidate: Candidate;
      /** Names of what else is up. */
      readonly others: readonly string[];
      /** URLs of older deployments of its environment that are up elsewhere. */
      readonly elsewhere: readonly string[];
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

/**
 * Picks the newest deployment that is up, else a commit status, else a check run that names a preview.
 * @param sha commit under test: its own deployments come before those of a merge of it, and they alone are waited for,
 * since each job with an environment makes one of the merge, also the job that this is
 */
export function chooseTarget(
  { deployments, older = [], statuses, checks = [] }: SeenOfCommit,
  wanted: Wanted,
  sha: string,
): Choice {
  const meant = deployments.filter((one) => isWanted(one, wanted));
  const up = meant.flatMap((deployment) => {
    const { state, url } = deployment;
    const isUp = (state === 'success' || state === 'inactive') && leadsToOne(url, wanted);
    return isUp ? [{ kind: 'deployment' as const, deployment, url }] : [];
  });
  // One that was replaced elsewhere may still be served; one that is said to be up comes first.
  const rank = ({ deployment: one }: (typeof up)[number]) =>
    Number(one.sha === sha) * 2 + Number(one.state === 'success');
  up.sort((a, b) => rank(b) - rank(a) || b.deployment.id - a.deployment.id);
  const previews = statuses.filter((status) => isPreview(status, wanted));
  const named = previews.flatMap((status) => {
    const { state, url } = status;
    return state === 'success' && leadsToOne(url, wanted) ? [{ kind: 'status' as const, status, url }] : [];
  });
  named.sort((a, b) => b.status.id - a.status.id);
  const checked = checks
    .filter((check) => isPreviewCheck(check, wanted))
    .map((check) => ({ kind: 'check' as const, check, url: check.url }));
  const [candidate, ...others] = [up, named, checked].find(({ length }) => length > 0) ?? [];
  if (candidate !== undefined) {
    const isPending = (one: Deployment) => one.sha === sha && PENDING.includes(one.state);
    const pending = meant.filter(isPending).map((one) => one.environment);
    const elsewhere = candidate.kind === 'deployment' ? urlsBeside(candidate, older, wanted) : [];
    return { kind: 'found', candidate, others: others.map(nameOf), elsewhere, pending };
  }
  // A dashboard stays one.
  const isOver = ({ state, url }: Deployment | CommitStatus) =>
    FAILED.includes(state) || (state === 'success' && url !== null && !leadsToOne(url, wanted));
  const all = [...meant, ...previews];
  return { kind: all.length > 0 && all.every(isOver) ? 'failed' : 'waiting' };
}

/** Whether a URL is one of an environment, as far as its host tells. */
function leadsToOne(url: string | null, { gitHubHost }: Wanted): url is string {
  return url !== null && dashboardOf(url, gitHubHost) === null;
}

/** Where else deployments of the same environment are up: which of them is meant, only the user knows. */
function urlsBeside(
  { deployment, url }: Extract<Candidate, { kind: 'deployment' }>,
  older: readonly Deployment[],
  wanted: Wanted,
): readonly string[] {
  const urls = older.flatMap((one) => {
    const isUp = one.environment === deployment.environment && one.state === 'success';
    return isUp && leadsToOne(one.url, wanted) ? [placeOf(one.url)] : [];
  });
  return [...new Set(urls)].filter((place) => place !== placeOf(url));
}

/** A URL as it is told and compared: without its query, which may hold a token. */
export function placeOf(url: string): string {
  return URL.canParse(url) ? urlOf(locate(new URL(url))) : '';
}

/** Whether the deployment is of an environment that is to be measured. */
export function isWanted({ environment, production }: Deployment, wanted: Wanted): boolean {
  if (production && !wanted.allowProduction) return false;
  return wanted.environment === null || fitsPattern(environment, wanted.environment);
}

/** Name by which the input environment picks it. */
function nameOf(candidate: Candidate): string {
  if (candidate.kind === 'deployment') return candidate.deployment.environment;
  return candidate.kind === 'status' ? candidate.status.context : candidate.check.name;
}

/** Whether the commit status is one that names a preview that is to be measured. */
export function isPreview({ context, url }: CommitStatus, wanted: Wanted): boolean {
  // Until there is a preview, the URL leads to the host's own pages.
  if (url !== null && dashboardOf(url, wanted.gitHubHost) !== null) return false;
  const patterns = wanted.environment === null ? PREVIEW_CONTEXTS : [wanted.environment];
  return patterns.some((pattern) => fitsPattern(context, pattern));
}

/** A check run's own page may be anywhere: only a host that serves nothing but environments says that it is one. */
function isPreviewCheck({ name, url }: FinishedCheck, { environment }: Wanted): boolean {
  return isPreviewHost(url) && (environment === null || fitsPattern(name, environment));
}
