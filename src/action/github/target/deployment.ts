/**
 * A deployment as GitHub knows it, with what its statuses come to. Names and URLs in it are anybody's who may deploy.
 */
export interface Deployment {
  /** Grows with time. */
  readonly id: number;
  readonly sha: string;
  readonly environment: string;
  readonly production: boolean;
  /** Its newest status: `success`, `failure`, `in_progress`, …; null before the first. */
  readonly state: string | null;
  /** Of its newest successful status that names one. */
  readonly url: string | null;
  /** False where a host told of it, and GitHub knows no such deployment. */
  readonly isOnGitHub?: boolean;
}

/** What GitHub calls the environment of a deployment that was created without one. */
const UNNAMED = 'production';

/** Why an environment may be called production that is none; '' where the name is somebody's choice. */
export function explainProduction(environment: string): string {
  return environment === UNNAMED
    ? ' (so GitHub calls every deployment that was created without an environment: let it name one, such as preview)'
    : '';
}

/** The parts of a deployment in a response or a payload that are used; all of them may be missing. */
export interface RawDeployment {
  readonly id?: unknown;
  readonly sha?: unknown;
  readonly environment?: unknown;
  readonly production_environment?: unknown;
  readonly updated_at?: unknown;
}

export interface RawStatus {
  readonly id?: unknown;
  readonly state?: unknown;
  readonly environment_url?: unknown;
}

/** @param statuses in any order; null where the deployment is none */
export function toDeployment(raw: RawDeployment, statuses: readonly RawStatus[]): Deployment | null {
  const { id, sha } = raw;
  if (typeof id !== 'number' || typeof sha !== 'string') return null;
  // Whoever creates one and names none gets GitHub's default.
  const environment =
    typeof raw.environment === 'string' && raw.environment !== '' ? raw.environment : UNNAMED;
  const production = raw.production_environment === true || isNamedProduction(environment);
  return { id, sha, environment, production, ...readState(statuses) };
}

/** @param statuses of one deployment, in any order */
export function readState(statuses: readonly RawStatus[]): Pick<Deployment, 'state' | 'url'> {
  const newestFirst = [...statuses].sort((a, b) => Number(b.id) - Number(a.id));
  const [newest] = newestFirst;
  const success = newestFirst.find((status) => status.state === 'success' && urlOf(status) !== null);
  return {
    state: typeof newest?.state === 'string' ? newest.state : null,
    url: success === undefined ? null : urlOf(success),
  };
}

function urlOf({ environment_url: url }: RawStatus): string | null {
  return typeof url === 'string' && url !== '' ? url : null;
}

/** `Production – shop`, but not `Preview (production data)` or `pre-production`. */
function isNamedProduction(environment: string): boolean {
  return (
    /(^|[^a-z])prod(uction)?([^a-z]|$)/i.test(environment) &&
    !/preview|staging|non-?_?prod|pre-?_?prod/i.test(environment)
  );
}
