/** The preview as a process: one line of JSON with its URL when it listens; SIGTERM or SIGINT stops it. */
import { FlagError, parseFlags } from './flags.mjs';
import { startPreview } from './start.mjs';

try {
  const { env } = process;
  const preview = await startPreview({
    databaseUrl: env.DATABASE_URL || undefined,
    password: env.DEMO_PASSWORD || undefined,
    commit: env.COMMIT || undefined,
    ...parseFlags(process.argv.slice(2)),
  });
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stop(preview));
  // Started over an IPC channel, it does not outlive the process that started it, however that one ended.
  if (process.channel) {
    process.once('disconnect', () => stop(preview));
    process.channel.unref();
  }
  const { url, databaseUrl } = preview;
  console.log(JSON.stringify({ listening: url, ...(databaseUrl && { database: databaseUrl }) }));
} catch (error) {
  console.error(error instanceof FlagError ? `preview: ${error.message}` : error);
  process.exit(error instanceof FlagError ? 2 : 1);
}

async function stop(preview) {
  await preview.close();
  process.exit(0);
}
