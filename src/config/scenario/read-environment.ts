import { SHORTEST_SECRET } from '../secrets/find-secrets.ts';
import { secretsIn } from '../secrets/redact.ts';
import { suggest } from '../wording/suggest.ts';

interface Environment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly secrets: Set<string>;
  readonly read: Map<string, string>;
}

const PREFIX = 'TAILGATE_';

/**
 * A value of the environment for `{{env.NAME}}`. Only names with the prefix: a file of a pull request must not be able
 * to send GITHUB_TOKEN or a cloud's keys to a server. What was read is noted as a secret, with what it holds, and under
 * its name, which is none.
 */
export function readEnvironment(name: string, from: Environment, fail: (why: string) => never): string {
  if (!name.startsWith(PREFIX) || !/^\w+$/.test(name) || name.length === PREFIX.length) {
    const better = /^\w+$/.test(name) ? `rename it to ${PREFIX}${name}` : `write {{env.${PREFIX}NAME}}`;
    return fail(`may not be read: only names that start with ${PREFIX} may; ${better}`);
  }
  const value = from.env[name];
  if (value === undefined || value.trim() === '') {
    const set = Object.keys(from.env).filter((one) => one.startsWith(PREFIX) && from.env[one]);
    const meant = suggest(name, set);
    const state = value === undefined ? 'is not set' : value === '' ? 'is empty' : 'contains only blanks';
    const wayOut =
      from.env.GITHUB_ACTIONS === 'true'
        ? `set ${name} in the step's env (a pull request from a fork gets no secrets, one of Dependabot's those of Dependabot's own store)`
        : `export ${name}=… first`;
    return fail(`${state} in the environment${meant ? `, did you mean ${meant}?` : ''}: ${wayOut}`);
  }
  from.read.set(name, value);
  for (const secret of secretsIn(value)) if (secret.length >= SHORTEST_SECRET) from.secrets.add(secret);
  return value;
}
