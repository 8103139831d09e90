import { isSecretName, looksSecret, Vault } from '../vault.ts';
import type { Recorded } from './recorded.ts';

/** What opens something, wherever it stands, so that nothing that repeats it is written. */
export function collectSecrets(all: readonly Recorded[]): Vault {
  const vault = new Vault();
  for (const { headers, query, sent, received } of all) {
    for (const [name, value] of headers) if (isSecretHeader(name, value)) vault.add(value);
    for (const cookie of (headers.get('cookie') ?? '').split(/;\s*/)) {
      const value = cookie.slice(cookie.indexOf('=') + 1);
      if (value.length >= 8) vault.add(value);
    }
    for (const [name, value] of new URLSearchParams(query)) if (isSecretName(name)) vault.add(value);
    addMembers(sent?.value, vault);
    addMembers(received, vault);
  }
  return vault;
}

function addMembers(value: unknown, vault: Vault, name = '', depth = 0): void {
  if (depth > 20) return;
  if (typeof value === 'object' && value !== null) {
    for (const [key, own] of Object.entries(value).slice(0, 1000))
      addMembers(own, vault, Array.isArray(value) ? name : key, depth + 1);
  } else if (typeof value === 'string' && (isSecretName(name) ? value.length >= 4 : looksSecret(value))) {
    vault.add(value);
  }
}

export function isSecretHeader(name: string, value: string): boolean {
  if (/^(?:if-none-match|etag|user-agent|referer|host|sec-|accept)/.test(name)) return false;
  return isSecretName(name) || looksSecret(value);
}
