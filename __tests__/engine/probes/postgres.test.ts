/** A real PostgreSQL, with and without the extension and the rights. */
import PgClient from 'pg/lib/client.js';
import { hasPostgres, type Postgres, startPostgres } from '../../../bench/servers/postgres.mjs';
import { freePort } from '../servers.ts';
import { openProbe, planProbe, sample, troublesOf } from './reading.ts';

interface Client {
  connect(): Promise<void>;
  query(text: string): Promise<{ rows: Record<string, unknown>[] }>;
  end(): Promise<void>;
}
const Pg = PgClient as unknown as new (config: { connectionString: string }) => Client;

const isThere = hasPostgres();
const onPostgres = isThere ? test : test.skip;
const named = (name: string) =>
  isThere ? name : `skipped, since no PostgreSQL can be started here: ${name}`;

let database: Postgres;
const clients: Client[] = [];
beforeAll(async () => {
  if (!isThere) return;
  database = await startPostgres(
    ['app', 'bare'],
    ['shared_preload_libraries=pg_stat_statements', 'max_connections=37'],
  );
  const admin = await connect(database.urlOf('app'));
  await admin.query('create extension pg_stat_statements');
  await admin.query("create role plain login password 'hunter2'");
  await admin.query('create table things (id int primary key, note text)');
  await admin.query("insert into things values (1, 'one')");
}, 60_000);
afterEach(async () => {
  await Promise.all(clients.splice(1).map((client) => client.end()));
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.end()));
  await database?.close();
});

async function connect(connectionString: string): Promise<Client> {
  const client = new Pg({ connectionString });
  await client.connect();
  clients.push(client);
  return client;
}
const probe = (url: string, more = '') => planProbe(`postgres: { url: "${url}"${more} }`);
const as = (user: string, name = 'app') => database.urlOf(name).replace('bench@', `${user}@`);
const SIGNAL = { deadlineMs: 5000, signal: new AbortController().signal };

onPostgres(
  named('connections, those that do something or wait, the longest transaction, locks'),
  async () => {
    const [holder, waiter] = [await connect(database.urlOf('app')), await connect(database.urlOf('app'))];
    await holder.query('begin');
    await holder.query('update things set note = 1 where id = 1');
    await waiter.query('begin');
    const waiting = waiter.query('update things set note = 2 where id = 1');
    const reader = openProbe(probe(database.urlOf('app')), 'http://h');
    let [connections, active, idle, busy, longest, locks]: (number | null)[] = [];
    for (let tries = 0; tries < 100 && locks !== 1; tries++) {
      [connections, active, idle, busy, longest, locks] = [...(await reader.read(SIGNAL)).values];
    }
    // The test's own client, the holder and the waiter.
    expect([connections, active, idle, busy, locks]).toEqual([3, 1, 2, 1, 1]);
    expect(longest).toBeGreaterThan(0);
    const { limits, troubles } = await reader.read(SIGNAL);
    expect([limits?.[0], troubles]).toEqual([37, []]);
    await holder.query('rollback');
    await waiting;
    await waiter.query('rollback');
    await reader.close();
  },
  30_000,
);

onPostgres(
  named('who may not see what others do is told what to grant, and sees how many there are'),
  async () => {
    const { taken, troubles } = await sample(probe(as('plain')), 'http://h');
    expect(taken[0]?.values).toEqual([1, null, null, null, null, 0]);
    expect(troubles).toEqual([{ code: 'no-right', detail: 'GRANT pg_monitor TO "plain"', count: 1 }]);
    await clients[0]?.query('grant pg_monitor to plain');
    const granted = await sample(probe(as('plain')), 'http://h');
    expect([granted.taken[0]?.values[0], granted.troubles]).toEqual([1, []]);
    await clients[0]?.query('revoke pg_monitor from plain');
  },
  30_000,
);

onPostgres(
  named('statements are counted between two looks, without their values'),
  async () => {
    const reader = openProbe(probe(database.urlOf('app'), ', statements: true'), 'http://h');
    const before = await reader.readStatements?.(SIGNAL);
    const client = await connect(database.urlOf('app'));
    for (let i = 0; i < 5; i++)
      await client.query(`select note from things where id = ${i} and note <> 'secret-${i}'`);
    await client.query("create role temporary password 'hunter2'");
    await client.query('drop role temporary');
    const after = await reader.readStatements?.(SIGNAL);
    const moved = [...(after ?? [])]
      .filter(([id, { calls }]) => calls > (before?.get(id)?.calls ?? 0))
      .map(([, one]) => one);
    const seen = moved.find(({ text }) => text.includes('from things'));
    expect(seen).toMatchObject({ text: 'select note from things where id = $1 and note <> $2', calls: 5 });
    expect(seen?.totalMs).toBeGreaterThan(0);
    expect(moved.map(({ text }) => text)).toContain('create role temporary password ?');
    expect(JSON.stringify(moved)).not.toMatch(/hunter2|secret-/);
    await reader.close();
  },
  30_000,
);

onPostgres(
  named('without the extension that is said, and connections are read'),
  async () => {
    const { taken, troubles } = await sampleWithStatements(
      probe(database.urlOf('bare'), ', statements: true'),
    );
    expect(troubles).toMatchObject([{ code: 'no-extension', series: 'statements' }]);
    expect(taken[0]?.values[0]).toBe(0);
  },
  30_000,
);

async function sampleWithStatements(planned: ReturnType<typeof planProbe>) {
  const { ProbeSampler } = await import('../../../src/engine/probes/sampler.ts');
  const sampler = new ProbeSampler(planned, openProbe(planned, 'http://h'), (text) => text);
  await sampler.prepare();
  await sampler.mark();
  const sampled = sampler.take();
  await sampler.close();
  return sampled;
}

onPostgres(
  named('a database or a user that is not there is turned away'),
  async () => {
    expect(troublesOf(await sample(probe(as('nobody')), 'http://h', 2))).toEqual(['unauthorised 2']);
    expect(troublesOf(await sample(probe(database.urlOf('nothing')), 'http://h'))).toEqual([
      'unauthorised 1',
    ]);
  },
  30_000,
);

onPostgres(
  named('one that hangs ends with its time, and is read again once it goes on'),
  async () => {
    const planned = probe(database.urlOf('app'), ', every: 1s');
    const reader = openProbe(planned, 'http://h');
    const time = { deadlineMs: 1000, signal: SIGNAL.signal };
    await reader.read(time);
    database.hang();
    try {
      await expect(reader.read(time)).rejects.toMatchObject({ code: 'TIMEOUT' });
    } finally {
      database.goOn();
    }
    expect((await reader.read({ ...time, deadlineMs: 10_000 })).values[0]).toBeGreaterThanOrEqual(1);
    await reader.close();
  },
  30_000,
);

onPostgres(
  named('readings of the other side, and of other runs, are not counted'),
  async () => {
    const open = () => openProbe(probe(database.urlOf('app')), 'http://h');
    const [one, other] = [open(), open()];
    await other.read(SIGNAL);
    expect((await one.read(SIGNAL)).values[0]).toBe(1);
    await Promise.all([one.close(), other.close()]);
  },
  30_000,
);

onPostgres(
  named('an address at which nobody listens is passed over for the next one of the name'),
  async () => {
    const reader = openProbe(probe(database.urlOf('app')), 'http://h', ['127.0.0.9', '127.0.0.1']);
    expect((await reader.read(SIGNAL)).values[0]).toBe(1);
    await reader.close();
  },
  30_000,
);

test('one that takes connections and says nothing ends with each reading’s own time', async () => {
  const { serve } = await import('../servers.ts');
  const listening = await serve(() => {});
  const url = `postgres://u@127.0.0.1:${listening.port}/db`;
  const reader = openProbe(probe(url, ', statements: true'), 'http://h');
  const time = { deadlineMs: 300, signal: SIGNAL.signal };
  try {
    await expect(reader.readStatements?.(time)).rejects.toMatchObject({ code: 'TIMEOUT' });
    const startMs = performance.now();
    await expect(reader.read(time)).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(performance.now() - startMs).toBeLessThan(5000);
  } finally {
    await reader.close();
    await listening.close();
  }
});

onPostgres(named('no password of the environment is sent to whoever asks for one'), async () => {
  const { serve } = await import('../servers.ts');
  const heard: Buffer[] = [];
  const listening = await serve((socket) => {
    socket.on('data', (data: Buffer) => {
      heard.push(data);
      // AuthenticationCleartextPassword.
      if (heard.length === 1) socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]));
      else socket.destroy();
    });
  });
  process.env.PGPASSWORD = 'hunter2-of-the-job';
  try {
    await sample(probe(`postgres://u@127.0.0.1:${listening.port}/db`), 'http://h');
  } finally {
    delete process.env.PGPASSWORD;
    await listening.close();
  }
  expect(heard.length).toBeGreaterThan(1);
  expect(Buffer.concat(heard).toString('latin1')).not.toContain('hunter2-of-the-job');
});

test('nobody there is said', async () => {
  const url = `postgres://u@127.0.0.1:${await freePort()}/db`;
  expect(troublesOf(await sample(probe(url), 'http://h', 2))).toEqual(['unreachable 2']);
});
