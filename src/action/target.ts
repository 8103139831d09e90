import { isIP } from 'node:net';
import * as core from '@actions/core';
import { ConfigurationError } from '../config/configuration-error.ts';
import type { Inputs } from '../config/inputs.ts';
import type { Plan } from '../config/plan.ts';
import { isAllowedHost, parseAllowedHosts } from '../config/target/allowed-hosts.ts';
import { checkSides } from '../config/target/check-sides.ts';
import { isPreviewHost } from '../config/target/known-hosts.ts';
import { urlOf } from '../config/target/location.ts';
import { explainUnusedProxies } from '../config/target/unused-proxies.ts';
import { checkProbes, type ProbePermission } from '../engine/probes/permission.ts';
import type { Side } from '../engine/round.ts';
import { checkHost, type Permission } from '../engine/target/guard.ts';
import { Unmeasurable } from '../engine/unmeasurable.ts';
import { clean } from '../report/escape.ts';
import type { Environment, RunnerEvent } from './event/read-event.ts';
import { connect } from './github/client.ts';
import type { Wanted } from './github/target/choose-target.ts';
import { type FoundTarget, findTarget } from './github/target/find-target.ts';

/** Where the load goes: settled before it, or why it can't go anywhere. */
export interface SettledTarget {
  /** The plan with the target's URL; its origin stays empty where none was found. */
  readonly plan: Plan;
  readonly permissions: Readonly<Record<Side, Permission>>;
  readonly probes: ProbePermission;
  /** Why there is nothing to measure; null where there is. */
  readonly refusal: Unmeasurable | null;
  /** Commit that a found environment serves by what GitHub knows; null where the workflow gave the URL. */
  readonly sha: string | null;
  /** Whether what was found is still there, as FoundTarget says. */
  confirm(): Promise<readonly string[]>;
}

/** What the workflow allows. */
interface Allowed {
  readonly permissions: SettledTarget['permissions'];
  readonly probes: ProbePermission;
  /** Hosts that may be loaded; null: any. */
  readonly hosts: readonly string[] | null;
}

interface Settling extends Allowed {
  readonly inputs: Inputs;
  readonly event: RunnerEvent;
  readonly signal: AbortSignal;
  tell(line: string): void;
}

const FIND_MS = 600_000;
/** Runs that other people's deployments and pull requests start, with the default branch's secrets. */
const STARTED_BY_OTHERS = ['workflow_run', 'deployment_status'];

/**
 * What the workflow allows, after a look at the URLs that it gave itself.
 * @throws ConfigurationError where one of them may not be loaded, or the target can't be found without one
 */
export function allowTargets(plan: Plan, inputs: Inputs, event: RunnerEvent): Allowed {
  const hosts = parseAllowedHosts(inputs['allowed-hosts'], 'input allowed-hosts');
  const permissions = permit(inputs, event);
  if (plan.base !== null) checkGiven(plan.base.origin, permissions.base, hosts);
  if (plan.target.origin !== '') checkGiven(plan.target.origin, permissions.target, hosts);
  else if (plan.generator?.kind !== 'results') placeOf(inputs, event);
  const addresses = { ...permissions.base, key: 'probes' };
  const probes = { hosts: hosts ?? [], local: inputs['allow-probes'], addresses };
  if (plan.target.origin !== '') checkProbes(plan, probes);
  return { permissions, probes, hosts };
}

/** Finds the target where the workflow gave no URL, however long that takes. */
export async function settleTarget(plan: Plan, settling: Settling): Promise<SettledTarget> {
  const { permissions, probes } = settling;
  const nothing = { plan, permissions, probes, refusal: null, sha: null, confirm: async () => [] };
  // What is there already was measured elsewhere.
  if (plan.target.origin !== '' || plan.generator?.kind === 'results') return nothing;
  try {
    const found = await find(settling);
    checkHost(found.origin, permissions.target);
    if (plan.base !== null) {
      const names = { target: 'the deployment that was found', base: 'input base-url' };
      checkSides(urlOf(found), urlOf(plan.base), names);
    }
    const { origin, basePath, sha, confirm } = found;
    const isKnown =
      isPreviewHost(origin) || settling.hosts !== null || isAllowedAddress(origin, permissions.target);
    if (!isKnown) checkProvable(plan, found);
    const target = {
      ...plan.target,
      origin,
      ...(basePath !== undefined && { basePath }),
      ...(!isKnown && { foundBy: found.by }),
    };
    const notices = [...found.notices, ...plan.notices];
    const settled = { ...plan, target, notices };
    checkProbes(settled, probes);
    return { ...nothing, plan: settled, sha, confirm };
  } catch (error) {
    if (!(error instanceof Unmeasurable)) throw error;
    return { ...nothing, refusal: error };
  }
}

/** The same of what was measured already, by whomever: nothing is loaded, found or confirmed. */
export function settleMeasured(plan: Plan, inputs: Inputs, event: RunnerEvent): SettledTarget {
  const permissions = permit(inputs, event);
  const probes = { hosts: [], local: [], addresses: permissions.base };
  return { plan, permissions, probes, refusal: null, sha: null, confirm: async () => [] };
}

/** Warns of a proxy that is not used, in the log and in the report. */
export function warnOfProxies(settled: SettledTarget, env: Environment): SettledTarget {
  const { plan } = settled;
  const notices = explainUnusedProxies(plan, env);
  for (const notice of notices) core.warning(clean(notice), { title: 'Tailgate' });
  return { ...settled, plan: { ...plan, notices: [...notices, ...plan.notices] } };
}

/**
 * A URL that somebody's deployment names on a host that anybody may own is proven by how it answers, before it is given
 * a login: its front page answers whatever it is.
 * @throws Unmeasurable `refused-target` where the file says no such proof
 */
function checkProvable({ target, scenario }: Plan, found: FoundTarget): void {
  if (scenario.logins.length === 0 || target.ready !== null || target.identity !== null) return;
  throw new Unmeasurable(
    'refused-target',
    `${urlOf(found)} was found by ${found.by}, on a host that is not known to serve previews, and nothing shows that it is the service before the login is sent there: set target.ready in tailgate.yml to a path that only the service answers with 2xx, or list the host in the input allowed-hosts`,
  );
}

/** An address of a private network is none of somebody else's, and the workflow allowed it. */
function isAllowedAddress(origin: string, { privateHosts }: Permission): boolean {
  return privateHosts && isIP(new URL(origin).hostname.replace(/^\[|\]$/g, '')) > 0;
}

function permit(inputs: Inputs, event: RunnerEvent): Allowed['permissions'] {
  const given = (key: string): Permission => ({
    loopback: !STARTED_BY_OTHERS.includes(event.name),
    privateHosts: inputs['allow-private-hosts'],
    key,
    wayOut: 'the input allow-private-hosts to true',
  });
  const target = given('input target-url');
  const found = { ...target, loopback: false, key: null };
  return { target: inputs['target-url'] === '' ? found : target, base: given('input base-url') };
}

function checkGiven(origin: string, permission: Permission, hosts: readonly string[] | null): void {
  if (!isAllowedHost(origin, hosts)) {
    throw new ConfigurationError(
      `${origin} is not listed in the input allowed-hosts: add it there`,
      permission.key === null ? {} : { key: permission.key },
    );
  }
  checkHost(origin, permission);
}

/** Which deployments the workflow means. */
export function wantedOf(inputs: Inputs, { serverUrl }: RunnerEvent): Wanted {
  return {
    environment: inputs.environment === '' ? null : inputs.environment,
    allowProduction: inputs['allow-production'],
    gitHubHost: URL.canParse(serverUrl) ? new URL(serverUrl).hostname : null,
  };
}

/** Where a target is looked for. Throws ConfigurationError. */
function placeOf({ token }: Inputs, { repository, headSha: sha }: RunnerEvent) {
  if (repository !== null && sha !== null && token !== '') return { token, repository, sha };
  const missing = token === '' ? 'there is no token' : 'the event names no commit';
  throw new ConfigurationError(
    `is missing, and the target can't be found by its deployments: ${missing}; set it to the preview's URL`,
    { key: 'input target-url' },
  );
}

function find({ inputs, event, hosts, signal, tell }: Settling): Promise<FoundTarget> {
  const { token, repository, sha } = placeOf(inputs, event);
  const { deployment, apiUrl, mergeSha } = event;
  return findTarget({
    connect: (patienceMs) => connect({ token, apiUrl, signal, patienceMs }),
    repository,
    sha,
    mergeSha,
    deployment,
    wanted: wantedOf(inputs, event),
    allowedHosts: hosts,
    timeoutMs: inputs['target-timeout'] ?? FIND_MS,
    signal,
    tell,
  });
}
