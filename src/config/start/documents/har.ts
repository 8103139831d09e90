/** HAR 1.2: what a browser or a proxy recorded. */
import { ConfigurationError } from '../../configuration-error.ts';
import type { DraftBody, DraftLogin } from '../draft.ts';
import { findValueInList } from '../find-listed.ts';
import { draftLogin, findToken, isLogin } from '../find-login.ts';
import { operationsOf } from '../fold/operations-of.ts';
import { Tally } from '../fold/tally.ts';
import { hideForm, hideText, hideValue } from '../hide-body.ts';
import { encodePart } from '../literal.ts';
import type { Operation, Parameter, Segment } from '../operation.ts';
import type { Reading } from '../reading.ts';
import { envTemplate, isSecretName, looksSecret, Vault } from '../vault.ts';
import { listOf, type Members, membersOf, parseJson, textOf } from './values.ts';

/** One request of a recording, as plain values. */
interface Recorded {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly status: number | null;
  readonly headers: ReadonlyMap<string, string>;
  readonly sent: {
    readonly kind: 'json' | 'form' | 'text' | 'other';
    readonly type: string;
    readonly value: unknown;
  } | null;
  readonly received: unknown;
  readonly setsCookie: boolean;
}

const MOST_ENTRIES = 50_000;

/** @throws ConfigurationError where it holds no request that can be asked */
export function readHar(document: Members, file: string): Reading {
  const all = listOf(membersOf(document.log).entries).slice(0, MOST_ENTRIES).flatMap(recordedOf);
  const host = mostFrequent(all.map((one) => one.host));
  const own = all.filter((one) => one.host === host);
  if (own.length === 0) throw new ConfigurationError('holds no request to a URL', { file });
  const vault = collectSecrets(own);
  const login = own.find((one) => isLoginOf(one));
  const draft = login === undefined ? null : loginOf(login, vault);
  const rest = own.filter((one) => draft === null || !(one.method === 'POST' && one.path === login?.path));
  const tally = new Tally();
  for (const { method, path, query, status } of rest) tally.add({ method, target: path + query, status });
  const operations = operationsOf(tally.entries(), false).map((one) => withRecorded(one, rest, vault));
  const others = all.length - own.length;
  return {
    source: 'a HAR file',
    basePath: '',
    headers: headersOf(rest, draft, vault, login),
    login: draft,
    cookies: draft !== null && login?.setsCookie === true,
    operations,
    isTraffic: true,
    notes: others > 0 ? [`Left out: ${others} requests to other hosts.`] : [],
  };
}

function recordedOf(entry: unknown): Recorded[] {
  const request = membersOf(membersOf(entry).request);
  const response = membersOf(membersOf(entry).response);
  const [, host, path, query = ''] =
    /^https?:\/\/([^/?#]+)([^?#]*)(\?[^#]*)?/i.exec(textOf(request.url) ?? '') ?? [];
  const method = textOf(request.method)?.toUpperCase();
  if (host === undefined || method === undefined) return [];
  const status = Number(response.status);
  const content = membersOf(response.content);
  const text = content.encoding === 'base64' ? undefined : textOf(content.text);
  const names = listOf(response.headers).map((one) => String(membersOf(one).name).toLowerCase());
  return [
    {
      method,
      host: host.replace(/^.*@/, ''),
      path: path || '/',
      query,
      status: status >= 100 ? status : null,
      headers: new Map(
        listOf(request.headers).map((one) => {
          const { name, value } = membersOf(one);
          return [String(name).toLowerCase(), textOf(value) ?? ''];
        }),
      ),
      sent: sentOf(membersOf(request.postData)),
      received: typeof text === 'string' ? parseJson(text) : undefined,
      setsCookie: names.includes('set-cookie') || listOf(response.cookies).length > 0,
    },
  ];
}

function sentOf({ mimeType, text, params }: Members): Recorded['sent'] {
  const type = textOf(mimeType) ?? '';
  const written = textOf(text) ?? '';
  if (/^multipart\//i.test(type)) return { kind: 'other', type, value: null };
  if (/json/i.test(type)) {
    const value = parseJson(written);
    return value === undefined ? { kind: 'other', type, value: null } : { kind: 'json', type, value };
  }
  if (/urlencoded/i.test(type)) {
    const pairs =
      listOf(params).length > 0
        ? listOf(params).map((one) => [String(membersOf(one).name), textOf(membersOf(one).value) ?? ''])
        : [...new URLSearchParams(written)];
    return { kind: 'form', type, value: Object.fromEntries(pairs) };
  }
  return written === '' ? null : { kind: 'text', type: type || 'text/plain', value: written };
}

/** What opens something, wherever it stands, so that nothing that repeats it is written. */
function collectSecrets(all: readonly Recorded[]): Vault {
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

function isSecretHeader(name: string, value: string): boolean {
  if (/^(?:if-none-match|etag|user-agent|referer|host|sec-|accept)/.test(name)) return false;
  return isSecretName(name) || looksSecret(value);
}

function isLoginOf({ method, path, sent, status }: Recorded): boolean {
  const isSent = sent !== null && (sent.kind === 'json' || sent.kind === 'form');
  return isSent && (status === null || status < 400) && isLogin(method, path, Object(sent.value));
}

function loginOf({ path, sent, received }: Recorded, vault: Vault): DraftLogin {
  const written = path.split('/').map(encodePart).join('/');
  return draftLogin(written, { sent: Object(sent?.value), received, isForm: sent?.kind === 'form' }, vault);
}

/** What most requests carry: secrets of the environment, or what the login gives. */
function headersOf(
  all: readonly Recorded[],
  login: DraftLogin | null,
  vault: Vault,
  loggedIn: Recorded | undefined,
): Record<string, string> {
  const headers: Record<string, string> = {};
  const accept = mostFrequent(all.map((one) => one.headers.get('accept') ?? ''));
  if (/^[\w/*+.,; =-]{1,200}$/.test(accept)) headers.accept = accept;
  const names = new Map<string, number>();
  for (const one of all)
    for (const [name, value] of one.headers)
      if (isSecretHeader(name, value)) names.set(name, (names.get(name) ?? 0) + 1);
  for (const [name, count] of names) {
    if (count * 2 < all.length || !/^[\w-]{1,60}$/.test(name)) continue;
    if (name === 'cookie') {
      if (login === null || loggedIn?.setsCookie !== true) headers.cookie = envTemplate('cookie');
    } else if (name === 'authorization') {
      const isBearer = all.some((one) => /^bearer /i.test(one.headers.get(name) ?? ''));
      const hasToken = login !== null && findToken(loggedIn?.received) !== null;
      headers[name] = !isBearer
        ? envTemplate('authorization')
        : hasToken
          ? 'Bearer {{token}}'
          : `Bearer ${envTemplate('token')}`;
    } else headers[name] = vault.hide(name, '');
  }
  return headers;
}

/** Its body, and where values of its path were listed before. */
function withRecorded(operation: Operation, all: readonly Recorded[], vault: Vault): Operation {
  const fitting = all.filter((one) => one.method === operation.method && fits(operation.segments, one.path));
  const best = fitting.find(({ status }) => status === null || status < 400) ?? fitting[0];
  const { body, lacksBody } = bodyOf(best?.sent ?? null, vault);
  return {
    ...operation,
    segments: operation.segments.map((segment) => withoutSecrets(segment, all, vault)),
    query: operation.query.map(([name, value]) =>
      value.includes('{{') || vault.isClean(decode(value)) ? [name, value] : [name, envTemplate(name)],
    ),
    body,
    lacksBody,
  };
}

function bodyOf(sent: Recorded['sent'], vault: Vault): { body: DraftBody | null; lacksBody: boolean } {
  if (sent === null) return { body: null, lacksBody: false };
  const { kind, value, type } = sent;
  if (kind === 'json') return { body: { json: hideValue(value, vault) }, lacksBody: false };
  if (kind === 'form') return { body: hideForm(Object.entries(Object(value)), vault), lacksBody: false };
  if (kind === 'other' || !vault.isClean(String(value))) return { body: null, lacksBody: true };
  return { body: { body: hideText(String(value), vault, ''), contentType: type }, lacksBody: false };
}

function withoutSecrets(segment: Segment, all: readonly Recorded[], vault: Vault): Segment {
  const none: Parameter = { name: null, values: [], template: null, listed: null, comment: null };
  if (typeof segment === 'string')
    return vault.isClean(decode(segment)) ? segment : { ...none, template: envTemplate('path') };
  const values = segment.values.filter((value) => vault.isClean(value));
  if (segment.template !== null) return segment;
  if (values.length === 0) return { ...segment, values: [], template: envTemplate('path') };
  return { ...segment, values, listed: listedIn(all, values) };
}

/** A list without a parameter of its own, whose response held one of the values. */
function listedIn(all: readonly Recorded[], values: readonly string[]): Parameter['listed'] {
  for (const { method, path, query, received, status } of all) {
    if (method !== 'GET' || received === undefined || (status !== null && status >= 400)) continue;
    if (/\/\d|[0-9a-f]{8}-/i.test(path) || query !== '') continue;
    for (const value of values.slice(0, 5)) {
      const pointer = findValueInList(received, value);
      if (pointer !== null) return { path: path.split('/').map(encodePart).join('/'), pointer };
    }
  }
  return null;
}

function fits(segments: readonly Segment[], path: string): boolean {
  const parts = path.slice(1).split('/');
  if (parts.length !== segments.length) return false;
  return segments.every(
    (segment, i) => typeof segment !== 'string' || segment === encodePart(parts[i] ?? ''),
  );
}

function mostFrequent(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].reduce(
    ([best, most], [text, count]) => (count > most ? [text, count] : [best, most]),
    ['', 0],
  )[0];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
