/** Which request is a login, what it sends, and where its response holds the token. */
import type { DraftBody, DraftLogin } from './draft.ts';
import { hideText, hideValue } from './hide-body.ts';
import { envTemplate, type Vault } from './vault.ts';

const LOGIN_PATH =
  /(?:^|[/_.-])(?:log-?in|sign-?in|auth(?:enticate|entication)?|tokens?|sessions?)(?:$|[/_.-])/i;
const PASSWORD = /^(?:.*[_-])?(?:pass(?:word|wd|phrase|code|wort)?|pwd?|kennwort|mot_?de_?passe)$/i;
const USER = /mail|user|login|account|identifier|^name$/i;
/** Names of tokens, the likeliest first. */
const TOKENS = [
  'token',
  'access_token',
  'accesstoken',
  'jwt',
  'auth_token',
  'authtoken',
  'id_token',
  'idtoken',
];
const MAX_DEPTH = 4;

/** @param sent the plain body, as an object of fields; null where the source tells none */
export function isLogin(method: string, route: string, sent: object | null): boolean {
  if (method !== 'POST' || !LOGIN_PATH.test(route)) return false;
  return sent === null || Object.keys(sent).some((name) => PASSWORD.test(name));
}

/** @param received the plain body of its response, or an example of it */
export function draftLogin(
  path: string,
  { sent, received, isForm }: { readonly sent: object; readonly received: unknown; readonly isForm: boolean },
  vault: Vault,
): DraftLogin {
  const fields = Object.entries(sent).map(([name, value]) => [name, credential(name, value, vault)] as const);
  const written = Object.fromEntries(fields);
  const pointer = findToken(received);
  const body: DraftBody = isForm
    ? { form: Object.fromEntries(fields.map(([name, value]) => [name, String(value)])) }
    : { json: written };
  return { path, body, capture: pointer === null ? {} : { token: pointer }, comment: null };
}

/** What a source without bodies can only guess. */
export function guessLogin(path: string): DraftLogin {
  return {
    path,
    body: { json: { email: envTemplate('email'), password: envTemplate('password') } },
    capture: { token: '/token' },
    comment:
      'Guessed, since the log contains no bodies: check the names of its fields, and where its response has the token.',
  };
}

function credential(name: string, value: unknown, vault: Vault): unknown {
  const isText = typeof value === 'string' || typeof value === 'number';
  if (isText && PASSWORD.test(name)) return vault.hide('password', String(value));
  if (isText && USER.test(name)) {
    // A word such as admin is one of paths, too.
    if (/[^A-Za-z]/.test(String(value)) && String(value).length >= 8) vault.add(String(value));
    return envTemplate(/mail/i.test(name) ? 'email' : 'user');
  }
  return typeof value === 'string' ? hideText(value, vault, name) : hideValue(value, vault, name);
}

/** JSON Pointer to the token of a response; null where it holds none. */
export function findToken(received: unknown): string | null {
  let level: readonly (readonly [pointer: string, value: unknown])[] = [['', received]];
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const members = level.flatMap(([at, value]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(value).map(([name, own]) => ({ name, pointer: `${at}/${escapePointer(name)}`, own }))
        : [],
    );
    for (const token of TOKENS) {
      const found = members.find(({ name, own }) => name.toLowerCase() === token && typeof own === 'string');
      if (found !== undefined) return found.pointer;
    }
    level = members.map(({ pointer, own }) => [pointer, own]);
  }
  return null;
}

/** As JSON Pointers write a name (RFC 6901, 3). */
export function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
