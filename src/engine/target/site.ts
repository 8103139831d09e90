import type { Identity } from '../../config/plan.ts';
import { type Location, urlOf } from '../../config/target/location.ts';
import type { Side } from '../round.ts';

/** One environment as it is asked before and after the load. */
export interface Site extends Location {
  /** Which side of a comparison it is; the target where it is left out. */
  readonly side?: Side;
  /** See `Target.foundBy`. */
  readonly foundBy?: string | undefined;
  /** Path that has to be answered 2xx; null: any response of the front page that isn't a 5xx will do. */
  readonly ready: string | null;
  /** A path of the mix that takes nothing but a GET, which tells whether the service is up where `ready` is no path. */
  readonly elsewhere?: string | null;
  readonly identity: Identity | null;
  /** Commit that it has to serve, or its first digits; null: any, as long as it stays the same. */
  readonly commit: string | null;
  /** GitHub's merge commit of the pull request, which a workflow builds that checks out what it is given. */
  readonly mergeCommit?: string | null;
  /** Sent with every question: what a protected preview wants to see. */
  readonly headers: Readonly<Record<string, string>>;
  /** Addresses that may be connected to. Throws where one may not, and what the resolver throws. */
  resolve(): Promise<readonly string[]>;
  /** Takes secrets out of what a message shows. */
  redact(text: string): string;
}

/** What to say where a site doesn't answer as the service would: it may be none. '' where it can be no other. */
export function doubtSite({ foundBy }: Site): string {
  if (foundBy === undefined) return '';
  return ` (its URL was found by ${foundBy}, on a host that is not known to serve previews: if it is not the service, set the input target-url)`;
}

/** The environment at the start of a message: of two, the target goes without saying. */
export function nameSite(site: Site): string {
  return site.side === 'base' ? `The base ${urlOf(site)}` : urlOf(site);
}
