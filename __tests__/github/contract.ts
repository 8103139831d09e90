/** GitHub's OpenAPI description, as far as scripts/prune-openapi.mjs has kept it, applied to what is said. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import type { Operation } from './operations.ts';

type Schema = Readonly<Record<string, unknown>>;

interface OperationContract {
  readonly method: string;
  readonly path: string;
  readonly pathParameters: Readonly<Record<string, Schema>>;
  readonly queryParameters: Readonly<Record<string, Schema>>;
  readonly requiredQuery: readonly string[];
  readonly body: (Schema & { readonly properties?: Schema; readonly oneOf?: unknown }) | null;
  readonly bodyRequired: boolean;
  readonly answers: Readonly<Record<string, Schema | null>>;
}

interface Description {
  readonly operations: Readonly<Record<string, OperationContract>>;
  readonly events: Readonly<Record<string, Schema>>;
  readonly schemas: Readonly<Record<string, Schema>>;
}

const description: Description = JSON.parse(
  readFileSync(join(import.meta.dirname, 'openapi.json'), 'utf8'),
) as Description;

/** Where GitHub gives null, although its description leaves no room for it: a fork may have been deleted. */
for (const name of ['pull-request', 'pull-request-simple']) {
  allowNull(description.schemas[name], 'head', 'repo');
  allowNull(description.schemas[name], 'head', 'user');
}
allowNull(description.schemas['workflow-run'], 'head_repository');
allowNull(description.schemas['webhook-workflow-run-completed'], 'workflow_run', 'head_repository');

function allowNull(schema: Schema | undefined, ...path: readonly string[]): void {
  const properties = schema?.properties as Record<string, Schema> | undefined;
  const [key = '', ...rest] = path;
  if (!properties?.[key]) throw new Error(`The description has no ${path.join('.')}.`);
  if (rest.length > 0) allowNull(properties[key], ...rest);
  else properties[key] = { anyOf: [properties[key], { type: 'null' }] };
}

/** More lenient than the RFCs, as GitHub is: an address that isn't there is an empty one, templates have braces. */
const FORMATS = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  date: /^\d{4}-\d\d-\d\d$/,
  email: /^\S+@\S+$/,
  uri: /^([a-z][a-z0-9+.-]*:\S*)?$/i,
};

const queries = new Ajv({ strict: false, coerceTypes: true, formats: FORMATS });
// Compiled once and asked a few times: neither inlining nor shorter code would pay.
const bodies = new Ajv({ strict: false, formats: FORMATS, inlineRefs: false, code: { optimize: false } });
bodies.addSchema({ $id: 'github', schemas: description.schemas });
const compiled = new Map<string, ValidateFunction>();
const compiledTexts = new WeakMap<Schema, ValidateFunction>();

export interface Route {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, string>>;
}

/** References and paths may hold slashes, escaped or not. */
const WIDE = ['path', 'ref', 'basehead'];

const routes = Object.entries(description.operations).map(([operation, { method, path }]) => {
  const pattern = path.replace(
    /\{(\w+)\}/g,
    (_, name) => `(?<${name}>${WIDE.includes(name) ? '.+' : '[^/]+'})`,
  );
  return {
    operation: operation as Operation,
    method,
    pattern: new RegExp(`^${pattern}$`),
    wide: /\.\+/.test(pattern),
    length: path.split('/').length,
  };
});
// What takes a whole rest goes last, and of two such the longer one first: commits/{ref}/statuses, commits/{ref}.
routes.sort((a, b) => Number(a.wide) - Number(b.wide) || b.length - a.length);

/** The operation that a request means; null where the description, as kept, has none. */
export function findRoute(method: string, path: string): Route | null {
  for (const route of routes) {
    const found = route.method === method ? route.pattern.exec(path) : null;
    if (!found) continue;
    const params = Object.entries(found.groups ?? {}).map(([name, text]) => [name, decodeURIComponent(text)]);
    return { operation: route.operation, params: Object.fromEntries(params) };
  }
  return null;
}

/**
 * What is wrong with a request; empty where it is as described. What GitHub would pass over in silence is wrong, too.
 */
export function checkRequest(
  operation: Operation,
  route: Route,
  query: URLSearchParams,
  body: unknown,
): string[] {
  const contract = description.operations[operation];
  if (!contract) return [`${operation}: not in the description`];
  const mistakes: string[] = [];
  for (const [name, text] of Object.entries(route.params)) {
    const schema = contract.pathParameters[name] ?? {};
    mistakes.push(...checkText(`${operation} path ${name}`, schema, text));
  }
  for (const [name, text] of query) {
    const schema = contract.queryParameters[name];
    if (!schema) mistakes.push(`${operation} query ${name}: no such parameter`);
    else mistakes.push(...checkText(`${operation} query ${name}`, schema, text));
  }
  for (const name of contract.requiredQuery) {
    if (!query.has(name)) mistakes.push(`${operation} query ${name}: missing`);
  }
  if (body === null) return contract.bodyRequired ? [...mistakes, `${operation}: no body`] : mistakes;
  if (!contract.body) return [...mistakes, `${operation}: takes no body`];
  mistakes.push(...check(`${operation} body`, contract.body, body));
  const known = contract.body.properties;
  for (const name of Object.keys(Object(body))) {
    if (known && !(name in known)) mistakes.push(`${operation} body ${name}: no such field`);
  }
  return mistakes;
}

const REFUSALS = [401, 403, 404, 422];

/** What is wrong with a response of our own; empty where GitHub could have given it. */
export function checkAnswer(operation: Operation, status: number, body: unknown): string[] {
  const answers = description.operations[operation]?.answers ?? {};
  const schema = answers[status];
  // Refusals may come from anywhere; few operations describe them.
  if (schema === undefined && REFUSALS.includes(status)) return [];
  if (schema === undefined) return [`${operation}: GitHub has no response ${status}`];
  if (schema === null) return body === undefined ? [] : [`${operation} ${status}: has no body`];
  return check(`${operation} answer ${status}`, schema, body);
}

/** What is wrong with the payload of an event. */
export function checkEvent(name: string, payload: unknown): string[] {
  const schema = description.events[name];
  return schema ? check(`event ${name}`, schema, payload) : [`event ${name}: not in the description`];
}

function check(where: string, schema: Schema, value: unknown): string[] {
  const validate = compiled.get(where) ?? bodies.compile(absolute(schema) as Schema);
  compiled.set(where, validate);
  if (validate(value)) return [];
  // Of the branches of anyOf and oneOf each complains; the deepest complaint names the field.
  const errors = [...(validate.errors ?? [])].sort((a, b) => b.instancePath.length - a.instancePath.length);
  return errors.slice(0, 3).map(({ instancePath, message }) => `${where} ${instancePath || '/'}: ${message}`);
}

function checkText(where: string, schema: Schema, text: string): string[] {
  // Not `queries.validate`: a schema that is written anew is compiled anew, each time.
  const validate = compiledTexts.get(schema) ?? queries.compile({ properties: { value: schema } });
  compiledTexts.set(schema, validate);
  if (validate({ value: text })) return [];
  return (validate.errors ?? []).map(({ message }) => `${where}: ${message}`);
}

/** References are relative to the file's root, which Ajv knows as `github`. */
function absolute(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(absolute);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, key === '$ref' ? `github${value}` : absolute(value)]),
  );
}
