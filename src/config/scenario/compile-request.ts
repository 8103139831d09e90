import { ConfigurationError } from '../configuration-error.ts';
import type { GivenFiles } from '../files.ts';
import { IDEMPOTENCY_KEY } from '../methods.ts';
import type { Method, RequestSpec } from '../plan.ts';
import type { SingleRequest } from '../scenario.ts';
import type { StepConfig } from '../schema/flow-schema.ts';
import { BODY_KEYS, METHOD_KEYS } from '../schema/request-parts.ts';
import type { RequestConfig, SingleConfig } from '../schema/request-schema.ts';
import type { ScenarioConfig } from '../schema/scenario-schema.ts';
import type { Path, Source } from '../yaml/source.ts';
import { compileBody } from './compile-body.ts';
import { compileHeaders, compileShared, type Headers } from './compile-headers.ts';
import { compileInspection } from './compile-inspection.ts';
import { compilePath } from './compile-path.ts';
import { addIdempotencyKey, compileRetry } from './compile-retry.ts';
import type { TemplateScope } from './compile-template.ts';
import { addTrace } from './compile-trace.ts';
import { readName } from './names.ts';

/** What is the same for all requests of a file. */
export interface FileContext {
  readonly scenario: ScenarioConfig;
  readonly source: Source;
  readonly files: GivenFiles;
}

/** Where a request stands, and what it may use there. */
interface RequestPlace {
  readonly path: Path;
  readonly scope: TemplateScope;
  /** Index of the login in whose session it is sent; null: of none. */
  readonly login: number | null;
  /** Key under which a value that it captures is found. */
  keyOf(name: string): string;
}

type MixedSpec = Omit<RequestSpec, 'weight' | 'flow'>;

/** One request of the mix, or of a flow, but for its weight. Throws ConfigurationError. */
export function compileRequest(
  config: RequestConfig | StepConfig,
  at: RequestPlace,
  context: FileContext,
): MixedSpec {
  const { scenario, source } = context;
  const retry = compileRetry(config, scenario, source, at.path);
  const trace = (headers: Headers) =>
    addTrace(headers, config, scenario, source.place([...at.path, 'trace']));
  const compiled = compileAsked(config, at, context, { graphql: scenario.graphql, finish: trace });
  return { ...compiled, ...(retry && { retry }) };
}

/** One that is asked beside the load, such as a page with a form: what the scenario says of GraphQL is not about it. */
export function compileSingle(config: SingleConfig, at: RequestPlace, context: FileContext): SingleRequest {
  return compileAsked(config, at, context, { graphql: false, finish: (headers) => headers });
}

function compileAsked(
  config: RequestConfig | StepConfig | SingleConfig,
  { path, scope, login, keyOf }: RequestPlace,
  context: FileContext,
  { graphql, finish }: { readonly graphql: boolean; readonly finish: (headers: Headers) => Headers },
): SingleRequest {
  const { scenario, source } = context;
  const key = findMethod(config, source, path);
  const method = key.toUpperCase() as Method;
  const written = config[key] as string;
  const own = compileHeaders(config.headers ?? {}, scope, source, [...path, 'headers']);
  for (const body of BODY_KEYS) {
    if (config[body] !== undefined && (method === 'GET' || method === 'HEAD')) {
      throw new ConfigurationError(
        `${method} takes no body: remove it, or use post`,
        source.place([...path, body]),
      );
    }
  }
  checkCookies(config.headers ?? {}, scenario, source, [...path, 'headers']);
  const shared = compileShared(scenario.headers, scope, source, ['scenario', 'headers']);
  const keyed = addIdempotencyKey(
    new Map([...shared, ...own]),
    method,
    config,
    scenario,
    source.place([...path, IDEMPOTENCY_KEY]),
  );
  const name = readName(config.name, `${method} ${written}`, source, path);
  const compiledPath = compilePath(written, scope, source.place([...path, key]));
  const body = compileBody(config, { headers: finish(keyed), own }, scope, context, path);
  const inspection = compileInspection(
    {
      capture: 'capture' in config ? config.capture : undefined,
      check: config.check,
      graphql: config.graphql,
    },
    graphql,
    keyOf,
    source,
    path,
  );
  return {
    name,
    method,
    path: compiledPath,
    ...body,
    expect: config.expect ?? null,
    ...(config.timeout !== undefined && { timeoutMs: config.timeout }),
    ...(inspection && { inspection }),
    ...(login !== null && { login }),
  };
}

/** Throws ConfigurationError where a header says what the jar of cookies says. */
export function checkCookies(
  headers: Readonly<Record<string, string>>,
  { cookies }: ScenarioConfig,
  source: Source,
  path: Path,
): void {
  const written = Object.keys(headers).find((name) => name.toLowerCase() === 'cookie');
  if (!cookies || written === undefined) return;
  throw new ConfigurationError(
    'is sent from what the service sets, by cookies: true: take one of the two out',
    source.place([...path, written]),
  );
}

function findMethod(
  config: RequestConfig | StepConfig | SingleConfig,
  source: Source,
  path: Path,
): (typeof METHOD_KEYS)[number] {
  const [first, second] = METHOD_KEYS.filter((key) => config[key] !== undefined);
  if (!first) {
    throw new ConfigurationError(
      `has no method: write one of ${METHOD_KEYS.join(', ')} with its path, such as get: /health`,
      source.place(path),
    );
  }
  if (second) {
    throw new ConfigurationError(
      `is a second method besides ${first}: write a separate request for each`,
      source.place([...path, second]),
    );
  }
  return first;
}
