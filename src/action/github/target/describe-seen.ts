import { isPreview, isWanted, type SeenOfCommit, type Wanted } from './choose-target.ts';
import { type Deployment, explainProduction } from './deployment.ts';

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
  const contexts = listSome(previews.map(({ context, state }) => `${quote(context)} is ${state}`));
  return [
    ...(unread.includes('deployments') ? [] : [`deployments: ${listed}`]),
    ...(unread.includes('statuses') ? [] : [`commit statuses: ${contexts}`]),
  ].join('; ');
}

function describeDeployment(deployment: Deployment, wanted: Wanted): string {
  const { environment, state, url, production } = deployment;
  const name = quote(environment);
  if (production && !wanted.allowProduction) {
    return `${name} is production${explainProduction(environment)}, which is left out unless the input allow-production is true`;
  }
  if (!isWanted(deployment, wanted)) return `${name} is not what the input environment asks for`;
  const says = `${name} is ${state ?? 'without a status'}`;
  return state === 'success' && url === null ? `${says}, but names no environment_url` : says;
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
