import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it that are missing. Not by mkdir's own `recursive`: in a place such as /proc, where
 * nothing can be made and the reason reads "no such file", that tries for ever. Throws the file system's error.
 */
export async function makeFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  for (let at = folder; !(await isThere(at)); at = dirname(at)) missing.unshift(at);
  for (const one of missing) {
    await mkdir(one).catch((error: NodeJS.ErrnoException) => {
      // Somebody else may be making it at the same time.
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** The nearest folder, or what stands in a folder's place, that is there already: itself or one above it. */
export async function nearestThere(path: string): Promise<string> {
  let at = path;
  while (!(await isThere(at))) at = dirname(at);
  return at;
}

async function isThere(path: string): Promise<boolean> {
  return path === dirname(path) || (await stat(path).catch(() => null)) !== null;
}
