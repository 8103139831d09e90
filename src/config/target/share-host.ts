/**
 * Whether two environments are known to run on one host: one address for all that was measured, and either this
 * machine's own or under one host name. Many names at one address are an ingress, with hosts of their own behind it. A
 * name that moved on the way, or an address that isn't known, proves nothing.
 *
 * @param addresses of either side, where they answered
 * @param target origin
 * @param base origin
 */
export function shareHost(
  addresses: { readonly target: readonly (string | null)[]; readonly base: readonly (string | null)[] },
  target: string,
  base: string,
): boolean {
  if (addresses.target.length === 0 || addresses.base.length === 0) return false;
  const [address, ...others] = new Set([...addresses.target, ...addresses.base]);
  if (!address || others.length > 0) return false;
  return isLoopback(address) || new URL(target).hostname === new URL(base).hostname;
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./i.test(address);
}
