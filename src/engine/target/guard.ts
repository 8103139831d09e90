import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { ConfigurationError } from '../../config/configuration-error.ts';
import type { Side } from '../round.ts';
import { Unmeasurable } from '../unmeasurable.ts';
import { classifyAddress } from './address.ts';

/** Which addresses may be loaded. It comes from the workflow or from who typed the command, never from tailgate.yml. */
export interface Permission {
  /** Whether this machine may be loaded. */
  readonly loopback: boolean;
  /** Whether everything may be loaded, private networks and this machine included. */
  readonly privateHosts: boolean;
  /** What named the URL (`input target-url`): a refusal is then the user's mistake. Null for a URL that was found. */
  readonly key: string | null;
  /** What allows private hosts, to be named by a refusal: `input allow-private-hosts: true`. */
  readonly wayOut: string;
}

/** For URLs that were typed in a terminal: this machine may be loaded, a private network only when that is said. */
export function permitTyped(privateHosts: boolean): Readonly<Record<Side, Permission>> {
  const permit = (key: string): Permission => ({
    loopback: true,
    privateHosts,
    key,
    wayOut: 'the flag --allow-private-hosts',
  });
  return { target: permit('--target-url'), base: permit('--base-url') };
}

/** Every address of a name. Rejects with the resolver's error. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

export const resolveByDns: Resolve = async (hostname) => {
  const found = await lookup(hostname, { all: true, verbatim: true });
  return found.map(({ address }) => address);
};

/**
 * Addresses of an origin's host, each of which may be connected to. One that may not refuses all of them: a name that
 * leads outside and inside at once is made to deceive.
 * @throws ConfigurationError or Unmeasurable `refused-target`, see `Permission.key`; the resolver's error
 */
export async function resolveAllowed(
  origin: string,
  permission: Permission,
  resolve: Resolve,
): Promise<readonly string[]> {
  const hostname = hostnameOf(origin);
  const addresses = isIP(hostname) ? [hostname] : await resolve(hostname);
  if (addresses.length === 0) {
    throw Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' });
  }
  for (const address of addresses) checkAddress(address, hostname, permission);
  return addresses;
}

/** Refuses what needs no resolver to be known: addresses, and localhost. Throws as `resolveAllowed` does. */
export function checkHost(origin: string, permission: Permission): void {
  const hostname = hostnameOf(origin);
  if (isIP(hostname)) checkAddress(hostname, hostname, permission);
  else if (/(^|\.)localhost\.?$/.test(hostname)) checkAddress('127.0.0.1', hostname, permission);
}

function checkAddress(address: string, hostname: string, permission: Permission): void {
  if (permission.privateHosts) return;
  const { reach, words } = classifyAddress(address);
  if (reach === 'public' || (reach === 'loopback' && permission.loopback)) return;
  const leads = address === hostname ? `${address} is ${words}` : `${hostname} is ${address}, ${words}`;
  const message = `${leads}, which may not be loaded unless you allow it: set ${permission.wayOut}`;
  if (permission.key !== null) throw new ConfigurationError(message, { key: permission.key });
  throw new Unmeasurable('refused-target', `the target that was found was refused: ${message}`);
}

function hostnameOf(origin: string): string {
  return new URL(origin).hostname.replace(/^\[|\]$/g, '');
}
