import { readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { ConfigurationError } from '../config/configuration-error.ts';
import { writeStarter } from '../config/starter.ts';
import { EXIT } from '../exit-codes.ts';
import { checkFilePlace } from '../store/check-place.ts';
import { writeWhole } from '../store/write-whole.ts';
import type { Command } from './main.ts';
import { readFlags } from './read-flags.ts';

/** Writes the files to start from, and none of them where one is there already. */
export const init: Command = async (words, terminal) => {
  readFlags('init', words);
  const files = writeStarter(await nameProject(terminal.folder));
  for (const { path } of files) {
    const there = await stat(join(terminal.folder, path)).catch(() => null);
    if (there !== null) {
      throw new ConfigurationError('is there already, and nothing was written: move it away first', {
        file: path,
      });
    }
  }
  for (const { path } of files) await checkFilePlace(terminal.folder, { key: 'init', written: path });
  for (const { path, text } of files) {
    await writeWhole(join(terminal.folder, path), text);
    terminal.out(`wrote ${path}`);
  }
  terminal.out(
    'Next: put your requests into tailgate.yml, then: tailgate check --target-url http://127.0.0.1:3000, and tailgate run',
  );
  return EXIT.pass;
};

/** As package.json says, without the @ of a scope; else as its folder is named. */
async function nameProject(folder: string): Promise<string> {
  const fallback = basename(resolve(folder));
  try {
    const { name } = Object(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))) as {
      name?: unknown;
    };
    return typeof name === 'string' && name.trim() !== '' ? name.replace(/^@/, '') : fallback;
  } catch {
    return fallback;
  }
}
