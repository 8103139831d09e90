import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ConfigurationError } from '../config/configuration-error.ts';
import { isRelevant } from '../config/paths.ts';
import { readInside } from './read-inside.ts';

/** As much as a reader of outputs takes. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_FILES = 100;

interface NamedText {
  readonly file: string;
  readonly text: string;
}

/**
 * Results that were named one by one, or by patterns within the folder, in order and each once.
 *
 * @param place what named them, for messages
 * @throws ConfigurationError where one isn't there, or a pattern fits none
 */
export async function readResults(
  folder: string,
  names: readonly string[],
  place: string,
  root = folder,
): Promise<readonly NamedText[]> {
  const found: string[] = [];
  for (const name of names) {
    const files = /[*?]/.test(name) ? await listFitting(folder, name) : [name];
    if (files.length === 0)
      throw new ConfigurationError(`no file matches ${name}: check that an earlier step has written it`, {
        key: place,
      });
    found.push(...files.filter((file) => !found.includes(file)));
  }
  if (found.length > MOST_FILES)
    throw new ConfigurationError(`names ${found.length} files, and at most ${MOST_FILES} are read`, {
      key: place,
    });
  return Promise.all(
    found.map(async (file) => {
      const text = await readInside(root, resolve(folder, file), 'read', MOST_BYTES);
      if (text === null)
        throw new ConfigurationError(`there is no file ${file}: check that an earlier step has written it`, {
          key: place,
        });
      return { file, text };
    }),
  );
}

/** Below the folder that the pattern begins with, and nowhere else. */
async function listFitting(folder: string, pattern: string): Promise<string[]> {
  const above = pattern.slice(0, pattern.search(/[*?]/));
  const start = above.slice(0, above.lastIndexOf('/') + 1);
  const entries = await readdir(join(folder, start), { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath ?? entry.path, entry.name)
        .slice(join(folder, '/').length)
        .replaceAll('\\', '/'),
    )
    .filter((path) => isRelevant(path, [pattern]))
    .sort();
}
