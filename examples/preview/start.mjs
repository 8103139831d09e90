/** The preview as a function; main.mjs is the same as a process. Types: start.d.mts. */
import { randomBytes } from 'node:crypto';
import { createAccessLog } from './access-log.mjs';
import { createApp } from './app.mjs';
import { openDatabase } from './database.mjs';
import { createDelays, createRandom } from './delays.mjs';
import { startDownstream } from './downstream.mjs';
import { createFaults, createLoss } from './faults.mjs';
import { createMetrics } from './metrics.mjs';
import { timedDatabase, timedDownstream } from './server-timing.mjs';
import { createTrouble } from './troubles.mjs';
import { startWire } from './wire.mjs';

export { openDatabase };
export const defaultPassword = 'demo-password';

/** How long responses under way may take when the preview stops. */
const DRAIN_MS = 2000;

/** @type {import('./start.d.mts').startPreview} */
export async function startPreview(options = {}) {
  const { host = '127.0.0.1', port = 0, seed = 1, delay = 'report', slow = 1 } = options;
  const password = options.password ?? defaultPassword;
  const { trouble = null, downstreamMs = null, pool, rows, accounts, stock } = options;
  const database =
    options.database ??
    (await openDatabase({
      url: options.databaseUrl,
      password,
      trouble,
      isProbed: options.databasePort !== undefined,
      ...(pool && { pool }),
      ...(rows && { rows }),
      ...(accounts && { accounts }),
      ...(stock !== undefined && { stock }),
    }));
  const downstream = downstreamMs === null ? null : await startDownstream(downstreamMs);
  const wire = await openWire(database, options.databasePort);
  const timed = timedDatabase(database);
  // A row of its own for each use: an error rate does not change the delays that the seed gives.
  const crash = () => {
    app.server.closeAllConnections();
    (options.onCrash ?? (() => process.exit(1)))();
  };
  const metrics = createMetrics();
  const log = createAccessLog(options.accessLog);
  const app = await createApp({
    database: timed,
    metrics,
    log: log.add,
    fault: createFaults({
      errorRate: options.errorRate ?? 0,
      rateLimit: options.rateLimit ?? null,
      leak: options.leak ?? false,
      slowStartMs: options.slowStartMs ?? 0,
      crashAfter: options.crashAfter ?? null,
      random: createRandom(seed + 1),
      crash,
    }),
    trouble: createTrouble(trouble, timed),
    downstream: timedDownstream(downstream),
    losesAnswer: createLoss(options.loseAnswers ?? 0, createRandom(seed + 2)),
    nextDelayMs: createDelays(delay, { slow, random: createRandom(seed) }),
    secret: randomBytes(32).toString('base64'),
    tokenLifetimeMs: options.tokenLifetimeMs ?? 3_600_000,
    closeAfter: options.closeAfter ?? 0,
    commit: options.commit ?? 'unknown',
    tellsTruth: options.truth ?? false,
  });

  const closeOthers = async () => {
    metrics.close();
    await log.close();
    await downstream?.close();
    await wire?.close();
    if (!options.database) await database.close();
  };
  let url;
  try {
    url = await app.listen({ host, port });
  } catch (error) {
    await closeOthers();
    throw error;
  }

  const close = async () => {
    const deadline = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS);
    await app.close();
    clearTimeout(deadline);
    await closeOthers();
  };
  let closing;
  return {
    url,
    ...(wire && { databaseUrl: wire.url }),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

/** For probes; a PostgreSQL has a way in of its own. */
async function openWire(database, port) {
  if (port === undefined || !database.say) return null;
  await database.query('create extension if not exists pg_stat_statements');
  return startWire(database.say, port);
}
