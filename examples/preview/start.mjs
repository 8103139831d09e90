/** The preview as a function; main.mjs is the same as a process. Types: start.d.mts. */
import { randomBytes } from 'node:crypto';
import { createApp } from './app.mjs';
import { openDatabase } from './database.mjs';
import { createDelays, createRandom } from './delays.mjs';
import { createFaults, createLoss } from './faults.mjs';
import { createMetrics } from './metrics.mjs';

export { openDatabase };
export const defaultPassword = 'demo-password';

/** How long responses under way may take when the preview stops. */
const DRAIN_MS = 2000;

/** @type {import('./start.d.mts').startPreview} */
export async function startPreview(options = {}) {
  const { host = '127.0.0.1', port = 0, seed = 1, delay = 'report', slow = 1 } = options;
  const password = options.password ?? defaultPassword;
  const database =
    options.database ?? (await openDatabase({ ...options, url: options.databaseUrl, password }));
  // A row of its own for each use: an error rate does not change the delays that the seed gives.
  const crash = () => {
    app.server.closeAllConnections();
    (options.onCrash ?? (() => process.exit(1)))();
  };
  const app = await createApp({
    database,
    metrics: createMetrics(),
    fault: createFaults({
      errorRate: options.errorRate ?? 0,
      rateLimit: options.rateLimit ?? null,
      leak: options.leak ?? false,
      slowStartMs: options.slowStartMs ?? 0,
      crashAfter: options.crashAfter ?? null,
      random: createRandom(seed + 1),
      crash,
    }),
    losesAnswer: createLoss(options.loseAnswers ?? 0, createRandom(seed + 2)),
    nextDelayMs: createDelays(delay, { slow, random: createRandom(seed) }),
    secret: randomBytes(32).toString('base64'),
    tokenLifetimeMs: options.tokenLifetimeMs ?? 3_600_000,
    closeAfter: options.closeAfter ?? 0,
    commit: options.commit ?? 'unknown',
  });

  const closeDatabase = async () => {
    if (!options.database) await database.close();
  };
  let url;
  try {
    url = await app.listen({ host, port });
  } catch (error) {
    await closeDatabase();
    throw error;
  }

  const close = async () => {
    const deadline = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS);
    await app.close();
    clearTimeout(deadline);
    await closeDatabase();
  };
  let closing;
  return {
    url,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
