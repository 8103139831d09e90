/**
 * Cuts GitHub's OpenAPI description down to what the tests' GitHub (__tests__/github) can do, as JSON Schema.
 *
 * The description comes from @octokit/openapi (MIT), which is 394 MB installed and therefore no dependency:
 *   cd "$(mktemp -d)" && npm pack @octokit/openapi@23.0.2 && tar xzf octokit-openapi-*.tgz
 *   node scripts/prune-openapi.mjs "$OLDPWD/…/package"          (the folder that tar made)
 * Writes __tests__/github/openapi.json, and the notice of the package's licence beside it.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../__tests__/github/', import.meta.url));

/** Payloads that the builders in events.ts are held against. */
const EVENTS = [
  'deployment-status-created',
  'issue-comment-created',
  'merge-group-checks-requested',
  'pull-request-labeled',
  'pull-request-synchronize',
  'push',
  'release-published',
  'repository-dispatch-sample.collected',
  'workflow-dispatch',
  'workflow-run-completed',
];

/** Keywords that only describe; formats but these are the width of numbers, and the like. */
const SILENT = ['description', 'title', 'example', 'examples', 'x-github', 'deprecated', 'externalDocs'];
const MUTE = [...SILENT, 'default', 'discriminator', 'readOnly', 'writeOnly', 'x-multi-segment'];
const FORMATS = ['date-time', 'uri', 'email', 'date'];

const [packageFolder] = process.argv.slice(2);
if (!packageFolder) {
  console.error(
    'Usage: node scripts/prune-openapi.mjs FOLDER   (the unpacked @octokit/openapi; see the top of this file)',
  );
  process.exit(2);
}

const described = JSON.parse(await readFile(join(packageFolder, 'generated/api.github.com.json'), 'utf8'));
const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'));
const list = await readFile(join(folder, 'operations.ts'), 'utf8');
const wanted = new Set([...list.matchAll(/^ {2}'([a-z-]+\/[a-z-]+)',$/gm)].map(([, id]) => id));

/** Schemas by name, as far as something refers to them. */
const schemas = {};

/** What a reference within the description points to, followed to its end. */
function follow(node) {
  if (!node?.$ref) return node;
  return follow(
    node.$ref
      .slice('#/'.length)
      .split('/')
      .reduce((at, key) => at[key], described),
  );
}

/** OpenAPI's dialect as JSON Schema: `nullable` becomes a type of its own. */
function toSchema(node) {
  if (Array.isArray(node)) return node.map(toSchema);
  if (typeof node !== 'object' || node === null) return node;
  if (node.$ref) return { $ref: `#/schemas/${keep(node.$ref.split('/').at(-1))}` };
  const schema = {};
  for (const [key, value] of Object.entries(node)) {
    if (MUTE.includes(key) || key === 'nullable' || (key === 'format' && !FORMATS.includes(value))) continue;
    if (key === 'properties') schema.properties = mapValues(value, toSchema);
    else schema[key] = ['enum', 'required', 'const'].includes(key) ? value : toSchema(value);
  }
  if (!node.nullable) return schema;
  if (typeof schema.type !== 'string') return { anyOf: [schema, { type: 'null' }] };
  if (schema.enum && !schema.enum.includes(null)) schema.enum = [...schema.enum, null];
  return { ...schema, type: [schema.type, 'null'] };
}

function keep(name) {
  if (!(name in schemas)) {
    schemas[name] = {};
    schemas[name] = toSchema(described.components.schemas[name]);
  }
  return name;
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

function describeOperation(method, path, operation) {
  const parameters = (operation.parameters ?? []).map(follow);
  const body = follow(operation.requestBody);
  const named = (where) =>
    Object.fromEntries(
      parameters.filter((one) => one.in === where).map((one) => [one.name, toSchema(one.schema)]),
    );
  return {
    method: method.toUpperCase(),
    path,
    pathParameters: named('path'),
    queryParameters: named('query'),
    requiredQuery: parameters.filter((one) => one.in === 'query' && one.required).map((one) => one.name),
    body: body ? toSchema(body.content['application/json'].schema) : null,
    bodyRequired: body?.required ?? false,
    // By status; null where a response has no body.
    answers: mapValues(operation.responses, (answer) => {
      const schema = follow(answer).content?.['application/json']?.schema;
      return schema ? toSchema(schema) : null;
    }),
  };
}

const operations = {};
for (const [path, methods] of Object.entries(described.paths)) {
  for (const [method, operation] of Object.entries(methods)) {
    if (!wanted.delete(operation.operationId)) continue;
    operations[operation.operationId] = describeOperation(method, path, operation);
  }
}
if (wanted.size > 0) throw new Error(`GitHub's description does not know ${[...wanted].join(', ')}.`);

const events = {};
for (const name of EVENTS) {
  const { post } = described['x-webhooks'][name];
  events[name] = toSchema(post.requestBody.content['application/json'].schema);
}

const from = `@octokit/openapi ${version}, api.github.com.json; see LICENSE-openapi`;
await writeFile(join(folder, 'openapi.json'), `${JSON.stringify({ from, operations, events, schemas })}\n`);
const licence = await readFile(join(packageFolder, 'LICENSE'), 'utf8');
await writeFile(
  join(folder, 'LICENSE-openapi'),
  `openapi.json is made of @octokit/openapi ${version}:\n\n${licence}`,
);
