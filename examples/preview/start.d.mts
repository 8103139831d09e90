/** A database that was opened and seeded, to be shared by several previews in one process. */
export interface Database {
  query(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** Those there are, and statements that wait for one. */
  connections(): { total: number; active: number; idle: number; waiting: number };
  /** A message of PostgreSQL's protocol; of PGlite alone. */
  say?(message: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}

export interface PreviewOptions {
  /** Default 127.0.0.1. */
  host?: string;
  /** Default 0: any free port. */
  port?: number;
  /** A file to which each answer is added as a line of the combined format, as nginx and Apache write it. */
  accessLog?: string;
  /** An open database, left open by close(); else one is opened and closed again. */
  database?: Database;
  /** A PostgreSQL's URL; without it PGlite, in memory. */
  databaseUrl?: string | undefined;
  /** Password of syndic@grandplace.be, and of the accounts below, in a database that is opened here. */
  password?: string | undefined;
  /** On which PGlite answers as a PostgreSQL does, for probes; 0: any free one. Without it on none. */
  databasePort?: number;
  /** Answered by /api/v1/version. */
  commit?: string | undefined;
  /** Connections to PostgreSQL. Default 15; PGlite has one. */
  pool?: number;
  /** Expenses that there are at least. */
  rows?: number;
  /** Accounts user-00001@example.com and so on, of no administrator. Default 0. */
  accounts?: number;
  /** Pieces of each article in a database that has none yet. Default 1,000,000. */
  stock?: number;
  /** It tells by /truth what it counted. */
  truth?: boolean;
  /** What makes one endpoint slower; `missing-index` also stays in the database. */
  trouble?: 'missing-index' | 'n-plus-one' | 'cpu-loop' | 'lock' | 'garbage';
  /** A new meeting is told to a service of its own, that answers after so long; without it to nobody. */
  downstreamMs?: number;
  /** Floor under each response's time: none, as in the report (default), or a number of ms. */
  delay?: 'none' | 'report' | number;
  /** Factor on the delays. Default 1. */
  slow?: number;
  /** Share of requests answered 503, health, version and login excepted. Default 0. */
  errorRate?: number;
  /** Share of the requests for a new record that are done, and whose connection is closed without an answer. Default 0. */
  loseAnswers?: number;
  /** Beyond it 429 with Retry-After, health and version excepted. */
  rateLimit?: { requests: number; windowMs: number };
  /** Each request leaves 16 KiB behind. */
  leak?: boolean;
  /** 503 for so long after the start. */
  slowStartMs?: number;
  /** Requests on one connection before the server closes it. */
  closeAfter?: number;
  /** Requests answered before the process ends without answering the next one. */
  crashAfter?: number;
  /** What ends the process in a crash; default process.exit(1). All connections are closed before. */
  onCrash?: () => unknown;
  /** Default one hour. Ends up to 1 s early, since a token's end is a whole second. Afterwards 401. */
  tokenLifetimeMs?: number;
  /** Same seed, same row of delays and errors. Default 1. */
  seed?: number;
}

export interface Preview {
  /** Origin, without a slash at the end. */
  url: string;
  /** Where PGlite answers as a PostgreSQL does; absent unless it was asked for. */
  databaseUrl?: string;
  /** Stops listening, lets answers under way finish for up to 2 s. May be called twice. */
  close(): Promise<void>;
}

export const defaultPassword: string;
export function openDatabase(options: {
  url?: string | undefined;
  password: string;
  pool?: number;
  rows?: number;
  accounts?: number;
  stock?: number;
  trouble?: string | null;
  /** PGlite counts its statements. */
  isProbed?: boolean;
}): Promise<Database>;
/** Resolves when it listens. PGlite takes some seconds to start. */
export function startPreview(options?: PreviewOptions): Promise<Preview>;
