import type { Plan } from '../plan.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** As curl and the others look for them. */
const PROXIES: Readonly<Record<string, readonly string[]>> = {
  'https:': ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'],
  'http:': ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'],
};

/**
 * A sentence for each proxy that the environment names for the target or the base, which are asked and loaded directly:
 * through a proxy its own speed would be measured, too. Empty where it names none for them. The proxy's own URL, which
 * may hold a password, is not shown.
 */
export function explainUnusedProxies(
  { target, base }: Pick<Plan, 'target' | 'base'>,
  env: Environment,
): string[] {
  const unused = new Map<string, string[]>();
  for (const origin of [target.origin, base?.origin ?? '']) {
    const { protocol, hostname, port } = origin === '' ? NOWHERE : new URL(origin);
    const name = PROXIES[protocol]?.find((variable) => env[variable]?.trim());
    if (
      name === undefined ||
      isThisMachine(hostname) ||
      isExcepted(hostname, port || USUAL_PORTS[protocol], env)
    )
      continue;
    unused.set(name, [...(unused.get(name) ?? []), hostname]);
  }
  return [...unused].map(([name, hosts]) => {
    const [which, it] = [[...new Set(hosts)].join(' and '), hosts.length > 1 ? 'them' : 'it'];
    return `${name} is set, but not used: Tailgate connects to ${which} directly, because otherwise the proxy would be measured as well. If that is intended, list ${it} in NO_PROXY; if there is no direct route, run this from a machine that has one.`;
  });
}

const USUAL_PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' };
const NOWHERE = { protocol: '', hostname: '', port: '' } as const;

function isThisMachine(hostname: string): boolean {
  return /(^|\.)localhost$|^127\.|^\[::1\]$/.test(hostname);
}

/** `*`, a name with or without a dot before it for itself and all below it, and a port where it matters. */
function isExcepted(hostname: string, port: string | undefined, env: Environment): boolean {
  const list = (env.no_proxy || env.NO_PROXY || '').toLowerCase();
  return list.split(/[\s,]+/).some((entry) => {
    if (entry === '*') return true;
    const [, name = '', ofPort = ''] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(entry) ?? [];
    if (name === '' || (ofPort !== '' && ofPort !== port)) return false;
    return hostname === name || hostname.endsWith(`.${name}`);
  });
}
