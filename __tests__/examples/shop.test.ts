/** What belongs to one account in the preview, the stock that all share, and what the preview tells of itself. */
import { createHash } from 'node:crypto';
import { hasPostgres, type Postgres, startPostgres } from '../../bench/servers/postgres.mjs';
import { parseFlags } from '../../examples/preview/flags.mjs';
import {
  type Database,
  defaultPassword,
  openDatabase,
  type Preview,
  startPreview,
} from '../../examples/preview/start.mjs';
import { RUNS_ALL, testInFull } from '../part.ts';
import { CLUSTER, openQuickly } from './cluster.ts';

const ACCOUNTS = 10_000;
const STOCK = 500;
const ADMIN = 'syndic@grandplace.be';
const userOf = (n: number) => `user-${String(n).padStart(5, '0')}@example.com`;
const onPostgres = RUNS_ALL && hasPostgres();

describe.each(onPostgres ? ['PGlite', 'PostgreSQL'] : ['PGlite'])('on %s', (kind) => {
  let server: Postgres | undefined;
  let database: Database;
  let preview: Preview;

  beforeAll(async () => {
    process.env.PGLITE_CLUSTER = CLUSTER;
    server = kind === 'PostgreSQL' ? await startPostgres(['preview']) : undefined;
    database = await openQuickly(() =>
      openDatabase({
        password: defaultPassword,
        accounts: ACCOUNTS,
        stock: STOCK,
        ...(server && { url: server.urlOf('preview') }),
      }),
    );
  }, 60_000);
  beforeEach(async () => {
    preview = await startPreview({ database, delay: 'none', truth: true });
  });
  afterEach(() => preview.close());
  afterAll(async () => {
    await database.close();
    await server?.close();
  });

  async function ask(
    method: string,
    path: string,
    how: RequestInit & { token?: string; json?: object } = {},
  ) {
    const { token, json, ...rest } = how;
    const headers = new Headers(how.headers);
    if (token) headers.set('authorization', `Bearer ${token}`);
    if (json) headers.set('content-type', 'application/json');
    const answer = await fetch(preview.url + path, {
      redirect: 'manual',
      ...rest,
      method,
      headers,
      ...(json && { body: JSON.stringify(json) }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json');
    return { status: answer.status, headers: answer.headers, text, body: isJson ? JSON.parse(text) : null };
  }
  async function login(email: string): Promise<string> {
    const { body } = await ask('POST', '/api/v1/auth/login', { json: { email, password: defaultPassword } });
    return body.token;
  }
  const truth = async (tag?: string) => (await ask('GET', `/truth${tag ? `?tag=${tag}` : ''}`)).body;
  /** Digits that JSON.parse would not keep. */
  const idIn = (text: string) => /"id" ?: ?(\d+)/.exec(text)?.[1] ?? '';

  test('every account that was asked for can log in, the first and the last of ten thousand', async () => {
    const tokens = await Promise.all([userOf(1), userOf(ACCOUNTS), ADMIN].map(login));
    expect(new Set(tokens).size).toBe(3);
    expect(await login(userOf(ACCOUNTS + 1))).toBeUndefined();
    expect((await truth()).accounts).toMatchObject({
      seeded: ACCOUNTS + 1,
      loggedIn: 3,
      logins: 3,
      mostLogins: 1,
    });
  });

  test('a cart is made, filled, read, found unchanged, and deleted', async () => {
    const token = await login(userOf(1));
    const made = await ask('POST', '/api/v1/carts', { token, json: { reference: 'tag-of-1' } });
    const id = idIn(made.text);
    expect([made.status, made.headers.get('etag')]).toEqual([201, `"${id}.1"`]);
    expect(BigInt(id)).toBeGreaterThan(2n ** 53n);
    const path = `/api/v1/carts/${id}`;
    const filled = await ask('POST', `${path}/items`, { token, json: { sku: 'A', quantity: 3 } });
    expect([filled.status, filled.body.total]).toEqual([201, 3]);
    const etag = filled.headers.get('etag') ?? '';
    const read = await ask('GET', path, { token });
    expect(read.body).toMatchObject({ account: userOf(1), total: 3, items: [{ sku: 'A', quantity: 3 }] });
    expect([idIn(read.text), read.headers.get('etag')]).toEqual([id, etag]);
    const unchanged = await ask('GET', path, { token, headers: { 'if-none-match': `"x", W/${etag}` } });
    expect([unchanged.status, unchanged.text]).toEqual([304, '']);
    const old = await ask('GET', path, { token, headers: { 'if-none-match': `"${id}.1"` } });
    expect(old.status).toBe(200);
    expect((await ask('DELETE', path, { token })).status).toBe(204);
    expect((await ask('GET', path, { token })).status).toBe(404);
    expect((await truth()).breaches).toEqual({ accounts: 0, carts: 0, documents: 0 });
  });

  test("another one's cart is refused, and each try is counted", async () => {
    const [own, other] = [await login(userOf(1)), await login(userOf(2))];
    const path = `/api/v1/carts/${idIn((await ask('POST', '/api/v1/carts', { token: own, json: {} })).text)}`;
    const tries = [
      await ask('GET', path, { token: other }),
      await ask('POST', `${path}/items`, { token: other, json: { sku: 'A' } }),
      await ask('DELETE', path, { token: other }),
    ];
    expect(tries.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect((await ask('GET', path, { token: own })).body).toMatchObject({ total: 0, items: [] });
    expect((await truth()).breaches).toEqual({ accounts: 0, carts: 3, documents: 0 });
  });

  test('items that are added at the same time are all in the sum', async () => {
    const token = await login(userOf(3));
    const path = `/api/v1/carts/${idIn((await ask('POST', '/api/v1/carts', { token, json: {} })).text)}`;
    const add = () => ask('POST', `${path}/items`, { token, json: { sku: 'B', quantity: 2 } });
    const added = await Promise.all(Array.from({ length: 40 }, add));
    expect(added.map(({ body }) => body.total).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, i) => 2 * (i + 1)),
    );
    const { headers, body } = await ask('GET', path, { token });
    expect([body.total, body.items.length, headers.get('etag')?.split('.')[1]]).toEqual([80, 40, '41"']);
    // A machine with much else to do may take forty one after the other.
    for (let again = 0; again < 20 && (await truth()).accounts.mostAtOnce < 2; again++)
      await Promise.all(Array.from({ length: 40 }, () => ask('GET', path, { token })));
    expect((await truth()).accounts.mostAtOnce).toBeGreaterThan(1);
  });

  testInFull('orders at the same time take each piece once, and no more than there are', async () => {
    const tokens = await Promise.all([4, 5, 6, 7].map((n) => login(userOf(n))));
    const order = (_: unknown, i: number) =>
      ask('POST', '/api/v1/orders', {
        token: tokens[i % tokens.length] as string,
        json: { sku: 'C', quantity: 3, reference: `tag-of-orders-${i}` },
      });
    const all = await Promise.all(Array.from({ length: 200 }, order));
    const taken = all.filter(({ status }) => status === 201);
    const refused = all.filter(({ status, body }) => status === 409 && body.error === 'sold out');
    const whole = Math.floor(STOCK / 3);
    expect([taken.length, refused.length]).toEqual([whole, 200 - whole]);
    expect(taken.map(({ body }) => body.stock).sort((a, b) => b - a)).toEqual(
      Array.from({ length: whole }, (_, i) => STOCK - 3 * (i + 1)),
    );
    expect(taken[0]?.text).toMatch(/"price" ?: ?249\.90\b/);
    const { answers, stock, rows, accounts } = await truth();
    expect(answers['POST /api/v1/orders']).toEqual({ 201: whole, 409: 200 - whole });
    expect(stock[2]).toEqual({ sku: 'C', initial: STOCK, available: STOCK - 3 * whole });
    expect([rows.orders, accounts.ordering]).toEqual([whole, 4]);
    expect(accounts.mostOrders).toBeGreaterThanOrEqual(whole / 4);
    const token = tokens[0] as string;
    expect((await ask('POST', '/api/v1/orders', { token, json: { sku: 'Z' } })).status).toBe(400);
  });

  test('a document comes back as it was sent, to whoever sent it', async () => {
    const [token, other] = [await login(userOf(1)), await login(userOf(2))];
    const bytes = Buffer.from([0, 255, 13, 10, 45, 45, 1, 128]);
    const form = new FormData();
    form.append('title', 'tag-of-document');
    form.append('file', new Blob([bytes], { type: 'application/pdf' }), 'plän "1".pdf');
    const { status, body } = await ask('POST', '/api/v1/documents', { token, body: form });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(status).toBe(201);
    expect(body).toMatchObject({ account: userOf(1), title: 'tag-of-document', size: 8, sha256 });
    expect([body.name, body.media_type]).toEqual(['plän "1".pdf', 'application/pdf']);
    const path = `/api/v1/documents/${body.id}/content`;
    const content = await fetch(preview.url + path, { headers: { authorization: `Bearer ${token}` } });
    expect(content.headers.get('content-type')).toBe('application/pdf');
    expect(Buffer.from(await content.arrayBuffer())).toEqual(bytes);
    expect((await ask('GET', path, { token: other })).status).toBe(403);
    expect((await truth()).breaches).toEqual({ accounts: 0, carts: 0, documents: 1 });
    expect((await ask('POST', '/api/v1/documents', { token, json: {} })).status).toBe(415);
    const type = 'multipart/form-data; boundary=x';
    const cut = { token, headers: { 'content-type': type }, body: '--x\r\n' };
    expect((await ask('POST', '/api/v1/documents', cut)).status).toBe(400);
    const bare = new FormData();
    bare.append('title', 'without a file');
    expect(await ask('POST', '/api/v1/documents', { token, body: bare })).toMatchObject({
      status: 400,
      body: { field: 'file' },
    });
  });

  test('a form is taken with its cookie and its token, and refused without either', async () => {
    const csrfIn = (text: string) => /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
    const cookieIn = (headers: Headers) => headers.get('set-cookie')?.split(';')[0] ?? '';
    const send = (path: string, cookie: string, fields: Record<string, string>) =>
      ask('POST', path, { headers: { cookie }, body: new URLSearchParams(fields) });
    const page = await ask('GET', '/login');
    const [_csrf, before] = [csrfIn(page.text), cookieIn(page.headers)];
    const who = { email: userOf(8), password: defaultPassword };
    const refused = [
      await send('/login', '', { ...who, _csrf }),
      await send('/login', before, who),
      await send('/login', before, { ...who, password: 'wrong', _csrf }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 401]);
    const entered = await send('/login', before, { ...who, _csrf });
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/account']);
    const cookie = cookieIn(entered.headers);
    expect(cookie).not.toBe(before);
    expect((await ask('GET', '/account', { headers: { cookie: before } })).status).toBe(401);
    const account = await ask('GET', '/account', { headers: { cookie: `other=1; ${cookie}` } });
    expect(account.text).toContain(`<h1>${userOf(8)}</h1>`);
    const note = { note: 'tag-of-note' };
    const notes = [
      await send('/account/notes', cookie, note),
      await send('/account/notes', '', { ...note, _csrf: csrfIn(account.text) }),
      await send('/account/notes', cookie, { ...note, _csrf }),
      await send('/account/notes', cookie, { ...note, _csrf: csrfIn(account.text) }),
    ];
    expect(notes.map(({ status }) => status)).toEqual([403, 401, 403, 303]);
    expect((await truth('tag-of-note')).leftovers.notes).toBe(1);
  });

  test('a session ends as a token does', async () => {
    const short = await startPreview({ database, delay: 'none', tokenLifetimeMs: 200 });
    try {
      const page = await fetch(`${short.url}/login`);
      const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
      const _csrf = /value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
      await new Promise((resolve) => setTimeout(resolve, 250));
      const body = new URLSearchParams({ _csrf, email: userOf(1), password: defaultPassword });
      const late = await fetch(`${short.url}/login`, { method: 'POST', headers: { cookie }, body });
      expect(late.status).toBe(403);
    } finally {
      await short.close();
    }
  });

  test('GraphQL answers 200 whatever is asked, and errors are counted', async () => {
    const token = await login(userOf(9));
    const query = (text: string) => ask('POST', '/graphql', { token, json: { query: text } });
    const good = await query('query mine { account { email, orders } }');
    expect([good.status, good.body]).toEqual([200, { data: { account: { email: userOf(9), orders: 0 } } }]);
    for (const text of ['{ account { email secret } }', '{', '{ account { constructor } }'])
      expect(await query(text)).toMatchObject({ status: 200, body: { errors: [{ path: ['account'] }] } });
    expect((await truth()).graphqlErrors).toBe(3);
  });

  test('who says for whom it takes itself is held to that', async () => {
    const token = await login(userOf(10));
    const as = (email: string) => ask('GET', '/api/v1/stock', { token, headers: { 'x-account': email } });
    expect([(await as(userOf(10))).status, (await as(userOf(11))).status]).toEqual([200, 403]);
    expect((await truth()).breaches).toEqual({ accounts: 1, carts: 0, documents: 0 });
  });

  test('units are for administrators, who also clear up what carries a tag, and nothing else', async () => {
    const [admin, token] = [await login(ADMIN), await login(userOf(12))];
    const unit = {
      organization_id: '5f0c1a9e-3b7d-4c52-9a46-8e2d7b1c6f30',
      building_id: '22e60793-a82f-495c-9d7f-25f298f94149',
      unit_number: 'P-tag-of-run-1',
      unit_type: 'Parking',
      floor: 0,
      surface_area: 12,
      quota: 1,
    };
    expect((await ask('POST', '/api/v1/units', { token, json: unit })).status).toBe(403);
    expect((await ask('POST', '/api/v1/units', { token: admin, json: unit })).status).toBe(201);
    for (const reference of ['tag-of-run-1', 'tag-of-run-2', 'tag-of_run-3', undefined]) {
      await ask('POST', '/api/v1/carts', { token, json: { reference } });
      await ask('POST', '/api/v1/orders', { token, json: { sku: 'A', reference } });
    }
    const before = await truth('tag-of-run');
    expect(before.leftovers).toMatchObject({ carts: 2, orders: 2, units: 1, documents: 0 });
    const clear = (by: string, tag: string) => ask('DELETE', `/api/v1/leftovers/${tag}`, { token: by });
    expect((await clear(token, 'tag-of-run')).status).toBe(403);
    expect((await clear(admin, 'short')).status).toBe(400);
    const cleared = await clear(admin, 'tag-of-run');
    expect([cleared.status, cleared.body.deleted]).toEqual([200, before.leftovers]);
    const after = await truth('tag-of-run');
    expect(new Set(Object.values(after.leftovers))).toEqual(new Set([0]));
    expect([before.rows.carts - after.rows.carts, before.rows.units - after.rows.units]).toEqual([2, 1]);
    expect(after.stock).toEqual(before.stock);
  });

  test('it tells its counts only where that was asked for', async () => {
    const plain = await startPreview({ database, delay: 'none' });
    const { status } = await fetch(`${plain.url}/truth`);
    await plain.close();
    // As any path that isn't there, for whoever has no token.
    expect(status).toBe(401);
  });
});

test('flags', () => {
  expect(parseFlags('--accounts 10000 --stock 5 --truth'.split(' '))).toEqual({
    accounts: 10_000,
    stock: 5,
    truth: true,
  });
  expect(() => parseFlags(['--accounts', '10001'])).toThrow('a number of accounts up to 10,000');
});
