/** A collection of Postman, format 2.0 or 2.1. */
import { ConfigurationError } from '../../configuration-error.ts';
import { classifySegment } from '../classify.ts';
import type { DraftBody, DraftLogin } from '../draft.ts';
import { draftLogin, isLogin } from '../find-login.ts';
import { hideForm, hideText, hideValue } from '../hide-body.ts';
import { encodePart } from '../literal.ts';
import type { Operation, Segment } from '../operation.ts';
import type { SourceReading } from '../reading.ts';
import { envTemplate, isSecretName, looksSecret, Vault } from '../vault.ts';
import { authHeaders } from './postman-auth.ts';
import { Placeholders } from './postman-variables.ts';
import { listOf, type Members, membersOf, parseJson, scalarOf } from './values.ts';

const MOST_ITEMS = 2000;
const MAX_DEPTH = 20;

interface Item {
  readonly name: string;
  readonly request: Members;
  readonly responses: readonly unknown[];
  /** Of the nearest folder that says so, or its own. */
  readonly auth: unknown;
}

/** @throws ConfigurationError where it holds no request */
export function readPostman(document: Members, file: string): SourceReading {
  const items = flatten(document.item, document.auth, 0).slice(0, MOST_ITEMS);
  if (items.length === 0) throw new ConfigurationError('contains no requests', { file });
  const placeholders = new Placeholders(document.variable);
  const vault = new Vault(placeholders.pattern);
  const all = items.map((item) => ({ item, plain: plainOf(item, placeholders) }));
  for (const { plain } of all) {
    for (const [name, value] of plain.headers) if (isSecretName(name) || looksSecret(value)) vault.add(value);
    for (const [name, value] of plain.query) if (isSecretName(name) || looksSecret(value)) vault.add(value);
  }
  const found = all.find(({ plain }) => isLogin(plain.method, plain.route, plain.fields ?? {}));
  const login = found === undefined ? null : loginOf(found, vault);
  const rest = all.filter((one) => one !== found);
  return placeholders.restore<SourceReading>({
    source: 'a Postman collection',
    basePath: '',
    headers: {
      accept: 'application/json',
      ...commonHeaders(
        rest.map(({ item }) => item),
        login,
      ),
    },
    login,
    cookies: login !== null && Object.keys(login.capture).length === 0,
    operations: rest.map(({ item, plain }) => operationOf(item, plain, vault)),
    isTraffic: false,
    notes: placeholders.notes,
  });
}

function flatten(items: unknown, auth: unknown, depth: number): Item[] {
  if (depth > MAX_DEPTH) return [];
  return listOf(items).flatMap((written) => {
    const item = membersOf(written);
    const own = item.auth ?? auth;
    if (Array.isArray(item.item)) return flatten(item.item, own, depth + 1);
    const request =
      typeof item.request === 'string' ? { method: 'GET', url: item.request } : membersOf(item.request);
    if (request.url === undefined) return [];
    return [
      {
        name: scalarOf(item.name) ?? '',
        request,
        responses: listOf(item.response),
        auth: request.auth ?? own,
      },
    ];
  });
}

/** A request's parts, with placeholders for variables. */
interface Plain {
  readonly method: string;
  readonly route: string;
  readonly parts: readonly string[];
  /** Values of `:name` in the path. */
  readonly values: ReadonlyMap<string, string>;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: readonly (readonly [string, string])[];
  readonly kind: 'json' | 'form' | 'text' | 'other' | null;
  readonly sent: unknown;
  /** Of a body with fields. */
  readonly fields: object | null;
}

function plainOf({ request }: Item, placeholders: Placeholders): Plain {
  const url = membersOf(request.url);
  const raw = placeholders.put(scalarOf(url.raw ?? request.url) ?? '');
  // `{{baseUrl}}/orders`, `https://host/orders`: what stands before the first slash is the host.
  const local = raw
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/^[^/?#]*/, '')
    .replace(/#.*$/s, '');
  const [path = '', search = ''] = local.split(/\?(.*)/s);
  const pairs = (list: unknown) =>
    listOf(list)
      .map(membersOf)
      .filter(({ disabled }) => disabled !== true)
      .map((one) => [String(one.key ?? ''), placeholders.put(scalarOf(one.value) ?? '')] as const)
      .filter(([name]) => name !== '');
  const query = Array.isArray(url.query) ? pairs(url.query) : [...new URLSearchParams(search)];
  const values = new Map(pairs(url.variable));
  return {
    method: (scalarOf(request.method) ?? 'GET').toUpperCase(),
    route: path || '/',
    parts: (path || '/').slice(1).split('/'),
    values,
    query,
    headers: pairs(request.header),
    ...bodyOf(membersOf(request.body), pairs, placeholders),
  };
}

function bodyOf(
  body: Members,
  pairs: (list: unknown) => (readonly [string, string])[],
  placeholders: Placeholders,
): Pick<Plain, 'kind' | 'sent' | 'fields'> {
  if (body.mode === 'urlencoded') {
    const fields = Object.fromEntries(pairs(body.urlencoded));
    return { kind: 'form', sent: fields, fields };
  }
  if (body.mode === 'graphql') {
    const { query, variables } = membersOf(body.graphql);
    const sent = { query: scalarOf(query) ?? '', variables: parseJson(scalarOf(variables) ?? '') ?? {} };
    return { kind: 'json', sent, fields: null };
  }
  if (body.mode !== 'raw')
    return { kind: body.mode === undefined ? null : 'other', sent: null, fields: null };
  const text = placeholders.put(scalarOf(body.raw) ?? '');
  if (text.trim() === '') return { kind: null, sent: null, fields: null };
  const json = parseJson(text) ?? parseJson(placeholders.quote(text));
  if (json === undefined) return { kind: 'text', sent: text, fields: null };
  return { kind: 'json', sent: json, fields: typeof json === 'object' ? json : null };
}

function loginOf({ item, plain }: { item: Item; plain: Plain }, vault: Vault): DraftLogin {
  const example = item.responses.map((one) => scalarOf(membersOf(one).body)).find((body) => body !== null);
  const received = parseJson(example ?? '');
  const sent = plain.fields ?? {};
  const path = plain.route.split('/').map(encodePart).join('/');
  const login = draftLogin(path, { sent, received, isForm: plain.kind === 'form' }, vault);
  if (received !== undefined) return login;
  return {
    ...login,
    capture: { token: '/token' },
    comment: 'Where its response has the token is a guess: the collection has no example response.',
  };
}

function commonHeaders(items: readonly Item[], login: DraftLogin | null): Record<string, string> {
  const headers: Record<string, string> = {};
  const hasToken = login !== null && 'token' in login.capture;
  for (const { auth, request } of items) {
    for (const [name, value] of Object.entries(authHeaders(auth, request.header)))
      headers[name] ??= hasToken && /^Bearer /.test(value) ? 'Bearer {{token}}' : value;
  }
  return headers;
}

const DROPPED = /^(?:accept|authorization|cookie|content-type|content-length|host|user-agent|connection)$/i;

function operationOf({ name, responses }: Item, plain: Plain, vault: Vault): Operation {
  const { kind, sent } = plain;
  let body: DraftBody | null = null;
  const type = plain.headers.find(([header]) => /^content-type$/i.test(header))?.[1] ?? 'text/plain';
  if (kind === 'json') body = { json: hideValue(sent, vault) };
  if (kind === 'form') body = hideForm(Object.entries(Object(sent)), vault);
  if (kind === 'text') body = { body: hideText(String(sent), vault, ''), contentType: type };
  const codes = responses
    .map((one) => Number(membersOf(one).code))
    .filter((code) => code >= 200 && code < 400);
  return {
    method: plain.method,
    name: name !== '' && vault.isClean(name) ? name : null,
    segments: plain.parts.map((part, i) => segmentOf(part, plain.parts[i - 1] ?? '', plain.values, vault)),
    query: plain.query.map(([key, value]) => [encodePart(key), queryValue(key, value, vault)]),
    headers: Object.fromEntries(
      plain.headers
        .filter(
          ([header, value]) =>
            !DROPPED.test(header) && !isSecretName(header) && /^[\w-]+$/.test(header) && value !== '',
        )
        .map(([header, value]) => [header.toLowerCase(), hideText(value, vault, header)]),
    ),
    body,
    lacksBody: kind === 'other',
    count: 1,
    expect:
      codes.length === 0 || codes.some((code) => code < 300 && code !== 201) ? null : [...new Set(codes)],
    leftOut: null,
  };
}

function queryValue(key: string, value: string, vault: Vault): string {
  return isSecretName(key) || !vault.isClean(value) ? envTemplate(key) : encodePart(value);
}

/** @param before the part in front of it */
function segmentOf(part: string, before: string, values: ReadonlyMap<string, string>, vault: Vault): Segment {
  const none = { values: [], template: null, listed: null, comment: null };
  const isPublic = (text: string) => vault.isClean(text) && classifySegment(text, before) !== 'secret';
  if (!part.startsWith(':') || part === ':')
    return isPublic(part) ? encodePart(part) : { ...none, name: null, template: envTemplate('path') };
  const name = part.slice(1);
  const value = values.get(name) ?? '';
  if (isSecretName(name) || !isPublic(value)) return { ...none, name, template: envTemplate(name) };
  if (value !== '') return { ...none, name, values: [value] };
  return {
    ...none,
    name,
    values: ['1'],
    comment: `the value of :${name.slice(0, 40)}, which the collection does not set`,
  };
}
