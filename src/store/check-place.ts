import { access, constants, mkdtemp, realpath, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ConfigurationError } from '../config/configuration-error.ts';
import { nearestThere } from './make-folder.ts';
import { isWrittenInto } from './write-named.ts';

/** What a flag names: `--json`, and the words behind it. */
interface NamedPlace {
  readonly key: string;
  readonly written: string;
}

/**
 * Whether a file can be written where the user wants it, asked before a load whose figures would be lost otherwise.
 * @returns its absolute path
 * @throws ConfigurationError where the name is blank or a folder's, or nothing can be written there
 */
export async function checkFilePlace(base: string, place: NamedPlace): Promise<string> {
  if (place.written.trim() === '') refuse(place, 'is not a file name: give one, or leave the flag out');
  const file = resolve(base, place.written);
  const there = await stat(file).catch(() => null);
  if (there?.isDirectory()) refuse(place, 'is a folder: name a file');
  if (there !== null && isWrittenInto(file, there)) {
    await access(file, constants.W_OK).catch((error) => refuse(place, `can't be written (${codeOf(error)})`));
  } else {
    // It is made beside the file, or beside that which a link leads to, and takes its place.
    await probe(dirname(await realpath(file).catch(() => file)), place);
  }
  return file;
}

/**
 * Whether files can be made in a folder, or the folder itself where it is missing.
 * @throws ConfigurationError where they can't
 */
export async function checkFolderPlace(base: string, place: NamedPlace): Promise<void> {
  await probe(resolve(base, place.written), place);
}

/** Tries it: what the file system says of rights is not all that there is to it. */
async function probe(folder: string, place: NamedPlace): Promise<void> {
  const above = await nearestThere(folder);
  if (!(await stat(above)).isDirectory()) refuse(place, `can't be made: ${above} is no folder`);
  try {
    await rmdir(await mkdtemp(join(above, '.tailgate-')));
  } catch (error) {
    refuse(place, `can't be written: nothing can be made in ${above} (${codeOf(error)})`);
  }
}

function refuse({ key, written }: NamedPlace, why: string): never {
  throw new ConfigurationError(`${JSON.stringify(written)} ${why}`, { key });
}

function codeOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
