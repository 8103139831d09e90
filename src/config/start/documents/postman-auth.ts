/** How requests of a collection prove themselves, without what they prove it with. */
import { envTemplate, isSecretName } from '../vault.ts';
import { listOf, type Members, membersOf, scalarOf } from './values.ts';

export function authHeaders(auth: unknown, headers: unknown): Record<string, string> {
  const { type, apikey } = membersOf(auth);
  if (type === 'bearer' || type === 'oauth2' || type === 'jwt')
    return { authorization: `Bearer ${envTemplate('token')}` };
  if (type === 'basic') return { authorization: `Basic ${envTemplate('basic')}` };
  if (type === 'apikey') {
    const name = memberOf(apikey, 'key') ?? 'x-api-key';
    if (memberOf(apikey, 'in') === 'query' || !/^[\w-]{1,60}$/.test(name)) return {};
    return { [name.toLowerCase()]: envTemplate(name) };
  }
  const found: Record<string, string> = {};
  for (const header of listOf(headers).map(membersOf)) {
    const name = scalarOf(header.key)?.toLowerCase() ?? '';
    if (header.disabled === true || !isSecretName(name) || !/^[\w-]{1,60}$/.test(name)) continue;
    const isBearer = /^bearer\s/i.test(scalarOf(header.value) ?? '');
    found[name] = isBearer ? `Bearer ${envTemplate('token')}` : envTemplate(name);
  }
  return found;
}

/** Format 2.1 has lists of keys and values, 2.0 had objects. */
function memberOf(parts: unknown, name: string): string | null {
  if (!Array.isArray(parts)) return scalarOf(membersOf(parts)[name]);
  const found = (parts as readonly Members[]).find((part) => membersOf(part).key === name);
  return scalarOf(membersOf(found).value);
}
