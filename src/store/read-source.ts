import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createGunzip } from 'node:zlib';
import { ConfigurationError } from '../config/configuration-error.ts';
import { decodeFile } from './decode-file.ts';

/** Bytes that tell what a file is. */
const HEAD_BYTES = 64 * 1024;
/** A recording with bodies takes megabytes. */
const MAX_DOCUMENT_BYTES = 64 * 1024 * 1024;
/** A longer line is no request's. */
const LONGEST_LINE = 64 * 1024;

/** A file that somebody named in their own terminal, of whatever size. */
interface SourceFile {
  /** Its first 64 KiB, the last letter of which may be cut in two. */
  readonly head: string;
  /** All of it. Throws ConfigurationError beyond 64 MiB. */
  text(): Promise<string>;
  /** Line by line, however many; those beyond 64 KiB are cut off there. */
  lines(): AsyncGenerator<string>;
}

/** Logs that were rotated are unpacked (gzip). Throws ConfigurationError where it can't be read. */
export async function openSource(folder: string, path: string): Promise<SourceFile> {
  const file = resolve(folder, path);
  try {
    const found = await stat(file);
    if (!found.isFile()) throw new ConfigurationError('is not a file', { file: path });
    const packed = await isPacked(file);
    const chunks = () => {
      const stream = createReadStream(file);
      if (!packed) return stream;
      const unpacked = createGunzip();
      stream.on('error', (error) => unpacked.destroy(error));
      return stream.pipe(unpacked);
    };
    const readUpTo = async (bytes: number): Promise<{ all: Buffer; isCut: boolean }> => {
      const pieces: Buffer[] = [];
      let length = 0;
      for await (const chunk of chunks()) {
        pieces.push(chunk as Buffer);
        length += (chunk as Buffer).length;
        if (length > bytes) break;
      }
      return { all: Buffer.concat(pieces).subarray(0, bytes), isCut: length > bytes };
    };
    const { all: head } = await readUpTo(HEAD_BYTES);
    return {
      head: head.toString('utf8'),
      async text() {
        const { all, isCut } = await readUpTo(MAX_DOCUMENT_BYTES).catch(refuse(path));
        if (!isCut) return decodeFile(all, path, 'read');
        throw new ConfigurationError('has more than 64 MiB and is not a log: use a part of it', {
          file: path,
        });
      },
      async *lines() {
        try {
          yield* linesOf(chunks());
        } catch (error) {
          refuse(path)(error);
        }
      },
    };
  } catch (error) {
    return refuse(path)(error);
  }
}

async function isPacked(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

async function* linesOf(chunks: AsyncIterable<unknown>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n');
    // One without an end takes no more memory than that.
    rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
    for (const line of lines) yield line.slice(0, LONGEST_LINE).replace(/\r$/, '');
  }
  if (rest !== '') yield rest;
}

function refuse(path: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof ConfigurationError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ConfigurationError(
      code === 'ENOENT' ? 'does not exist' : `can't be read (${code ?? message})`,
      { file: path },
    );
  };
}
