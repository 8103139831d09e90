import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
// Without the pool and the native bindings, which nobody needs here.
import Client from 'pg/lib/client.js';
import { isSilence } from '../target/failure.ts';
import { settleBy } from '../target/with-deadline.ts';
import {
  type ProbeReader,
  type ProbeReading,
  ReadingFailed,
  type ReadingTime,
  type TablesRead,
} from './reader.ts';
import type { StatementSeen, TableSeen, Trouble } from './readings.ts';

interface PostgresPlace {
  readonly url: string;
  /** Checked addresses of the URL's host. */
  readonly addresses: () => Promise<readonly string[]>;
  readonly statements: boolean;
}

/** Of the URL's database: a server may have the other side's, too. What other users do is told to pg_monitor alone. */
const ACTIVITY = `/* tailgate */ select
  count(*)::int as connections,
  count(*) filter (where state = 'active')::int as active,
  count(*) filter (where state like 'idle%')::int as idle,
  count(*) filter (where state = 'active' and wait_event_type is not null
    and wait_event_type not in ('Client', 'Activity'))::int as waiting,
  coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0)::float8 as longest,
  count(*) filter (where pid in (select pid from pg_catalog.pg_locks where not granted))::int as locks,
  count(*) filter (where query = '<insufficient privilege>')::int as hidden,
  current_setting('max_connections')::int as most,
  current_user as role
from pg_catalog.pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and application_name is distinct from 'tailgate'
  and (backend_type = 'client backend' or backend_type is null)`;

/** The functions' times have other names before PostgreSQL 13, which nobody maintains any more. */
const STATEMENTS = `/* tailgate */ select queryid::text as id, left(query, 2000) as text,
  calls::float8 as calls, total_exec_time::float8 as ms, rows::float8 as rows,
  calls * (power(mean_exec_time, 2) + power(stddev_exec_time, 2))::float8 as squares
from pg_stat_statements
where dbid = (select oid from pg_catalog.pg_database where datname = current_database())
  and queryid is not null and query not like '/* tailgate */%'`;

/**
 * Tables are the database's own, whoever asks. When the server started, to the microsecond, and the database's number
 * tell one database from any other.
 */
const TABLES = `/* tailgate */ select
  pg_postmaster_start_time()::text || ' ' || (
    select oid from pg_catalog.pg_database where datname = current_database()) as place,
  relid::text as id, schemaname || '.' || relname as name,
  coalesce((select nullif(greatest(reltuples, 0), 0) from pg_catalog.pg_class where oid = relid), n_live_tup)::float8 as rows,
  seq_tup_read::float8 as read, seq_scan::float8 as scans
from (select 1) one left join (
  select * from pg_catalog.pg_stat_user_tables order by seq_tup_read desc limit 1000) seen on true`;

/** For a last word to the server. */
const CLOSE_MS = 500;
/** What PostgreSQL says where a right, a relation or a function is missing. */
const NO_RIGHT = '42501';
const NO_RELATION = '42P01';
const NOT_PRELOADED = '55000';
const NO_LOGIN = /^28|^3D000$/;

/** Connects to an address, whatever name it is told. */
class CheckedSocket extends Socket {
  readonly #address: string;

  constructor(address: string) {
    super();
    this.#address = address;
  }

  override connect(port: unknown): this {
    return super.connect(Number(port), this.#address);
  }
}

/** Each part is given, so that none is taken from PGPASSWORD and its like, which are not the file's to send. */
function readPostgresUrl(url: string) {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const user = decodeURIComponent(username) || 'postgres';
  const mode = searchParams.get('sslmode') ?? 'disable';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 5432),
    user,
    password: () => decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)) || user,
    ssl: mode === 'disable' ? (false as const) : { rejectUnauthorized: mode !== 'no-verify' },
  };
}

/** One connection of its own, that is kept and made anew where it broke. */
export function createPostgresReader({ url, addresses, statements }: PostgresPlace): ProbeReader {
  let client: Client | null = null;
  const sockets = new Set<Socket>();

  async function connectTo(address: string): Promise<Client> {
    const fresh = new Client({
      ...readPostgresUrl(url),
      // Connected to is what was checked; a certificate is that of the name.
      stream: () => {
        const socket = new CheckedSocket(address);
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
        return socket;
      },
      application_name: 'tailgate',
    });
    const forget = () => {
      if (client === fresh) client = null;
    };
    fresh.on('error', forget);
    fresh.on('end', forget);
    try {
      await fresh.connect();
    } catch (error) {
      void fresh.end().catch(() => {});
      throw explain(error);
    }
    return fresh;
  }

  /** A name may have addresses at which nobody listens, as localhost has. */
  async function connect(): Promise<Client> {
    let refusal: unknown;
    for (const address of await addresses()) {
      try {
        return await connectTo(address);
      } catch (error) {
        if (!isSilence(error)) throw error;
        refusal ??= error;
      }
    }
    throw refusal;
  }

  async function query(
    text: string,
    { deadlineMs, signal }: ReadingTime,
  ): Promise<readonly Record<string, unknown>[]> {
    let isLate = false;
    const asked = (async () => {
      const own = client ?? (await connect());
      if (isLate) return own.end().then(() => []);
      client = own;
      return (await own.query(text)).rows;
    })();
    try {
      return await settleBy(asked, deadlineMs, signal);
    } catch (error) {
      isLate = true;
      // After a timeout its answer is still under way, and would be taken for the next one's.
      if (!('severity' in Object(error))) {
        client = null;
        for (const socket of sockets) socket.destroy();
      }
      asked.catch(() => {});
      throw explain(error);
    }
  }

  return {
    async read(time): Promise<ProbeReading> {
      const [row = {}] = await query(ACTIVITY, time);
      const of = (name: string) => Number(row[name]);
      const troubles: Trouble[] = [];
      const isHidden = of('hidden') > 0;
      if (isHidden) troubles.push({ code: 'no-right', detail: grantTo(row.role) });
      const told = (name: string) => (isHidden ? null : of(name));
      return {
        values: [
          of('connections'),
          told('active'),
          told('idle'),
          told('waiting'),
          told('longest'),
          of('locks'),
        ],
        limits: [of('most'), null, null, null, null, null],
        troubles,
      };
    },
    ...(statements && {
      async readStatements(time: ReadingTime): Promise<ReadonlyMap<string, StatementSeen>> {
        const rows = await query(STATEMENTS, time);
        return new Map(rows.map((row) => [String(row.id), statementOf(row)]));
      },
      async readTables(time: ReadingTime): Promise<TablesRead> {
        const rows = await query(TABLES, time);
        const tables = rows.filter(({ id }) => id !== null).map((row) => [String(row.id), tableOf(row)]);
        return { place: String(rows[0]?.place), tables: new Map(tables as [string, TableSeen][]) };
      },
    }),
    async close() {
      const own = client;
      client = null;
      await Promise.race([own?.end().catch(() => {}), sleep(CLOSE_MS, undefined, { ref: false })]);
      // Of one that hangs nothing is left.
      for (const socket of sockets) socket.destroy();
    },
  };
}

function grantTo(role: unknown): string {
  return `GRANT pg_monitor TO "${String(role).replaceAll('"', '""')}"`;
}

function statementOf({ text, calls, ms, squares, rows }: Record<string, unknown>): StatementSeen {
  return {
    text: withoutLiterals(String(text)),
    calls: Number(calls),
    totalMs: Number(ms),
    squaresMs: Number(squares),
    rows: Number(rows),
  };
}

function tableOf({ name, rows, read, scans }: Record<string, unknown>): TableSeen {
  return {
    name: String(name),
    sequentialRows: Number(read),
    sequentialScans: Number(scans),
    rows: Number(rows),
  };
}

/** PostgreSQL puts $1 in place of values, but not in what defines things, such as a role with its password. */
function withoutLiterals(text: string): string {
  return text
    .replace(/\$(\w*)\$[\s\S]*?(?:\$\1\$|$)/g, '?')
    .replace(/'(?:[^']|'')*(?:'|$)/g, '?')
    .replace(/(?<![\w$.])\d+(?:\.\d+)?\b/g, '?')
    .replace(/\s+/g, ' ')
    .trim();
}

function explain(error: unknown): unknown {
  const { code = '', message = '' } = Object(error) as { code?: string; message?: string };
  if (code === NO_RIGHT) return new ReadingFailed({ code: 'no-right', detail: message });
  if (code === NO_RELATION || code === NOT_PRELOADED)
    return new ReadingFailed({ code: 'no-extension', detail: message });
  if (NO_LOGIN.test(code)) return new ReadingFailed({ code: 'unauthorised', detail: message });
  return error;
}
