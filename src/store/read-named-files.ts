import { ConfigurationError } from '../config/configuration-error.ts';
import type { FileNames, GivenFile, GivenFiles } from '../config/files.ts';
import { decodeFile } from './decode-file.ts';
import { readBytesInside } from './read-inside.ts';

const MIB = 1024 * 1024;
/** Read in seconds, and held by each worker of the load. */
const LARGEST_DATA = 32 * MIB;
const LARGEST_PART = 10 * MIB;
/** Of all parts: each worker of the load holds them. */
const LARGEST_PARTS = 64 * MIB;

/**
 * What the files hold that a configuration names, each read once. Only files inside the workspace, wherever links lead,
 * and no hidden ones: a pull request can write their names, and what they hold is sent to a service. What can't be read
 * is told where the file is used.
 */
export async function readNamedFiles(workspace: string, names: FileNames): Promise<GivenFiles> {
  const texts = new Map<string, GivenFile<string>>();
  for (const path of names.texts) {
    const decode = (bytes: Uint8Array) => decodeFile(bytes, path, 'read');
    texts.set(path, await readNamed(workspace, path, LARGEST_DATA, decode));
  }
  const parts = new Map<string, GivenFile<Uint8Array>>();
  let left = LARGEST_PARTS;
  for (const path of names.bytes) {
    const read = await readNamed(workspace, path, LARGEST_PART, (bytes) => new Uint8Array(bytes));
    if ('content' in read) left -= read.content?.length ?? 0;
    const why = `and those before it have more than ${LARGEST_PARTS / MIB} MiB together: send smaller ones`;
    parts.set(path, left < 0 ? { refused: why } : read);
  }
  return { texts, bytes: parts };
}

async function readNamed<T>(
  workspace: string,
  path: string,
  maxBytes: number,
  make: (bytes: Uint8Array) => T,
): Promise<GivenFile<T>> {
  try {
    const bytes = await readBytesInside(workspace, path, maxBytes);
    return { content: bytes === null ? null : make(bytes) };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const where = new ConfigurationError('', error.place).message;
    return { refused: error.message.slice(where.length) };
  }
}
