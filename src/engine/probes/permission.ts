/** Which probes a run may have. It comes from the workflow or from who typed the command, never from tailgate.yml. */

import { ConfigurationError } from '../../config/configuration-error.ts';
import type { Plan } from '../../config/plan.ts';
import type { ProbeSource } from '../../config/probes/probe.ts';
import { LOCAL_PROBES, type ProbeKind } from '../../config/server-series.ts';
import { isAllowedHost } from '../../config/target/allowed-hosts.ts';
import { type Location, urlOf } from '../../config/target/location.ts';
import { renderText } from '../render.ts';
import type { Side } from '../round.ts';
import type { Permission } from '../target/guard.ts';

export interface ProbePermission {
  /** Hosts that may be read beside those of the two sides; null: any. */
  readonly hosts: readonly string[] | null;
  /** Of LOCAL_PROBES. */
  readonly local: readonly ProbeKind[];
  /** Which addresses hosts beside the sides' own may have. */
  readonly addresses: Permission;
}

/** From a terminal: who types the command is trusted. */
export const TYPED_PROBES: ProbePermission = {
  hosts: null,
  local: LOCAL_PROBES,
  addresses: { loopback: true, privateHosts: true, key: null, wayOut: '' },
};

/**
 * Refuses what the workflow doesn't allow. Where no target is known yet, only the base's host is a side's own.
 * @throws ConfigurationError that names the probe and the input
 */
export function checkProbes({ probes = [], target, base }: Plan, permission: ProbePermission): void {
  const sides = { target: target.origin === '' ? null : target, base };
  for (const probe of probes) {
    if (LOCAL_PROBES.some((kind) => kind === probe.kind) && !permission.local.includes(probe.kind)) {
      throw new ConfigurationError(
        `reads the runner itself, which the workflow has to allow: set the input allow-probes to ${probe.kind}`,
        { key: probe.key },
      );
    }
    for (const side of ['target', 'base'] as const) {
      const [source, location] = [probe[side], sides[side]];
      if (source === null || location === null || !('url' in source)) continue;
      const url = urlOfSource(source, location);
      if (isOwnHost(url, [sides.target, sides.base]) || isAllowedHost(hostOf(url), permission.hosts))
        continue;
      throw new ConfigurationError(
        `${hostOf(url).replace(/^http:\/\//, '')} is neither the host that is loaded nor one that the input allowed-hosts lists: add it there, or read the service's own host`,
        { key: probe.key },
      );
    }
  }
}

/** Its URL on a side, with whatever secrets it has. */
export function urlOfSource({ url }: Extract<ProbeSource, { url: unknown }>, side: Location): string {
  return renderText(url, { target: urlOf(side) }, NO_VALUES);
}

/** Nothing in it is generated. */
export const NO_VALUES = {
  next(): string {
    throw new RangeError('a probe has no generated value');
  },
};

/** Scheme, host and port, for lists of hosts, which take the ports of http. */
function hostOf(url: string): string {
  const { protocol, hostname, port } = new URL(url);
  return protocol.startsWith('postgres') ? `http://${hostname}:${port || '5432'}` : new URL(url).origin;
}

/** Whether it is the host of a side, on any port. */
function isOwnHost(url: string, sides: readonly (Location | null)[]): boolean {
  const host = nameOf(url);
  return sides.some((side) => side !== null && nameOf(side.origin) === host);
}

/** All names of this machine are one. */
function nameOf(url: string): string {
  const name = new URL(url).hostname.toLowerCase().replace(/\.$/, '');
  return isLoopbackName(name) ? 'localhost' : name;
}

function isLoopbackName(name: string): boolean {
  return /(^|\.)localhost$|^127(?:\.\d+){3}$|^\[::1\]$/.test(name);
}

/** Where the side listens on this machine; null where it is elsewhere. */
export function localPort({ origin }: Location): number | null {
  const { protocol, hostname, port } = new URL(origin);
  if (!isLoopbackName(hostname)) return null;
  return Number(port || (protocol === 'https:' ? 443 : 80));
}

/** Of a host that is a side's own, the side's permission; of any other, the workflow's for it. */
export function permissionFor(
  url: string,
  side: Side,
  location: Location,
  { probes, sides }: { readonly probes: ProbePermission; readonly sides: Readonly<Record<Side, Permission>> },
): Permission {
  return isOwnHost(url, [location]) && probes.hosts !== null ? sides[side] : probes.addresses;
}
