import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT_FILES, type ProjectFiles } from '../config/start/project.ts';

/** More is no file that tells how a project is started. */
const MAX_BYTES = 1024 * 1024;

/** Those that are there; of a lock file it is enough that it is. */
export async function readProjectFiles(folder: string): Promise<ProjectFiles> {
  const read = PROJECT_FILES.map(async (name) => {
    try {
      const file = join(folder, name);
      const found = await stat(file);
      if (!found.isFile()) return [name, undefined] as const;
      const isLock = /lock/.test(name);
      return [name, isLock || found.size > MAX_BYTES ? '' : await readFile(file, 'utf8')] as const;
    } catch {
      return [name, undefined] as const;
    }
  });
  return Object.fromEntries(await Promise.all(read));
}
