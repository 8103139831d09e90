import { join } from 'node:path';
import { runCommand } from '../../src/cli/main.ts';
import type { Ended } from './process.ts';

/**
 * A command in this process, with nothing of its environment but PATH and what is given: for what is decided before anything is loaded,
 * where a process for each of the cases would only start again what the others have shown to start.
 */
export async function command(
  folder: string,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Pick<Ended, 'exitCode' | 'out' | 'err'>> {
  let out = '';
  let err = '';
  const exitCode = await runCommand(words, {
    folder,
    env: { PATH: process.env.PATH, ...env },
    out(text) {
      out += `${text}\n`;
    },
    err(text) {
      err += text;
    },
    redraws: false,
    colour: false,
    width: 110,
    distFolder: join(import.meta.dirname, '../../dist'),
    signal: new AbortController().signal,
  });
  return { exitCode, out, err };
}
