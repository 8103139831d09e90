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
import type { SourceReading } from '../reading.ts';
import { envTemplate, type Vault } from '../vault.ts';
import { type Recorded, recordedOf } from './recorded.ts';
import { collectSecrets, isSecretHeader } from './recorded-secrets.ts';
import { listOf, type Members, membersOf } from './values.ts';

const MOST_ENTRIES = 50_000;

/** @throws ConfigurationError where it holds no request that can be asked */
export function readHar(document: Members, file: string): SourceReading {
  const all = listOf(membersOf(document.log).entries).slice(0, MOST_ENTRIES).flatMap(recordedOf);
  const host = mostFrequent(all.map((one) => one.host));
  const own = all.filter((one) => one.host === host);
  if (own.length === 0) throw new ConfigurationError('contains no request to a URL', { file });
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
