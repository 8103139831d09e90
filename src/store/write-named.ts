import type { Stats } from 'node:fs';
import { appendFile, lstat, realpath, stat, writeFile } from 'node:fs/promises';
import { writeWhole } from './write-whole.ts';

/**
 * Writes a file that the user named: whole or not at all, as `writeWhole` does, where it is a file or none is there
 * yet. What is named may also be a device or a pipe, which is written into and stays what it is, or a link, which stays
 * a link: the file that it leads to is replaced. Throws the file system's error.
 */
export async function writeNamed(file: string, text: string): Promise<void> {
  const there = await stat(file).catch(() => null);
  if (there === null) {
    const isLink = await lstat(file).then(
      (link) => link.isSymbolicLink(),
      () => false,
    );
    // A link that leads nowhere yet: its file is made.
    return isLink ? writeFile(file, text) : writeWhole(file, text);
  }
  if (isWrittenInto(file, there)) return appendFile(file, text);
  return writeWhole(await realpath(file), text);
}

/** A device or a pipe, which is written into; also /dev/stdout where it is a file, for that has a writer already. */
export function isWrittenInto(file: string, there: Stats): boolean {
  return !there.isFile() || /^\/(?:dev|proc)\//.test(file);
}
