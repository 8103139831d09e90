/** examples/preview/openapi.yaml is held to what the preview answers: its routes, its statuses, who is let in. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { createApp } from '../../examples/preview/app.mjs';
import {
  type Database,
  defaultPassword,
  openDatabase,
  type Preview,
  startPreview,
} from '../../examples/preview/start.mjs';
import { CLUSTER, openQuickly } from './cluster.ts';

interface Operation {
  readonly security?: readonly object[];
  readonly responses: Readonly<Record<string, unknown>>;
}

const document = parse(readFileSync('examples/preview/openapi.yaml', 'utf8')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  ['get', 'post', 'put', 'patch', 'delete'].flatMap((method) => {
    const operation = item[method];
    return operation === undefined ? [] : [{ path, method: method.toUpperCase(), operation }];
  }),
);

let database: Database;
let preview: Preview;
let token: string;
beforeAll(async () => {
  process.env.PGLITE_CLUSTER = CLUSTER;
  database = await openQuickly(() => openDatabase({ password: defaultPassword }));
  preview = await startPreview({ database, delay: 'none' });
  const login = await fetch(`${preview.url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'syndic@grandplace.be', password: defaultPassword }),
  });
  ({ token } = (await login.json()) as { token: string });
}, 60_000);
afterAll(async () => {
  await preview.close();
  await database.close();
});

/** Nobody's: what is there answers that it isn't, or that it is wrong, and not that there is no such route. */
const fill = (path: string) =>
  path
    .replace('/documents/{id}', '/documents/00000000-0000-4000-8000-000000000000')
    .replace(/\{id\}/, '1')
    .replace('{tag}', 'nobody');

test.each(operations.map((one) => [`${one.method} ${one.path}`, one] as const))('%s is there', async (_, {
  method,
  path,
}) => {
  const { status, text } = await ask(method, path, { authorization: `Bearer ${token}` });
  expect([status, text]).not.toEqual([404, expect.stringContaining('there is no such route')]);
  expect(status).toBeLessThan(500);
});

test.each(
  operations.filter(({ method }) => method === 'GET').map((one) => [one.path, one] as const),
)('GET %s is answered as it says, and lets in whom it says', async (_, { method, path, operation }) => {
  const told = Object.keys(operation.responses).map(Number);
  expect(told).toContain((await ask(method, path, { authorization: `Bearer ${token}` })).status);
  const { status } = await ask(method, path, {});
  expect(status === 401).toBe(operation.security?.length !== 0);
});

test('every route of the preview is in it, but for /truth', async () => {
  const found: string[] = [];
  const stub = () => undefined;
  const app = await createApp({
    database,
    metrics: { begin: stub, end: stub, abandon: stub },
    log: stub,
    fault: stub,
    trouble: { list: stub, listed: stub, creating: (_: string, sql: string) => sql },
    secret: 'x'.repeat(32),
    nextDelayMs: () => 0,
    losesAnswer: () => false,
    tokenLifetimeMs: 1000,
    closeAfter: 0,
    commit: 'x',
    tellsTruth: false,
    downstream: null,
  } as never);
  await app.ready();
  for (const { path, method } of operations)
    if (app.hasRoute({ method: method as 'GET', url: path.replace(/\{(\w+)\}/g, ':$1') }))
      found.push(`${method} ${path}`);
  expect(found).toHaveLength(operations.length);
  // As many as the router lists, HEAD aside, which it makes of each GET.
  const listed = app.printRoutes({ commonPrefix: false }).match(/\((?:[A-Z]+(?:, )?)+\)/g) ?? [];
  const routes = listed
    .flatMap((methods) => methods.slice(1, -1).split(', '))
    .filter((method) => method !== 'HEAD');
  expect(routes).toHaveLength(operations.length);
  await app.close();
});

async function ask(method: string, path: string, headers: Record<string, string>) {
  const body =
    method === 'POST'
      ? { body: '{}', headers: { ...headers, 'content-type': 'application/json' } }
      : { headers };
  const response = await fetch(`${preview.url}${fill(path)}`, { method, redirect: 'manual', ...body });
  return { status: response.status, text: await response.text() };
}
