import { ConfigurationError } from '../configuration-error.ts';

/**
 * Two sides of a comparison are two environments: one against itself would pass whatever has changed. One address
 * behind two names is allowed, since behind an ingress many environments have one. Throws ConfigurationError.
 *
 * @param target URL; empty where it is found later
 * @param names what the user knows the two by: the inputs or the flags
 */
export function checkSides(
  target: string,
  base: string,
  names: { readonly target: string; readonly base: string },
): void {
  if (target === '' || toSite(target) !== toSite(base)) return;
  throw new ConfigurationError(
    `${base} is the same environment as ${names.target}: give the environment to compare with, such as the base ` +
      "branch's; to measure one environment against itself: tailgate calibrate",
    { key: names.base },
  );
}

/** A URL as it is connected to: letters and usual ports are even already, and a host's final dot changes nothing. */
function toSite(url: string): string {
  const { protocol, hostname, port, pathname } = new URL(url);
  return `${protocol}//${hostname.replace(/\.$/, '')}:${port}${pathname}`;
}
