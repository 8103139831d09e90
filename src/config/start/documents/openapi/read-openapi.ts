import { ConfigurationError } from '../../../configuration-error.ts';
import type { DraftBody, DraftLogin } from '../../draft.ts';
import { findListedId } from '../../find-listed.ts';
import { draftLogin, isLogin } from '../../find-login.ts';
import { hideForm, hideText, hideValue } from '../../hide-body.ts';
import { encodePart } from '../../literal.ts';
import type { Operation, Parameter } from '../../operation.ts';
import type { SourceReading } from '../../reading.ts';
import { Vault } from '../../vault.ts';
import { type Members, membersOf, own, scalarOf } from '../values.ts';
import { type PlainBody, requestBodyOf, responseOf } from './bodies.ts';
import { headersOf, type Known, parametersOf, pathParameter, requiredQueryOf } from './parameters.ts';
import { References } from './references.ts';
import { Sampler } from './sample.ts';
import { securityOf } from './security.ts';
import { basePathOf } from './servers.ts';

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete'];
const MOST_OPERATIONS = 2000;

/** An operation as the document has it. */
interface Described {
  readonly method: string;
  readonly path: string;
  readonly operation: Members;
  readonly parameters: readonly Members[];
  readonly sent: PlainBody | null;
  readonly response: { readonly expect: readonly number[]; readonly body: unknown };
  readonly carried: ReturnType<typeof securityOf>;
}

/**
 * OpenAPI 3 and Swagger 2: every operation once, with what the document says of its values and bodies.
 * @throws ConfigurationError where it has no paths, or refers to other files
 */
export function readOpenApi(document: Members, file: string): SourceReading {
  const vault = new Vault();
  const references = new References(document, file);
  const known: Known = { references, sampler: new Sampler(references), vault };
  const all = describeAll(document, known);
  if (all.length === 0) {
    throw new ConfigurationError('describes no operation: its paths are empty, or there are none', { file });
  }
  const login = chooseLogin(all, vault);
  const rest = all.filter((one) => one !== login?.of);
  const operations = rest.map((one) => operationOf(one, { all, known, login: login?.draft ?? null }));
  const version = String(document.openapi ?? document.swagger);
  return {
    source: `${document.openapi === undefined ? 'a Swagger' : 'an OpenAPI'} ${version.slice(0, 10)} document`,
    basePath: basePathOf(document),
    headers: commonHeaders(rest, login?.draft ?? null),
    login: login?.draft ?? null,
    cookies: login !== null && Object.keys(login.draft.capture).length === 0,
    operations,
    isTraffic: false,
    notes: [],
  };
}

function describeAll(document: Members, known: Known): Described[] {
  const found: Described[] = [];
  for (const [path, written] of Object.entries(membersOf(document.paths))) {
    const item = known.references.follow(written);
    for (const method of METHODS) {
      if (own(item, method) === undefined || found.length >= MOST_OPERATIONS || !path.startsWith('/'))
        continue;
      const operation = known.references.follow(item[method]);
      const parameters = parametersOf(item, operation, known);
      const sent = requestBodyOf(operation, parameters, operation.consumes ?? document.consumes, known);
      const response = responseOf(operation, known);
      const carried = securityOf(operation, document, known.references);
      found.push({ method: method.toUpperCase(), path, operation, parameters, sent, response, carried });
    }
  }
  return found;
}

/** One whose response holds a token before one that may set a cookie. */
function chooseLogin(all: readonly Described[], vault: Vault): { of: Described; draft: DraftLogin } | null {
  const needed = all.some(({ carried }) => carried?.some(({ isBearer, isCookie }) => isBearer || isCookie));
  if (!needed) return null;
  const drafts = all
    .filter(({ method, path, sent }) => isLogin(method, path, sent === null ? null : Object(sent.value)))
    .filter(({ sent, path }) => sent !== null && sent.kind !== 'multipart' && !path.includes('{'))
    .map((of) => {
      const { value, kind } = of.sent as PlainBody;
      const parts = { sent: Object(value), received: of.response.body, isForm: kind === 'form' };
      return { of, draft: draftLogin(encodePath(of.path), parts, vault) };
    });
  const isOfToken = ({ draft }: (typeof drafts)[number]) => Object.keys(draft.capture).length > 0;
  return drafts.find(isOfToken) ?? drafts[0] ?? null;
}

/** What most have to carry; a login's token in the place of one of the environment. */
function commonHeaders(all: readonly Described[], login: DraftLogin | null): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json' };
  const carried = all.flatMap((one) => one.carried ?? []);
  const hasToken = login !== null && 'token' in login.capture;
  for (const one of carried) {
    if (one.isCookie && login !== null) continue;
    for (const [name, value] of Object.entries(one.headers))
      headers[name] ??= one.isBearer && hasToken ? 'Bearer {{token}}' : value;
  }
  return headers;
}

function operationOf(
  { method, path, operation, parameters, sent, response, carried }: Described,
  { all, known, login }: { all: readonly Described[]; known: Known; login: DraftLogin | null },
): Operation {
  const isOfCookie = login !== null && 'token' in login.capture && carried?.some(({ isCookie }) => isCookie);
  const { body, lacksBody } = bodyOf(sent, known.vault);
  const name = scalarOf(operation.operationId) ?? scalarOf(operation.summary);
  return {
    method,
    name: name !== null && known.vault.isClean(name) ? name : null,
    segments: segmentsOf(path, parameters, all, known),
    query: [...requiredQueryOf(parameters, known), ...(carried ?? []).flatMap(({ query }) => [...query])],
    headers: headersOf(parameters, known),
    body,
    lacksBody,
    count: 1,
    expect: response.expect.length === 0 || response.expect.includes(200) ? null : response.expect,
    leftOut: isOfCookie ? 'authorized by the cookie of another login' : null,
  };
}

function bodyOf(sent: PlainBody | null, vault: Vault): { body: DraftBody | null; lacksBody: boolean } {
  if (sent === null || sent.value === undefined) return { body: null, lacksBody: sent !== null };
  const { kind, value, contentType } = sent;
  if (kind === 'json') return { body: { json: hideValue(value, vault) }, lacksBody: false };
  if (kind === 'form') {
    const fields = Object.entries(Object(value)).map(([name, text]) => [name, scalarOf(text) ?? ''] as const);
    return { body: hideForm(fields, vault), lacksBody: false };
  }
  if (kind === 'multipart' || typeof value !== 'string') return { body: null, lacksBody: true };
  return { body: { body: hideText(value, vault, ''), contentType }, lacksBody: false };
}

function segmentsOf(path: string, parameters: readonly Members[], all: readonly Described[], known: Known) {
  const parts = path.slice(1).split('/');
  return parts.map((part, i) => {
    const [, name] = /^\{([^{}]+)\}$/.exec(part) ?? [];
    if (name === undefined) {
      // A parameter beside text, such as {id}.json, takes its example there.
      return encodePart(part.replace(/\{([^{}]+)\}/g, (_, inner: string) => firstValue(inner)));
    }
    const listed = listedAt(`/${parts.slice(0, i).join('/')}`, name, all, known);
    return pathParameter(name, ofName(name), listed, known);
  });
  function ofName(name: string) {
    return parameters.find((parameter) => parameter.in === 'path' && parameter.name === name);
  }
  function firstValue(name: string): string {
    return pathParameter(name, ofName(name), null, known).values[0] ?? '1';
  }
}

/** The operation that lists what lies below a path. */
function listedAt(path: string, name: string, all: readonly Described[], known: Known): Parameter['listed'] {
  const list = all.find((one) => one.method === 'GET' && one.path === path);
  if (list === undefined || path.includes('{')) return null;
  const pointer = findListedId(list.response.body, name);
  if (pointer === null) return null;
  const query = requiredQueryOf(list.parameters, known).map((pair) => pair.join('='));
  return { path: `${encodePath(path)}${query.length > 0 ? `?${query.join('&')}` : ''}`, pointer };
}

function encodePath(path: string): string {
  return path.split('/').map(encodePart).join('/');
}
