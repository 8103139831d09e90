/** The calls of k6's `http` in a script, as far as they are written out. */
import { ConfigurationError } from '../../../configuration-error.ts';
import { draftLogin, isLogin } from '../../find-login.ts';
import { encodePart } from '../../literal.ts';
import type { SourceReading } from '../../reading.ts';
import { envTemplate, isSecretName, Vault } from '../../vault.ts';
import { parseJson } from '../values.ts';
import { type Call, COMPUTED, isSent, mergeSame, operationOf, pathOf, type Sent } from './call.ts';
import { argumentsFrom, literalOf, type Token, tokensOf, undoEscapes, writtenValue } from './tokens.ts';

const METHODS: Readonly<Record<string, string>> = {
  get: 'GET',
  head: 'HEAD',
  post: 'POST',
  put: 'PUT',
  patch: 'PATCH',
  del: 'DELETE',
};

export function isK6Script(text: string): boolean {
  return /\bfrom\s+['"]k6(?:\/[\w/-]+)?['"]|require\(\s*['"]k6\/http['"]\s*\)/.test(text);
}

/** @throws ConfigurationError where no call of it names a URL */
export function readK6Script(script: string, file: string): SourceReading {
  const tokens = tokensOf(script);
  const constants = constantsOf(tokens);
  const { calls, computed } = callsOf(tokens, constants);
  if (calls.length === 0) {
    throw new ConfigurationError(
      'is a k6 script in which no http.get or http.post has its URL as a literal string: run it once with k6 run --out json=samples.json, and start from samples.json',
      { file },
    );
  }
  const vault = new Vault();
  for (const { url } of calls)
    for (const [name, value] of new URLSearchParams(url.split('?')[1] ?? ''))
      if (isSecretName(name)) vault.add(value);
  const login = calls.find(
    ({ method, url, body }) => isSent(body) && isLogin(method, pathOf(url), Object(body.value)),
  );
  const draft =
    login !== undefined && isSent(login.body)
      ? draftLogin(
          pathOf(login.url).split('/').map(encodePart).join('/'),
          { sent: Object(login.body.value), received: { token: '' }, isForm: login.body.kind === 'form' },
          vault,
        )
      : null;
  const carries = tokens.some(({ value }) => /^['"`]?authorization['"`]?$/i.test(value));
  const bearer = draft === null ? envTemplate('token') : '{{token}}';
  return {
    source: 'a k6 script',
    basePath: '',
    headers: { accept: 'application/json', ...(carries && { authorization: `Bearer ${bearer}` }) },
    login: draft && {
      ...draft,
      comment: 'Where its response has the token is a guess: a script contains no responses.',
    },
    cookies: false,
    operations: mergeSame(calls.filter((call) => call !== login).map((call) => operationOf(call, vault))),
    isTraffic: false,
    notes: [
      ...(computed > 0 ? [`Left out: ${computed} requests whose URLs the script computes.`] : []),
      'The script was read, not run: loops and conditions were ignored. Check the weights.',
    ],
  };
}

/** `const BASE_URL = 'https://…'`, and bodies that have a name. */
function constantsOf(tokens: readonly Token[]): ReadonlyMap<string, readonly Token[]> {
  const found = new Map<string, readonly Token[]>();
  for (const [i, { value }] of tokens.entries()) {
    if (!/^(?:const|let|var)$/.test(value) || tokens[i + 2]?.value !== '=') continue;
    const rest = argumentsFrom(tokens.slice(0, i + 2000), i + 3)[0] ?? [];
    const end = rest.findIndex(
      (token, at) => at > 0 && /^(?:;|const|let|var|export|import|return)$/.test(token.value),
    );
    found.set(tokens[i + 1]?.value ?? '', end < 0 ? rest : rest.slice(0, end));
  }
  return found;
}

function callsOf(tokens: readonly Token[], constants: ReadonlyMap<string, readonly Token[]>) {
  const calls: Call[] = [];
  let computed = 0;
  for (let at = 0; at + 3 < tokens.length; at++) {
    const [object, dot, name, open] = tokens.slice(at, at + 4) as [Token, Token, Token, Token];
    if (object.value !== 'http' || dot.value !== '.' || open.value !== '(') continue;
    const given = argumentsFrom(tokens, at + 4);
    const isRequest = name.value === 'request';
    const method = isRequest
      ? literalOf(given[0]?.[0] ?? open)?.toUpperCase()
      : Object.hasOwn(METHODS, name.value)
        ? METHODS[name.value]
        : undefined;
    if (method === undefined) continue;
    const rest = isRequest ? given.slice(1) : given;
    const url = urlOf(rest[0] ?? [], constants);
    if (url === null) computed += 1;
    else
      calls.push({
        method,
        url,
        body: /^(?:GET|HEAD)$/.test(method) ? null : sentOf(rest[1] ?? [], constants),
      });
  }
  return { calls, computed };
}

/** Null where nothing of its path is written out. */
function urlOf(
  tokens: readonly Token[],
  constants: ReadonlyMap<string, readonly Token[]>,
  depth = 0,
): string | null {
  let url = '';
  let computed: Token[] = [];
  const flush = () => {
    if (computed.length === 0) return;
    const [only] = computed;
    const known = computed.length === 1 && depth < 4 ? constants.get(only?.value ?? '') : undefined;
    const written = known === undefined ? null : urlOf(known, constants, depth + 1);
    const name = computed.findLast(({ type }) => type === 'IdentifierName')?.value ?? '';
    url += written ?? `${COMPUTED}${name}${COMPUTED}`;
    computed = [];
  };
  for (const token of tokens) {
    const text = literalOf(token) ?? templateTextOf(token);
    if (text !== null) {
      flush();
      url += text;
    } else if (/^(?:\|\||\?\?)$/.test(token.value)) {
      // What the environment may say in its place is what nobody but its user knows.
      url = '';
      computed = [];
    } else if (token.value !== '+') computed.push(token);
  }
  flush();
  return depth > 0 ||
    pathOf(url).replace(/\ue000[^\ue000]*\ue000/g, '').length > 1 ||
    /[^\ue000]\/$/.test(url)
    ? url
    : null;
}

function templateTextOf({ type, value }: Token): string | null {
  if (type === 'TemplateHead' || type === 'TemplateMiddle') return undoEscapes(value.slice(1, -2));
  return type === 'TemplateTail' ? undoEscapes(value.slice(1, -1)) : null;
}

function sentOf(tokens: readonly Token[], constants: ReadonlyMap<string, readonly Token[]>): Sent | null {
  const [first] = tokens;
  if (first === undefined || first.value === 'null') return null;
  if (tokens.length === 1 && first.type === 'IdentifierName') {
    const known = constants.get(first.value);
    return known === undefined ? 'computed' : sentOf(known, new Map());
  }
  if (
    tokens
      .slice(0, 4)
      .map(({ value }) => value)
      .join('') === 'JSON.stringify('
  ) {
    const value = writtenValue(argumentsFrom(tokens, 4)[0] ?? []);
    return value === undefined ? 'computed' : { kind: 'json', value };
  }
  const text = tokens.length === 1 ? literalOf(first) : null;
  if (text !== null) {
    const json = parseJson(text);
    return json === undefined ? { kind: 'text', value: text } : { kind: 'json', value: json };
  }
  const fields = writtenValue(tokens);
  return typeof fields === 'object' && fields !== null ? { kind: 'form', value: fields } : 'computed';
}
