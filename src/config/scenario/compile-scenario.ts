import { ConfigurationError } from '../configuration-error.ts';
import { readPointer } from '../json-pointer.ts';
import type { Login, RequestSpec, Target } from '../plan.ts';
import type { LoginConfig, ScenarioConfig } from '../schema/scenario-schema.ts';
import type { Path, Source } from '../yaml/source.ts';
import { compileBody } from './compile-body.ts';
import { compileHeaders, type Headers, holdsCapture } from './compile-headers.ts';
import { compilePath } from './compile-path.ts';
import { compileRequest } from './compile-request.ts';
import { compileTemplate, type TemplateScope } from './compile-template.ts';
import { traceLinkOf } from './compile-trace.ts';
import { odditiesOf } from './odd-letters.ts';
import { TEMPLATE_FUNCTIONS } from './template-functions.ts';

const PATH: Path = ['scenario'];
const LARGEST_SUM = 10_000;

interface CompiledScenario {
  /** The scenario's headers that are known before the login, for polls. */
  readonly headers: Target['headers'];
  readonly logins: readonly Login[];
  /** All requests of the file. */
  readonly requests: readonly RequestSpec[];
  /** Where a trace is looked at; null where nobody said. */
  readonly traceLink: string | null;
  /** What templates may use before the login. It goes on collecting what is taken from the environment. */
  readonly known: TemplateScope;
  readonly notices: readonly string[];
}

/** Compiles every template of the scenario. Throws ConfigurationError. */
export function compileScenario(
  config: ScenarioConfig,
  source: Source,
  env: Readonly<Record<string, string | undefined>>,
): CompiledScenario {
  const bare: TemplateScope = {
    variables: new Map(),
    captures: new Set(),
    env,
    secrets: new Set(),
    read: new Map(),
    used: new Set(),
  };
  const variables = readVariables(config.variables, bare, source);
  const captures = new Set(Object.keys(config.login?.capture ?? {}));
  checkCaptures(captures, variables, source);
  const scope: TemplateScope = { ...bare, variables, captures };
  const headers = compileHeaders(config.headers, scope, source, [...PATH, 'headers']);
  // These go with the login and with polls too: all but those that hold what only the login yields.
  const known = new Map([...headers].filter(([, value]) => !holdsCapture(value)));
  const beforeLogin = { ...scope, captures: new Set<string>() };
  const logins = config.login ? [compileLogin(config.login, known, beforeLogin, source)] : [];
  const requests = config.requests.map((request, i) =>
    compileRequest(request, headers, config, scope, source, [...PATH, 'requests', i]),
  );
  checkMix(requests, source);
  const idle = [...captures].filter((name) => !scope.used.has(name));
  const notices = idle.map((name) => `The login captures ${name}, and no request uses it.`);
  return {
    headers: [...known],
    logins,
    requests,
    traceLink: traceLinkOf(config),
    known: beforeLogin,
    notices,
  };
}

function readVariables(
  variables: Readonly<Record<string, string>>,
  scope: TemplateScope,
  source: Source,
): ReadonlyMap<string, string> {
  const read = new Map<string, string>();
  for (const [name, text] of Object.entries(variables)) {
    const place = source.place([...PATH, 'variables', name]);
    refuseTaken(name, place);
    const parts = compileTemplate(
      text,
      { ...scope, staticOnly: true },
      { values: 'none', literals: 'none' },
      place,
    );
    read.set(name, parts.join(''));
  }
  return read;
}

function checkCaptures(
  captures: ReadonlySet<string>,
  variables: ReadonlyMap<string, string>,
  source: Source,
): void {
  for (const name of captures) {
    const place = source.place([...PATH, 'login', 'capture', name]);
    refuseTaken(name, place);
    if (variables.has(name)) {
      throw new ConfigurationError('has the name of a variable too: rename one of them', place);
    }
  }
}

function refuseTaken(name: string, place: ReturnType<Source['place']>): void {
  if (name === 'env' || Object.hasOwn(TEMPLATE_FUNCTIONS, name)) {
    throw new ConfigurationError('has the name of a template function: choose another name', place);
  }
}

function compileLogin(login: LoginConfig, known: Headers, scope: TemplateScope, source: Source): Login {
  const path = [...PATH, 'login'];
  for (const [name, pointer] of Object.entries(login.capture)) {
    readPointer(pointer, source.place([...path, 'capture', name]));
  }
  if (Object.keys(login.capture).length === 0) {
    throw new ConfigurationError(
      'captures nothing: write { token: /token }',
      source.place([...path, 'capture']),
    );
  }
  const own = compileHeaders(login.headers ?? {}, scope, source, [...path, 'headers']);
  return {
    name: '',
    method: 'POST',
    path: compilePath(login.post, scope, source.place([...path, 'post'])),
    ...compileBody(login, new Map([...known, ...own]), scope, source, path),
    expect: login.expect ?? null,
    inspection: {
      captures: Object.entries(login.capture).map(([name, json]) => ({ name, from: { json } })),
      checks: [],
    },
    doubts: odditiesOf(scope.read),
  };
}

function checkMix(requests: readonly RequestSpec[], source: Source): void {
  const seen = new Map<string, number>();
  for (const [i, { name }] of requests.entries()) {
    const first = seen.get(name);
    if (first !== undefined) {
      throw new ConfigurationError(
        `"${name}" is the name of requests[${first}] too: give each request a name of its own`,
        source.place([...PATH, 'requests', i, 'name']),
      );
    }
    seen.set(name, i);
  }
  const sum = requests.reduce((total, request) => total + request.weight, 0);
  if (sum > LARGEST_SUM) {
    throw new ConfigurationError(
      `the weights add up to ${sum}: make them smaller, ${LARGEST_SUM} is the most`,
      source.place([...PATH, 'requests']),
    );
  }
}
