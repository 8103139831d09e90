import { ConfigurationError } from '../configuration-error.ts';
import type { Login, SingleRequest } from '../scenario.ts';
import type { LoginConfig } from '../schema/login-schema.ts';
import type { Template } from '../template.ts';
import { showValue } from '../wording/show-value.ts';
import { suggest } from '../wording/suggest.ts';
import type { Path, Source } from '../yaml/source.ts';
import { type AllCaptured, loginsOf } from './captured.ts';
import { compileBody } from './compile-body.ts';
import { compileHeaders, compileShared } from './compile-headers.ts';
import { compileInspection } from './compile-inspection.ts';
import { compilePath } from './compile-path.ts';
import { checkCookies, compileSingle, type FileContext } from './compile-request.ts';
import type { TemplateScope } from './compile-template.ts';
import { odditiesOf } from './odd-letters.ts';
import type { Scopes } from './scopes.ts';
import type { Tables } from './tables.ts';
import { templatesOf } from './templates-of.ts';

function pathOf(name: string): Path {
  return name === '' ? ['scenario', 'login'] : ['scenario', 'logins', name];
}

/** What tells the login `at` which names it may use: the request before it, by its index, or itself behind them. */
type ScopeAt = (at: number) => TemplateScope;

/** Names of the logins that are made for each user: they take a column of data that each has a row of. */
export function findPerUser(
  context: FileContext,
  anything: TemplateScope,
  tables: Tables,
): ReadonlySet<string> {
  const { scenario } = context;
  // Headers of all requests are no reason.
  const alone = { ...context, scenario: { ...scenario, headers: {} } };
  const found = loginsOf(scenario).filter(([name, config]) => {
    const { before = [], ...login } = compileLogin(name, config, () => anything, String, alone);
    return [login, ...before].flatMap(templatesOf).some((template) => takesOwnRow(template, tables));
  });
  return new Set(found.map(([name]) => name));
}

function takesOwnRow(template: Template, tables: Tables): boolean {
  return template.some(
    (part) =>
      typeof part !== 'string' && part.value === 'row' && tables.taken()[part.table]?.take === 'per-user',
  );
}

/** The short form first. Throws ConfigurationError. */
export function compileLogins(
  context: FileContext,
  scopes: Scopes,
  perUser: ReadonlySet<string>,
  all: AllCaptured,
): readonly Login[] {
  return loginsOf(context.scenario).map(([name, config]) => {
    const keys = new Map(all.logins.get(name)?.captured.map((one) => [one.name, one.key]));
    const keyOf = (own: string) => keys.get(own) ?? own;
    const login = compileLogin(name, config, (at) => scopes.login(name, at), keyOf, context);
    return perUser.has(name) ? { ...login, perUser: true } : login;
  });
}

function compileLogin(
  name: string,
  config: LoginConfig,
  scopeAt: ScopeAt,
  keyOf: (name: string) => string,
  context: FileContext,
): Login {
  const { scenario, source } = context;
  const path = pathOf(name);
  checkYields(config, scenario.cookies, source, path);
  const before = (config.before ?? []).map((one, i): SingleRequest => {
    const at = { path: [...path, 'before', i], scope: scopeAt(i), login: null, keyOf };
    return compileSingle(one, at, context);
  });
  const scope = scopeAt(before.length);
  checkCookies(config.headers ?? {}, scenario, source, [...path, 'headers']);
  const shared = compileShared(scenario.headers, scope, source, ['scenario', 'headers']);
  const own = compileHeaders(config.headers ?? {}, scope, source, [...path, 'headers']);
  const compiledPath = compilePath(config.post, scope, source.place([...path, 'post']));
  const body = compileBody(config, { headers: new Map([...shared, ...own]), own }, scope, context, path);
  const inspection = compileInspection(config, false, keyOf, source, path);
  return {
    name,
    method: 'POST',
    path: compiledPath,
    ...body,
    expect: config.expect ?? null,
    ...(config.timeout !== undefined && { timeoutMs: config.timeout }),
    ...(inspection && { inspection }),
    ...(before.length > 0 && { before }),
    doubts: odditiesOf(scope.read),
  };
}

/** A login that nothing is left of is of no use. */
function checkYields(
  { capture, before = [] }: LoginConfig,
  cookies: boolean,
  source: Source,
  path: Path,
): void {
  const captured = [capture, ...before.map((one) => one.capture)].flatMap((one) => Object.keys(one ?? {}));
  if (captured.length > 0 || cookies) return;
  throw new ConfigurationError(
    `${capture === undefined ? 'is missing' : 'captures nothing'}: write { token: /token }, or keep its cookies with scenario.cookies: true`,
    source.place([...path, 'capture']),
  );
}

/**
 * The login in whose session something is sent: its name, and its index in the plan; null where nobody logs in.
 *
 * @throws ConfigurationError for a name that no login has
 */
export function chooseLogin(
  as: string | undefined,
  { scenario, source }: FileContext,
  path: Path,
): { readonly name: string; readonly index: number } | null {
  const names = loginsOf(scenario).map(([name]) => name);
  if (as === undefined) return names[0] === '' ? { name: '', index: 0 } : null;
  const index = names.indexOf(as);
  if (index >= 0) return { name: as, index };
  const known = names.filter((name) => name !== '');
  const meant = suggest(as, known);
  const wayOut =
    known.length === 0
      ? 'there are no scenario.logins: write them, or remove it'
      : `${meant ? `did you mean ${meant}? ` : ''}logins are: ${known.join(', ')}`;
  throw new ConfigurationError(
    `${showValue(as)} is not the name of a login: ${wayOut}`,
    source.place([...path, 'as']),
  );
}
