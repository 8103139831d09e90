import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ConfigurationError } from '../config/configuration-error.ts';
import { MOST_SHARD_BYTES, MOST_SHARDS } from '../config/shard.ts';
import { refuseShard } from '../shards/read-shard.ts';

/**
 * What shards wrote, one file after the other: 256 of them at a time would take as much memory as what they come to.
 * Of a folder each `.json` in it, also one folder deeper: artifacts are unpacked into one each.
 *
 * @param named files, or folders
 * @param read text of a file of at most `MOST_SHARD_BYTES`; null where it isn't there
 * @returns by name, sorted; empty where a folder holds none, or isn't there
 * @throws ConfigurationError for a named file that isn't there, and for too many of them; Unmeasurable
 * `shards-refused` for one that is too large
 */
export async function* readShardFiles(
  root: string,
  named: readonly string[],
  read: (name: string) => Promise<string | null>,
): AsyncGenerator<{ readonly name: string; readonly text: string }, void> {
  const names = (await Promise.all(named.map((one) => filesOf(root, one)))).flat();
  if (names.length > MOST_SHARDS)
    throw new ConfigurationError(
      `${names.length} files are too many: a load has at most ${MOST_SHARDS} shards, so name those of one run alone`,
    );
  for (const name of names) {
    const { size } = await stat(resolve(root, name)).catch(() => ({ size: 0 }));
    if (size > MOST_SHARD_BYTES) {
      const most = MOST_SHARD_BYTES / 1024 / 1024;
      throw refuseShard(name, `is too large for the file of a shard, which has at most ${most} MiB`);
    }
    const text = await read(name);
    if (text === null)
      throw new ConfigurationError('does not exist: name the files that the shards wrote', { file: name });
    yield { name, text };
  }
}

async function filesOf(root: string, named: string): Promise<readonly string[]> {
  const found = await stat(resolve(root, named)).catch(() => null);
  if (found === null) return named.endsWith('.json') ? [named] : [];
  if (!found.isDirectory()) return [named];
  const entries = await readdir(resolve(root, named), { withFileTypes: true });
  const inner = await Promise.all(
    entries.filter((entry) => entry.isDirectory()).map(({ name }) => jsonIn(root, join(named, name))),
  );
  return [...(await jsonIn(root, named)), ...inner.flat()].toSorted();
}

async function jsonIn(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(resolve(root, folder), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map(({ name }) => join(folder, name));
}
