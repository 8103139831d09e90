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
    // The other side's database may be on the same server: its locks are no business of this one's.
    const [other, locked] = [await connect(database.urlOf('bare')), await connect(database.urlOf('bare'))];
    await other.query('select pg_advisory_lock(1)');
    const lockedOut = locked.query('select pg_advisory_lock(1)');
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
    const beside = openProbe(probe(database.urlOf('bare')), 'http://h');
    const besideLocks = async () => (await beside.read(SIGNAL)).values[5];
    while ((await besideLocks()) !== 1);
    await other.query('select pg_advisory_unlock(1)');
    await lockedOut;
    expect([await besideLocks(), (await reader.read(SIGNAL)).values[5]]).toEqual([0, 1]);
    await beside.close();
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
  named('times of a statement add up to what a mean leaves to chance'),
  async () => {
    const reader = openProbe(probe(database.urlOf('app'), ', statements: true'), 'http://h');
    const client = await connect(database.urlOf('app'));
    for (const seconds of [0.001, 0.02, 0.04]) await client.query(`select pg_sleep(${seconds})`);
    const seen = [...((await reader.readStatements?.(SIGNAL))?.values() ?? [])];
    const { calls, totalMs, squaresMs } = seen.find(({ text }) => text === 'select pg_sleep($1)') ?? {
      calls: 0,
      totalMs: 0,
      squaresMs: 0,
    };
    expect(calls).toBe(3);
    // Of 1, 20 and 40 ms, and what each takes beyond: a variance of 254 ms² about.
    expect(squaresMs / calls - (totalMs / calls) ** 2).toBeGreaterThan(150);
    expect(squaresMs).toBeLessThan(totalMs ** 2);
    await reader.close();
  },
  30_000,
);

onPostgres(
  named('tables tell what was read of them from their beginning, and how large they are, to anybody'),
  async () => {
    await clients[0]?.query('create table many as select n as id from generate_series(1, 5000) n');
    await clients[0]?.query('analyze many');
    const reader = openProbe(probe(as('plain'), ', statements: true'), 'http://h');
    const of = async () => {
      // What a session has read is told once it is over, or a second later.
      const read = await reader.readTables?.(SIGNAL);
      return [...(read?.tables.values() ?? [])].find(({ name }) => name === 'public.many');
    };
    const before = await of();
    const client = await connect(database.urlOf('app'));
    await client.query('select count(*) from many where id > 7');
    await clients.splice(clients.indexOf(client), 1)[0]?.end();
    let after = await of();
    for (let tries = 0; tries < 100 && after?.sequentialRows === before?.sequentialRows; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      after = await of();
    }
    expect(after?.rows).toBe(5000);
    expect((after?.sequentialRows ?? 0) - (before?.sequentialRows ?? 0)).toBe(5000);
    expect((after?.sequentialScans ?? 0) - (before?.sequentialScans ?? 0)).toBe(1);
    await reader.close();
  },
  30_000,
);

onPostgres(
  named('a database has a place of its own, whoever asks by whatever name'),
  async () => {
    const placeOf = async (url: string) => {
      const reader = openProbe(probe(url, ', statements: true'), 'http://h');
      const read = await reader.readTables?.(SIGNAL);
      await reader.close();
      return read?.place;
    };
    const place = await placeOf(database.urlOf('app'));
    expect(place).toMatch(/^\d{4}-.* \d+$/);
    expect(await placeOf(as('plain').replace('127.0.0.1', 'localhost'))).toBe(place);
    expect(await placeOf(database.urlOf('bare'))).not.toBe(place);
  },
  30_000,
);

onPostgres(
  named('what a database counted is told of the requests of the same time, and both looks are needed'),
  async () => {
    const { ProbeSampler } = await import('../../../src/engine/probes/sampler.ts');
    const planned = probe(database.urlOf('app'), ', statements: true');
    const sampler = new ProbeSampler(planned, openProbe(planned, 'http://h'), (text) =>
      text.replaceAll('things', '***'),
    );
    await sampler.countDatabase(1);
    expect(sampler.take().database).toBeNull();
    await sampler.prepare();
    const client = await connect(database.urlOf('app'));
    for (let i = 0; i < 7; i++) await client.query('select id from things where id = 1');
    await sampler.countDatabase(14);
    const { database: seen } = sampler.take();
    const [statement] = (seen?.statements ?? []).filter(({ text }) => text.startsWith('select id'));
    expect(statement).toMatchObject({ text: 'select id from *** where id = $1', calls: 7 });
    expect(seen?.requests).toBe(14);
    expect(seen?.tables.map(({ name }) => name)).toContain('public.***');
    expect(sampler.take().database).toBeNull();
    await sampler.close();
  },
  30_000,
);

onPostgres(
  named('without the extension that is said, and connections are read'),
  async () => {
    const {
      taken,
      troubles,
      database: seen,
    } = await sampleWithStatements(probe(database.urlOf('bare'), ', statements: true'));
    expect(troubles).toMatchObject([{ code: 'no-extension', series: 'statements' }]);
    // Its tables are told all the same.
    expect(seen).toMatchObject({ statements: null, tables: [], requests: 3 });
    expect(taken[0]?.values[0]).toBe(0);
  },
  30_000,
);

async function sampleWithStatements(planned: ReturnType<typeof planProbe>) {
  const { ProbeSampler } = await import('../../../src/engine/probes/sampler.ts');
  const sampler = new ProbeSampler(planned, openProbe(planned, 'http://h'), (text) => text);
  await sampler.prepare();
  await sampler.mark();
  await sampler.countDatabase(3);
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
