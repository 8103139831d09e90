/** What operations have to carry to be let in. */
import { envTemplate } from '../../vault.ts';
import { listOf, type Members, membersOf, own } from '../values.ts';
import type { References } from './references.ts';

/** What a request carries for one scheme. */
interface Carried {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [string, string])[];
  /** By a token that a login may give. */
  readonly isBearer: boolean;
  /** By a cookie that a login may set. */
  readonly isCookie: boolean;
}

/** @returns null where anybody may ask */
export function securityOf(
  operation: Members,
  document: Members,
  references: References,
): readonly Carried[] | null {
  const alternatives = listOf(operation.security ?? document.security);
  const names = Object.keys(membersOf(alternatives[0]));
  if (names.length === 0 || alternatives.some((one) => Object.keys(membersOf(one)).length === 0)) return null;
  const schemes = membersOf(membersOf(document.components).securitySchemes ?? document.securityDefinitions);
  return names.map((name) => carriedFor(references.follow(own(schemes, name)), name));
}

function carriedFor(scheme: Members, name: string): Carried {
  const none = { headers: {}, query: [], isBearer: false, isCookie: false };
  const kind = String(scheme.scheme ?? scheme.type).toLowerCase();
  if (kind === 'basic') return { ...none, headers: { authorization: `Basic ${envTemplate('basic')}` } };
  if (scheme.type === 'apiKey') {
    const field = String(scheme.name ?? name);
    const value = envTemplate(field);
    if (scheme.in === 'query') return { ...none, query: [[field, value]] };
    if (scheme.in === 'cookie') return { ...none, headers: { cookie: `${field}=${value}` }, isCookie: true };
    // Documents of Swagger 2 have no other way to tell of bearer tokens.
    if (field.toLowerCase() === 'authorization') return { ...none, ...bearer() };
    return { ...none, headers: { [field.toLowerCase()]: value } };
  }
  return { ...none, ...bearer() };
}

function bearer() {
  return { headers: { authorization: `Bearer ${envTemplate('token')}` }, isBearer: true };
}
