import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { LARGEST_RECORD } from '../../evidence/history/record-text.ts';

type PlainFile = { readonly text: string } | { readonly why: string };

/**
 * Text of a record's file, or why it can't be had, in half a sentence. A link is not followed: a branch that others
 * write to may bring one to any file of this machine. What is too large is not read.
 */
export async function readPlainFile(path: string): Promise<PlainFile> {
  try {
    // Without NONBLOCK, opening a pipe would wait for somebody to write into it.
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const found = await file.stat();
      if (!found.isFile()) return { why: 'it is not a file' };
      if (found.size > LARGEST_RECORD) return { why: `it is larger than ${LARGEST_RECORD / 1024} KiB` };
      return { text: await file.readFile('utf8') };
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { why: code === 'ELOOP' ? 'it is a symbolic link' : `it can't be read (${code ?? message})` };
  }
}
