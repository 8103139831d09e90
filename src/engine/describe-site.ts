import type { Plan } from '../config/plan.ts';
import type { Location } from '../config/target/location.ts';
import type { Template } from '../config/template.ts';
import { pathWithoutValues } from './path-without-values.ts';
import type { Side } from './round.ts';
import { type Permission, type Resolve, resolveAllowed, resolveByDns } from './target/guard.ts';
import type { Site } from './target/site.ts';

interface Described {
  readonly permission: Permission;
  readonly commit: string | null;
  readonly mergeCommit?: string | null;
  readonly resolve?: Resolve | undefined;
  redact(text: string): string;
}

/** One environment of a plan. @param render fills in what needs no login */
export function describeSite(
  { target, scenario }: Plan,
  side: Side,
  location: Location,
  { permission, commit, mergeCommit = null, resolve = resolveByDns, redact }: Described,
  render: (template: Template) => string,
): Site {
  const { ready, identity, headers, foundBy } = target;
  return {
    ...location,
    side,
    ...(side === 'target' && { foundBy }),
    ready: ready === null || typeof ready === 'string' ? ready : render(ready),
    elsewhere: pathWithoutValues(scenario.requests),
    identity,
    commit,
    mergeCommit,
    headers: Object.fromEntries(headers.map(([name, value]) => [name, render(value)])),
    resolve: () => resolveAllowed(location.origin, permission, resolve),
    redact,
  };
}
