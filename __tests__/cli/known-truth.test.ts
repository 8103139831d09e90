/** What a load says it did, held against what the service counted: accounts, rows, the stock, and what is left over. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasPostgres, type Postgres, startPostgres } from '../../bench/servers/postgres.mjs';
import {
  type Database,
  openDatabase,
  type Preview,
  type PreviewOptions,
  startPreview,
} from '../../examples/preview/start.mjs';
import type { Result } from '../../src/evidence/result/schema.ts';
import { CLUSTER } from '../examples/cluster.ts';
import { drawn, RUNS_ALL, testInFull } from '../part.ts';
import { repeatWhile } from '../saturation.ts';
import { openShell, type RunEnded, type Shell } from './process.ts';

const PASSWORD = 'known-truth';
const ADMIN = 'syndic@grandplace.be';
const STOCK = 1_000_000;
/** Pieces of what is sold out soon. */
const LEFT = 5;
const isFull = RUNS_ALL && hasPostgres();

/** How much of it: the full numbers where there is a PostgreSQL with connections of its own. */
const SIZES = {
  PGlite: {
    accounts: drawn(400, 40),
    users: drawn(12, 4),
    connections: 6,
    seconds: 4,
    walkSeconds: drawn(5, 1),
  },
  PostgreSQL: { accounts: 10_000, users: 250, connections: 50, seconds: 6, walkSeconds: 12 },
};

/** As far as it is looked at here. */
interface Truth {
  readonly answers: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly breaches: Readonly<Record<string, number>>;
  readonly graphqlErrors: number;
  readonly accounts: Readonly<
    Record<'loggedIn' | 'logins' | 'mostLogins' | 'mostAtOnce' | 'ordering' | 'mostOrders', number>
  >;
  readonly rows: Readonly<Record<string, number>>;
  readonly stock: readonly { readonly initial: number; readonly available: number }[];
}

describe.each(isFull ? (['PGlite', 'PostgreSQL'] as const) : (['PGlite'] as const))('on %s', (kind) => {
  const { accounts, users, connections, seconds, walkSeconds } = SIZES[kind];
  const patienceMs = kind === 'PGlite' ? 60_000 : 180_000;
  let shell: Shell;
  let server: Postgres | undefined;
  let database: Database;
  let previews: Preview[] = [];

  beforeAll(async () => {
    process.env.PGLITE_CLUSTER = CLUSTER;
    shell = await openShell();
    server = kind === 'PostgreSQL' ? await startPostgres(['preview']) : undefined;
    database = await openDatabase({
      password: PASSWORD,
      accounts,
      stock: STOCK,
      ...(server && { url: server.urlOf('preview') }),
    });
    const rows = Array.from(
      { length: accounts },
      (_, i) => `user-${String(i + 1).padStart(5, '0')}@example.com`,
    );
    await writeFile(join(shell.folder, 'users.csv'), `email\n${rows.join('\n')}\n`);
    await mkdir(join(shell.folder, 'files'));
    await writeFile(
      join(shell.folder, 'files/plan.pdf'),
      Buffer.from(Array.from({ length: 4096 }, (_, i) => i)),
    );
  }, 60_000);
  afterEach(async () => {
    await Promise.all(previews.map((preview) => preview.close()));
    previews = [];
  });
  afterAll(async () => {
    await database.close();
    await server?.close();
    await shell.remove();
  });

  async function preview(options: PreviewOptions = {}): Promise<Preview> {
    const started = await startPreview({ database, delay: 'none', truth: true, ...options });
    previews.push(started);
    return started;
  }
  const truthOf = async ({ url }: Preview): Promise<Truth> =>
    (await (await fetch(`${url}/truth`)).json()) as Truth;
  /** Pieces that the stock is lower. */
  const takenIn = ({ stock }: Truth) =>
    stock.reduce((sum, { initial, available }) => sum + initial - available, 0);

  /** Without a warm-up: then the service sees nothing that isn't counted, but for logins, setup and clean-up. */
  async function run(
    { url }: Preview,
    load: string,
    scenario: string,
    { flags = [], rounds = '' }: { readonly flags?: readonly string[]; readonly rounds?: string } = {},
  ): Promise<RunEnded & { readonly result: Result }> {
    await writeFile(
      join(shell.folder, 'tailgate.yml'),
      `name: truth\ntarget: { ready: /api/v1/health }\nload: ${load}
scenario:
${scenario.replace(/^/gm, '  ')}
gate: { errors: { max: 100 %, regression: 50 pp }${rounds} }\n`,
    );
    const words = ['--target-url', url, '--json', 'result.json', ...flags];
    const env = { TAILGATE_PASSWORD: PASSWORD, TAILGATE_EMAIL: ADMIN };
    const ended = await shell.run(words, { env });
    if (ended.exitCode === 2 || ended.exitCode === 70) throw new Error(ended.err);
    const result = JSON.parse(await readFile(join(shell.folder, 'result.json'), 'utf8')) as Result;
    return { ...ended, result };
  }
  const figuresOf = ({ endpoints }: Result, name: string) => {
    const found = endpoints.find((one) => one.name === name);
    if (!found) throw new Error(`no figures of ${name}`);
    return found.metrics;
  };
  /** Of steps those, too, that a walk still had before it when the measured time ended: they are sent, and in no figure. */
  const laterOf = ({ endpoints }: Result, name: string) =>
    endpoints.find((one) => one.name === name)?.walks?.notFinished ?? Number.NaN;
  const successesOf = (result: Result, name: string) => figuresOf(result, name).successes;

  const OWN_LOGIN = `login:
  post: /api/v1/auth/login
  json: { email: "{{users.email}}", password: "{{env.TAILGATE_PASSWORD}}" }
  capture: { token: /token }
headers: { authorization: "Bearer {{token}}" }`;
  const ADMINS_LOGIN = `logins:
  admin:
    post: /api/v1/auth/login
    json: { email: "{{env.TAILGATE_EMAIL}}", password: "{{env.TAILGATE_PASSWORD}}" }
    capture: { token: /token }`;
  const CART = `flows:
  - name: fill a cart
    weight: 1
    steps:
      - name: create cart
        post: /api/v1/carts
        headers: { x-account: "{{users.email}}" }
        json: { reference: "{{unique}}" }
        expect: 201
        capture: { cart: /id, etag: { header: etag } }
      - name: add item
        post: "/api/v1/carts/{{cart}}/items"
        headers: { x-account: "{{users.email}}" }
        json: { sku: A, quantity: 2 }
        expect: 201
        check: [ { json: /total, equals: 2 } ]
      - name: read cart
        get: "/api/v1/carts/{{cart}}"
        headers: { x-account: "{{users.email}}", if-none-match: "{{etag}}" }
        check: [ { json: /items/0/quantity, equals: 2 } ]
      - name: upload
        post: /api/v1/documents
        multipart: { title: "{{unique}}", file: { path: files/plan.pdf, type: application/pdf } }
        expect: 201
        check: [ { json: /size, equals: 4096 } ]
        capture: { document: /id }
      - name: download
        get: "/api/v1/documents/{{document}}/content"
        check: [ { body: size, at-least: 4096, at-most: 4096 } ]
      - name: order
        post: /api/v1/orders
        json: { sku: B, reference: "{{unique}}" }
        expect: 201
      - { name: delete cart, delete: "/api/v1/carts/{{cart}}", expect: 204, always: true }`;
  const ROUTES = {
    'create cart': ['POST /api/v1/carts', '201'],
    'add item': ['POST /api/v1/carts/:id/items', '201'],
    'read cart': ['GET /api/v1/carts/:id', '200'],
    upload: ['POST /api/v1/documents', '201'],
    download: ['GET /api/v1/documents/:id/content', '200'],
    order: ['POST /api/v1/orders', '201'],
    'delete cart': ['DELETE /api/v1/carts/:id', '204'],
  } as const;
  const countedOf = ({ answers }: Truth) =>
    Object.entries(ROUTES).map(([name, [route, status]]) => [name, answers[route]?.[status] ?? 0]);

  test(
    'each user is one account, asks for nothing of another one, and each success is one that the service counted',
    async () => {
      // As long as it takes for each user to have walked more than once, however slow the machine is.
      const { target, before, result } = await repeatWhile(
        async (nth) => {
          const target = await preview();
          const before = await truthOf(target);
          const { result } = await run(
            target,
            `{ connections: ${users}, duration: ${walkSeconds * 2 ** (nth - 1)}s, warmup: 0s, timeout: 60s }`,
            `data: { users: { file: users.csv, take: per-user } }\n${OWN_LOGIN}\n${ADMINS_LOGIN}\n${CART}
cleanup: [ { as: admin, delete: "/api/v1/leftovers/{{run}}" } ]`,
          );
          return { target, before, result };
        },
        ({ result }) => successesOf(result, 'order') <= users,
        drawn(3, 5),
      );
      const truth = await truthOf(target);
      expect(truth.breaches).toEqual({ accounts: 0, carts: 0, documents: 0 });
      // The administrator's is the other one.
      expect(truth.accounts).toMatchObject({ loggedIn: users + 1, logins: users + 1, mostAtOnce: 1 });
      const allOf = (name: string) => successesOf(result, name) + laterOf(result, name);
      const seen = Object.keys(ROUTES).map((name) => [name, allOf(name)]);
      expect(successesOf(result, 'order')).toBeGreaterThan(users);
      expect(countedOf(truth)).toEqual(seen);
      expect(result.metrics?.errorRate).toBe(0);
      expect(takenIn(truth) - takenIn(before)).toBe(allOf('order'));
      // Nothing is left over, and what others have made stays.
      expect(truth.rows).toEqual(before.rows);
    },
    patienceMs,
  );

  testInFull(
    'of rows that are taken once none is taken twice, whoever has them, and the load ends with them',
    async () => {
      const target = await preview();
      const before = await truthOf(target);
      const { result } = await run(
        target,
        `{ connections: ${connections}, duration: 10m, warmup: 0s }`,
        `data: { users: { file: users.csv, take: once } }\n${ADMINS_LOGIN}
flows:
  - name: an order of one's own
    weight: 1
    steps:
      - name: sign in
        post: /api/v1/auth/login
        json: { email: "{{users.email}}", password: "{{env.TAILGATE_PASSWORD}}" }
        capture: { own: /token }
      - name: order
        post: /api/v1/orders
        headers: { authorization: "Bearer {{own}}", x-account: "{{users.email}}" }
        json: { sku: C, reference: "{{unique}}" }
        expect: 201
cleanup: [ { as: admin, headers: { authorization: "Bearer {{token}}" }, delete: "/api/v1/leftovers/{{run}}" } ]`,
      );
      const truth = await truthOf(target);
      expect(truth.breaches).toEqual({ accounts: 0, carts: 0, documents: 0 });
      expect(truth.accounts).toMatchObject({ mostLogins: 1, mostAtOnce: 1 });
      // Threads have rows of their own: when one of them has no more, the others may have some.
      const taken = truth.accounts.loggedIn - 1;
      expect(taken).toBeGreaterThan(accounts * 0.9);
      expect(taken).toBeLessThanOrEqual(accounts);
      const ordered = successesOf(result, 'order') + laterOf(result, 'order');
      expect([successesOf(result, 'sign in'), ordered]).toEqual([taken, taken]);
      expect(takenIn(truth) - takenIn(before)).toBe(taken);
      expect(result.warnings).toContainEqual(
        expect.objectContaining({ code: 'capped', by: 'rows', table: { name: 'users', rows: accounts } }),
      );
      expect(truth.rows).toEqual(before.rows);
    },
    patienceMs,
  );

  testInFull(
    'base and target share such rows, and a database',
    async () => {
      const [target, base] = [await preview(), await preview()];
      const before = await truthOf(target);
      await run(
        target,
        `{ connections: 2, duration: ${seconds}s, warmup: 0s }`,
        `data: { users: { file: users.csv, take: once } }
flows:
  - name: an order of one's own
    weight: 1
    steps:
      - name: sign in
        post: /api/v1/auth/login
        json: { email: "{{users.email}}", password: "{{env.TAILGATE_PASSWORD}}" }
        capture: { own: /token }
      - { think: 50ms }
      - name: order
        post: /api/v1/orders
        headers: { authorization: "Bearer {{own}}", x-account: "{{users.email}}" }
        json: { sku: A, reference: "{{unique}}" }
        expect: 201`,
        {
          flags: ['--base-url', base.url],
          // Short ones: what rows have to outlast is how often the sides take turns.
          rounds: ', rounds: { measure: 1s, discard: 200ms, budget: 60s }',
        },
      );
      const sides = [await truthOf(target), await truthOf(base)];
      const logins = sides.reduce((sum, side) => sum + side.accounts.logins, 0);
      expect(sides.map((side) => side.accounts.mostLogins)).toEqual([1, 1]);
      for (const { breaches } of sides) expect(breaches).toEqual({ accounts: 0, carts: 0, documents: 0 });
      const { ordering, mostOrders } = (sides[0] as Truth).accounts;
      // The database is one: an account with orders on both sides would have two.
      expect(mostOrders).toBe(1);
      expect(takenIn(sides[0] as Truth) - takenIn(before)).toBe(ordering);
      // Who had signed in when the last row was gone, or a side's last slice was over: one on each connection.
      expect(logins - ordering).toBeLessThanOrEqual(4);
      expect(ordering).toBeGreaterThan(8);
      await database.query('delete from tailgate_preview.orders');
    },
    patienceMs,
  );

  testInFull(
    'what is sold out fails its step, what is behind it is not reached, and what clears up is sent all the same',
    async () => {
      const target = await preview();
      await database.query(`update tailgate_preview.stock set available = ${LEFT} where sku = 'B'`);
      const { result } = await run(
        target,
        `{ connections: ${connections}, duration: ${seconds}s, warmup: 0s }`,
        `data: { users: { file: users.csv, take: per-user } }\n${OWN_LOGIN}\n${CART.replace(
          '- { name: delete cart',
          '- { name: behind, get: /api/v1/stock }\n      - { name: delete cart',
        )}`,
      );
      const { answers, rows } = await truthOf(target);
      const order = figuresOf(result, 'order');
      const made = successesOf(result, 'create cart');
      const refused = order.requests - order.successes;
      expect(order.errors.status).toEqual({ 409: refused });
      expect(answers['POST /api/v1/orders']).toEqual({ 201: LEFT, 409: refused + laterOf(result, 'order') });
      expect([order.successes, order.requests + laterOf(result, 'order')]).toEqual([LEFT, made]);
      const behind = result.endpoints.find(({ name }) => name === 'behind');
      expect([behind?.metrics.requests, answers['GET /api/v1/stock']]).toEqual([LEFT, { 200: LEFT }]);
      expect(behind?.walks?.notReached).toBe(made - LEFT - laterOf(result, 'behind'));
      expect(answers['DELETE /api/v1/carts/:id']).toEqual({ 204: made });
      expect(rows.carts).toBe(0);
      await database.query('update tailgate_preview.stock set available = initial - 1000');
      await database.query('delete from tailgate_preview.orders');
      await database.query('delete from tailgate_preview.documents');
    },
    patienceMs,
  );

  testInFull(
    'an answer that holds errors fails its check, each that the service gave',
    async () => {
      const target = await preview();
      const { result } = await run(
        target,
        `{ connections: ${connections}, duration: ${seconds}s, warmup: 0s }`,
        `data: { users: { file: users.csv, take: per-user } }\n${OWN_LOGIN}
requests:
  - name: own account
    post: /graphql
    json: { query: "{ account { {{pick email role nothing}} } }" }
    graphql: true`,
      );
      const { graphqlErrors } = await truthOf(target);
      const { requests, successes, errors } = figuresOf(result, 'own account');
      expect(graphqlErrors).toBeGreaterThan(0);
      expect([errors.check, requests - successes]).toEqual([graphqlErrors, graphqlErrors]);
    },
    patienceMs,
  );

  testInFull(
    "each user's token is renewed when it has expired",
    async () => {
      const target = await preview({ tokenLifetimeMs: 2000 });
      const { result } = await run(
        target,
        `{ connections: ${connections}, duration: 6s, warmup: 0s }`,
        `data: { users: { file: users.csv, take: per-user } }\n${OWN_LOGIN}
requests: [ { name: stock, get: /api/v1/stock, headers: { x-account: "{{users.email}}" } } ]`,
      );
      const truth = await truthOf(target);
      expect(truth.breaches).toEqual({ accounts: 0, carts: 0, documents: 0 });
      expect(truth.accounts).toMatchObject({ loggedIn: connections, mostAtOnce: 1 });
      expect(truth.accounts.mostLogins).toBeGreaterThan(2);
      // All log in anew at once; the responses that tell of the end are the only errors, at most one for each token.
      const { requests, successes, errors } = figuresOf(result, 'stock');
      const renewed = truth.accounts.logins - connections;
      const told = requests - successes;
      expect(renewed % connections).toBe(0);
      expect(told).toBeGreaterThanOrEqual(renewed / connections);
      expect(told).toBeLessThanOrEqual(renewed);
      expect(errors.status).toEqual({ 401: told });
      expect(truth.answers['GET /api/v1/stock']).toEqual({ 200: successes, 401: told });
    },
    patienceMs,
  );

  testInFull(
    'cookies and forms: each user has a session of its own',
    async () => {
      const target = await preview();
      const before = await truthOf(target);
      const { result } = await run(
        target,
        `{ connections: ${connections}, duration: ${seconds}s, warmup: 0s }`,
        `cookies: true
data: { users: { file: users.csv, take: per-user } }
${ADMINS_LOGIN}
login:
  before: [ { get: /login, capture: { form: { text: { after: 'name="_csrf" value="', before: '"' } } } } ]
  post: /login
  form: { email: "{{users.email}}", password: "{{env.TAILGATE_PASSWORD}}", _csrf: "{{form}}" }
  expect: 303
flows:
  - name: leave a note
    weight: 1
    steps:
      - name: account page
        get: /account
        headers: { x-account: "{{users.email}}" }
        capture: { note: { text: { after: 'name="_csrf" value="', before: '"' } } }
      - name: send note
        post: /account/notes
        headers: { x-account: "{{users.email}}" }
        form: { note: "{{unique}}", _csrf: "{{note}}" }
        expect: 303
cleanup: [ { as: admin, headers: { authorization: "Bearer {{token}}" }, delete: "/api/v1/leftovers/{{run}}" } ]`,
      );
      const truth = await truthOf(target);
      expect(truth.breaches).toEqual({ accounts: 0, carts: 0, documents: 0 });
      expect(truth.accounts).toMatchObject({ loggedIn: connections + 1, mostAtOnce: 1 });
      expect(truth.answers['POST /account/notes']).toEqual({
        303: successesOf(result, 'send note') + laterOf(result, 'send note'),
      });
      expect(successesOf(result, 'send note')).toBeGreaterThan(connections);
      expect(truth.rows).toEqual(before.rows);
    },
    patienceMs,
  );
});
