import { ConfigurationError } from '../configuration-error.ts';
import { IDEMPOTENCY_KEY } from '../methods.ts';
import type { Method, RequestSpec } from '../plan.ts';
import { METHOD_KEYS, type RequestConfig, type ScenarioConfig } from '../schema/scenario-schema.ts';
import { showValue } from '../wording/show-value.ts';
import type { Path, Source } from '../yaml/source.ts';
import { compileBody } from './compile-body.ts';
import { compileHeaders, type Headers } from './compile-headers.ts';
import { compilePath } from './compile-path.ts';
import { addIdempotencyKey, compileRetry } from './compile-retry.ts';
import type { TemplateScope } from './compile-template.ts';
import { addTrace } from './compile-trace.ts';

const LONGEST_NAME = 100;

/** Compiles one request of the mix. Throws ConfigurationError. */
export function compileRequest(
  config: RequestConfig,
  shared: Headers,
  scenario: ScenarioConfig,
  scope: TemplateScope,
  source: Source,
  path: Path,
): RequestSpec {
  const key = findMethod(config, source, path);
  const method = key.toUpperCase() as Method;
  const written = config[key] as string;
  const own = compileHeaders(config.headers ?? {}, scope, source, [...path, 'headers']);
  for (const body of ['json', 'body'] as const) {
    if (config[body] !== undefined && (method === 'GET' || method === 'HEAD')) {
      throw new ConfigurationError(
        `${method} takes no body: take it out, or use post`,
        source.place([...path, body]),
      );
    }
  }
  const keyed = addIdempotencyKey(
    new Map([...shared, ...own]),
    method,
    config,
    scenario,
    source.place([...path, IDEMPOTENCY_KEY]),
  );
  const headers = addTrace(keyed, config, scenario, source.place([...path, 'trace']));
  const retry = compileRetry(config, scenario, source, path);
  return {
    name: readName(config.name, `${method} ${written}`, source, path),
    method,
    weight: config.weight,
    path: compilePath(written, scope, source.place([...path, key])),
    ...compileBody(config, headers, scope, source, path),
    expect: config.expect ?? null,
    ...(retry && { retry }),
  };
}

function findMethod(config: RequestConfig, source: Source, path: Path): (typeof METHOD_KEYS)[number] {
  const [first, second] = METHOD_KEYS.filter((key) => config[key] !== undefined);
  if (!first) {
    throw new ConfigurationError(
      `has no method: write one of ${METHOD_KEYS.join(', ')} with its path, such as get: /health`,
      source.place(path),
    );
  }
  if (second) {
    throw new ConfigurationError(
      `is a second method beside ${first}: write a request of its own for each`,
      source.place([...path, second]),
    );
  }
  return first;
}

function readName(name: string | undefined, fallback: string, source: Source, path: Path): string {
  const place = source.place([...path, 'name']);
  if (name === undefined) {
    if (fallback.length <= LONGEST_NAME) return fallback;
    throw new ConfigurationError(`is missing: the path is too long to stand for it, write a name`, place);
  }
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name)) {
    throw new ConfigurationError(
      `${showValue(name)} has control characters or line breaks in it: take them out`,
      place,
    );
  }
  if (name.trim() !== name || name === '') {
    throw new ConfigurationError(`${showValue(name)} starts or ends with a blank: take it out`, place);
  }
  return name;
}
