import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from './make-folder.ts';

/**
 * Writes a file so that a reader finds all of it or, if the disk is full or the process is killed, what was there
 * before. Creates the folders on the way. A link is replaced, not followed: `writeNamed` is for what a user named.
 * Throws the file system's error.
 */
export async function writeWhole(file: string, text: string): Promise<void> {
  await makeFolder(dirname(file));
  const draft = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(draft, text, { flush: true });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
