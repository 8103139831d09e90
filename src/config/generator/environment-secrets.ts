import { isSecretName, looksSecret } from '../start/vault.ts';

/** Under a name that only sounds like a secret's, a shorter value is a word. */
const SHORTEST = 8;

/**
 * Values of an environment that no report may show of what a command wrote: of the variables that scenarios take
 * (`TAILGATE_…`), of those that are called like a secret, and of those that look like one, with the password of a URL.
 */
export function secretsOfEnvironment(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(env).flatMap(([name, value = '']) => {
    if (/^TAILGATE_/.test(name) || (value.length >= SHORTEST && isSecretName(name))) return [value];
    // `api-key=…,other=…`
    if (name.startsWith('OTEL_') && name.endsWith('_HEADERS'))
      return value.split(',').map((pair) => pair.replace(/^[^=]*=/, ''));
    const [, password] = /:\/\/[^/\s:@]*:([^/\s@]+)@/.exec(value) ?? [];
    if (password !== undefined) return [value, password];
    return looksSecret(value) ? [value] : [];
  });
}
