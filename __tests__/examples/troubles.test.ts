/** What is planted in the preview to make it slower is there, and where it is said to be. */
import { parseFlags } from '../../examples/preview/flags.mjs';
import {
  type Database,
  defaultPassword,
  openDatabase,
  type PreviewOptions,
  startPreview,
} from '../../examples/preview/start.mjs';
import { testInFull } from '../part.ts';
import { CLUSTER, openQuickly } from './cluster.ts';

const EXPENSE = {
  organization_id: '5f0c1a9e-3b7d-4c52-9a46-8e2d7b1c6f30',
  building_id: '22e60793-a82f-495c-9d7f-25f298f94149',
  category: 'Works',
  description: 'Roof',
  amount: 5,
  expense_date: '2026-01-01T00:00:00Z',
  supplier: 'Roofers',
};
const ROWS = 60;

let database: Database;
/** Asked by the preview since the test began. */
let statements: string[] = [];
beforeAll(async () => {
  process.env.PGLITE_CLUSTER = CLUSTER;
  const opened = await openQuickly(() => openDatabase({ password: defaultPassword, rows: ROWS }));
  database = {
    ...opened,
    query(sql, values) {
      statements.push(sql);
      return opened.query(sql, values);
    },
  };
}, 60_000);
afterAll(async () => {
  for (const one of started.values()) await (await one).preview.close();
  await database.close();
});

/** One for all tests that ask one with the same knobs, since none changes what it is. */
const started = new Map<string, ReturnType<typeof start>>();

async function start(options: PreviewOptions) {
  const preview = await startPreview({ database, delay: 'none', ...options });
  const post = async (to: string, json: object, headers: Record<string, string> = {}) =>
    fetch(preview.url + to, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(json),
    });
  const login = { email: 'syndic@grandplace.be', password: defaultPassword };
  const { token } = (await (await post('/api/v1/auth/login', login)).json()) as { token: string };
  return { preview, post, authorization: `Bearer ${token}` };
}

async function ask(
  options: PreviewOptions,
  path: string,
  body?: object,
): Promise<{ status: number; text: string }> {
  const key = JSON.stringify(options);
  const one = started.get(key) ?? start(options);
  started.set(key, one);
  const { preview, post, authorization } = await one;
  statements = [];
  const to = `/api/v1/${path}`;
  const answer = body
    ? await post(to, body, { authorization })
    : await fetch(preview.url + to, { headers: { authorization } });
  return { status: answer.status, text: await answer.text() };
}

test('there are as many expenses as were asked for', async () => {
  const [{ count } = {}] = await database.query(
    'select count(*)::integer as count from tailgate_preview.expenses',
  );
  expect(count).toBe(ROWS);
});

test('n-plus-one reads the building of each expense by itself, and nothing else', async () => {
  const plain = await ask({}, 'expenses');
  expect(statements).toHaveLength(1);
  const slower = await ask({ trouble: 'n-plus-one' }, 'expenses');
  expect(statements).toHaveLength(21);
  expect(slower).toEqual(plain);
  await ask({ trouble: 'n-plus-one' }, 'owners');
  expect(statements).toHaveLength(1);
});

test('lock takes a lock, and makes the same record', async () => {
  const { status, text } = await ask({ trouble: 'lock' }, 'expenses', { ...EXPENSE, invoice_number: 'L1' });
  expect([status, JSON.parse(text)]).toMatchObject([201, { invoice_number: 'L1', supplier: 'Roofers' }]);
  expect(statements).toEqual([
    expect.stringMatching(/pg_advisory_xact_lock[\s\S]*pg_sleep[\s\S]*insert into/),
  ]);
  const again = await ask({ trouble: 'lock' }, 'expenses', { ...EXPENSE, invoice_number: 'L1' });
  expect(again.status).toBe(409);
});

test.each(['cpu-loop', 'garbage'] as const)('%s answers what it would answer without', async (trouble) => {
  for (const path of ['owners', 'meetings'])
    expect(await ask({ trouble }, path)).toEqual(await ask({}, path));
});

testInFull(
  'missing-index is gone from the database',
  async () => {
    const own = await openDatabase({ password: defaultPassword, trouble: 'missing-index' });
    const indexes = await own.query(
      "select indexname from pg_indexes where schemaname = 'tailgate_preview' and indexname like '%\\_newest'",
    );
    await own.close();
    expect(indexes.map(({ indexname }) => indexname).sort()).toEqual(
      ['buildings', 'meetings', 'owners', 'units'].map((table) => `${table}_newest`),
    );
  },
  60_000,
);

test('a new meeting waits for the service that is told of it', async () => {
  const meeting = {
    organization_id: EXPENSE.organization_id,
    building_id: EXPENSE.building_id,
    meeting_type: 'Ordinary',
    title: 'Roof',
    scheduled_date: EXPENSE.expense_date,
    location: 'Hall',
  };
  const startMs = performance.now();
  const { status } = await ask({ downstreamMs: 300 }, 'meetings', meeting);
  expect(status).toBe(201);
  expect(performance.now() - startMs).toBeGreaterThanOrEqual(299);
});

test('flags name them', () => {
  expect(parseFlags(['--trouble', 'lock', '--pool', '4', '--rows', '500', '--downstream', '2ms'])).toEqual({
    trouble: 'lock',
    pool: 4,
    rows: 500,
    downstreamMs: 2,
  });
  expect(() => parseFlags(['--trouble', 'moon'])).toThrow(
    '--trouble moon: expected one of missing-index, n-plus-one, cpu-loop, lock, garbage',
  );
});
