import { isWanted, type Seen, type Wanted } from './choose-target.ts';
import type { Deployment } from './deployment.ts';

const MOST = 6;

/**
 * What there is, in words, for the log and for the reason: `deployments: “Preview” is pending; commit statuses: none`. Of
 * what could not be read (`unread`) nothing is said; '' where that is both.
 */
export function describeSeen(
  { deployments, statuses }: Seen,
  wanted: Wanted,
  unread: readonly (keyof Seen)[] = [],
): string {
  const listed = list(deployments.map((one) => describeDeployment(one, wanted)));
  const contexts = list(statuses.map(({ context, state }) => `${quote(context)} is ${state}`));
  return [
    ...(unread.includes('deployments') ? [] : [`deployments: ${listed}`]),
    ...(unread.includes('statuses') ? [] : [`commit statuses: ${contexts}`]),
  ].join('; ');
}

function describeDeployment(deployment: Deployment, wanted: Wanted): string {
  const { environment, state, url, production } = deployment;
  const says = `${quote(environment)} is ${state ?? 'without a status'}`;
  if (production && !wanted.allowProduction) {
    return `${says}, but production, which is left out unless the input allow-production is true`;
  }
  if (!isWanted(deployment, wanted)) return `${says}, but the input environment asks for another`;
  return state === 'success' && url === null ? `${says}, but names no environment_url` : says;
}

function list(items: readonly string[]): string {
  if (items.length === 0) return 'none';
  const more = items.length > MOST ? `, and ${items.length - MOST} more` : '';
  return items.slice(0, MOST).join(', ') + more;
}

export function quote(name: string): string {
  const letters = [...name];
  return `“${letters.length > 60 ? `${letters.slice(0, 60).join('')}…` : name}”`;
}
