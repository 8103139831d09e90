import { ConfigurationError } from '../configuration-error.ts';
import type { GivenFiles } from '../files.ts';
import type { RequestSpec, Target } from '../plan.ts';
import type { Login, SingleRequest } from '../scenario.ts';
import { type ScenarioConfig, scenarioSchema } from '../schema/scenario-schema.ts';
import type { Path, Source } from '../yaml/source.ts';
import { type AllCaptured, listCaptured } from './captured.ts';
import { compileBeside } from './compile-beside.ts';
import { compileData } from './compile-data.ts';
import { type CompiledFlow, compileFlow } from './compile-flow.ts';
import { compileHeaders, compileShared } from './compile-headers.ts';
import { chooseLogin, compileLogins, findPerUser } from './compile-logins.ts';
import { checkCookies, compileRequest } from './compile-request.ts';
import { compileTemplate, type TemplateScope } from './compile-template.ts';
import { traceLinkOf } from './compile-trace.ts';
import { checkUnique, type Named, refuseTaken } from './names.ts';
import { Scopes } from './scopes.ts';
import type { Tables } from './tables.ts';

const PATH: Path = ['scenario'];
const LARGEST_SUM = 10_000;

export interface CompiledScenario {
  /** The scenario's headers that are known before the login, for polls. */
  readonly headers: Target['headers'];
  readonly logins: readonly Login[];
  /** All of the file's mix. */
  readonly requests: readonly RequestSpec[];
  /** All of the file. */
  readonly flows: readonly CompiledFlow[];
  readonly setup: readonly SingleRequest[];
  readonly cleanup: readonly SingleRequest[];
  readonly cookies: boolean;
  readonly tables: Tables;
  /** Where a trace is looked at; null where nobody said. */
  readonly traceLink: string | null;
  /** What templates may use before the login. It goes on collecting what is taken from the environment. */
  readonly known: TemplateScope;
  readonly notices: readonly string[];
}

/** Of a load that Tailgate makes. @throws ConfigurationError where there is none */
export function requireScenario(
  { scenario }: { readonly scenario?: ScenarioConfig | undefined },
  source: Source,
): ScenarioConfig {
  if (scenario !== undefined) return scenario;
  const keys = Object.keys(scenarioSchema.shape).join(', ');
  throw new ConfigurationError(`is missing: write a mapping with ${keys}`, source.place(PATH));
}

/** Compiles every template of the scenario. Throws ConfigurationError. */
export function compileScenario(
  config: ScenarioConfig,
  source: Source,
  env: Readonly<Record<string, string | undefined>>,
  files: GivenFiles,
): CompiledScenario {
  if (config.requests === undefined && config.flows === undefined) {
    throw new ConfigurationError(
      'is missing: write a list of requests, such as - get: /health',
      source.place([...PATH, 'requests']),
    );
  }
  const context = { scenario: config, source, files };
  const found = { env, secrets: new Set<string>(), read: new Map<string, string>(), used: new Set<string>() };
  const bare = { ...found, variables: new Map<string, string>() };
  const variables = readVariables(config.variables, { ...bare, captures: new Map() }, source);
  const all = listCaptured(config, variables, source);
  const tables = compileData(config.data, files, source);
  checkDotted(config, source);
  const own = { ...found, variables };
  const anything = new Scopes({ ...own, used: new Set() }, all, tables, new Set()).anything();
  // Each name has to mean something to some request.
  const headersPath = [...PATH, 'headers'];
  compileHeaders(config.headers, anything, source, headersPath);
  checkCookies(config.headers, config, source, headersPath);
  const perUser = findPerUser(context, anything, tables);
  const scopes = new Scopes(own, all, tables, perUser);
  const headers = compileShared(config.headers, scopes.nothing(), source, headersPath);
  const logins = compileLogins(context, scopes, perUser, all);
  const setup = compileBeside('setup', context, scopes, perUser, all);
  const requests = (config.requests ?? []).map((request, i) => {
    const path = [...PATH, 'requests', i];
    const login = chooseLogin(request.as, context, path);
    const scope = scopes.request(login?.name ?? null);
    const place = { path, scope, login: login?.index ?? null, keyOf: String };
    const { name, method, ...rest } = compileRequest(request, place, context);
    return { name, method, weight: request.weight, ...rest };
  });
  const flows = (config.flows ?? []).map((flow, i) => compileFlow(flow, i, context, scopes, all));
  const cleanup = compileBeside('cleanup', context, scopes, perUser, all);
  checkNames(requests, flows, source);
  checkWeights(requests, flows, source);
  return {
    headers: [...headers],
    logins,
    requests,
    flows,
    setup,
    cleanup,
    cookies: config.cookies,
    tables,
    traceLink: traceLinkOf(config),
    known: { ...own, captures: new Map() },
    notices: [
      ...noteIdle(all, own.used),
      ...tables.idle().map((name) => `No template takes a value of the data ${name}.`),
    ],
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

/** `{{admin.token}}` is a login's, `{{users.email}}` is data. */
function checkDotted({ data, logins }: ScenarioConfig, source: Source): void {
  const twice = Object.keys(logins).find((name) => Object.hasOwn(data, name));
  if (twice === undefined) return;
  throw new ConfigurationError(
    'has the name of data too: rename one of them',
    source.place([...PATH, 'logins', twice]),
  );
}

function checkNames(requests: readonly RequestSpec[], flows: readonly CompiledFlow[], source: Source): void {
  const mix = requests.map(({ name }, i): Named => ({ name, path: [...PATH, 'requests', i] }));
  checkUnique([...mix, ...flows.flatMap(({ steps, ...flow }) => [flow, ...steps])], source);
}

function checkWeights(
  requests: readonly RequestSpec[],
  flows: readonly CompiledFlow[],
  source: Source,
): void {
  const sum = [...requests, ...flows].reduce((total, { weight }) => total + weight, 0);
  if (sum <= LARGEST_SUM) return;
  throw new ConfigurationError(
    `the weights add up to ${sum}: make them smaller, ${LARGEST_SUM} is the most`,
    source.place([...PATH, requests.length > 0 ? 'requests' : 'flows']),
  );
}

function noteIdle(all: AllCaptured, used: ReadonlySet<string>): string[] {
  const groups = [...all.logins.values(), all.setup, ...all.flows, all.cleanup];
  return groups.flatMap(({ whose, captured }) =>
    captured
      .filter(({ key }) => !used.has(key))
      .map(({ name }) => `T${whose.slice(1)} captures ${name}, and no request uses it.`),
  );
}
