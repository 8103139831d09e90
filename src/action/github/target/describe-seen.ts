import { fitsPattern } from '../../../config/target/glob.ts';
import { dashboardOf } from '../../../config/target/known-hosts.ts';
import { isPreview, isWanted, type SeenOfCommit, type Wanted } from './choose-target.ts';
import { type Deployment, explainProduction } from './deployment.ts';
import type { CommitStatus } from './read-statuses.ts';

const MOST = 6;

/**
 * What there is, in words, for the log and for the reason: `deployments: “Preview” is pending; commit statuses: none`.
 * Of what could not be read (`unread`) nothing is said; '' where that is both. What was asked for comes first.
 */
export function describeCommit(
  { deployments, statuses }: SeenOfCommit,
  wanted: Wanted,
  unread: readonly (keyof SeenOfCommit)[] = [],
): string {
  const meant = first(deployments, (one) => isWanted(one, wanted));
  const listed = listSome(meant.map((one) => describeDeployment(one, wanted)));
  const previews = first(statuses, (one) => isPreview(one, wanted));
  const contexts = listSome(previews.map((one) => describeStatus(one, wanted)));
  return [
    ...(unread.includes('deployments') ? [] : [`deployments: ${listed}`]),
    ...(unread.includes('statuses') ? [] : [`commit statuses: ${contexts}`]),
  ].join('; ');
}

function describeStatus({ context, state, url }: CommitStatus, { environment, gitHubHost }: Wanted): string {
  const says = `${quote(context)} is ${state}`;
  const dashboard = url === null ? null : dashboardOf(url, gitHubHost);
  const isMeant = environment !== null && fitsPattern(context, environment);
  return state === 'success' && isMeant && dashboard !== null
    ? `${says}, but ${namesDashboard(dashboard)}`
    : says;
}

function describeDeployment(deployment: Deployment, wanted: Wanted): string {
  const { environment, state, url, production } = deployment;
  const name = quote(environment);
  if (production && !wanted.allowProduction) {
    return `${name} is production${explainProduction(environment)}, which is left out unless the input allow-production is true`;
  }
  if (!isWanted(deployment, wanted)) return `${name} does not match the input environment`;
  const says = `${name} is ${state ?? 'without a status'}`;
  if (state !== 'success') return says;
  if (url === null) return `${says}, but has no environment_url`;
  const dashboard = dashboardOf(url, wanted.gitHubHost);
  return dashboard === null ? says : `${says}, but ${namesDashboard(dashboard)}`;
}

/** What to do where a host tells everything but the preview's URL. */
export const HAND_ON =
  'pass the preview’s own URL in the input target-url, as docs/targets.md shows for each host';

export function namesDashboard(owner: string): string {
  return `its URL is a page of ${owner}, not the environment`;
}

function first<T>(items: readonly T[], isFirst: (item: T) => boolean): T[] {
  return [...items].sort((a, b) => Number(isFirst(b)) - Number(isFirst(a)));
}

/** The first of a list, and how many more there are. */
export function listSome(items: readonly string[]): string {
  if (items.length === 0) return 'none';
  const more = items.length > MOST ? `, and ${items.length - MOST} more` : '';
  return items.slice(0, MOST).join(', ') + more;
}

export function quote(name: string): string {
  const letters = [...name];
  return `“${letters.length > 60 ? `${letters.slice(0, 60).join('')}…` : name}”`;
}
