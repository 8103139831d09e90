import { dirname, resolve } from 'node:path';
import { ConfigurationError } from '../config/configuration-error.ts';
import { CONFIG_PLACES } from '../config/measurement-id.ts';
import { type Door, nameOverride } from '../config/overrides.ts';
import { readAnywhere, readInside } from './read-inside.ts';

interface ConfigFile {
  /** Path as the user would write it, relative to the workspace. */
  readonly file: string;
  readonly text: string;
}

/**
 * The configuration's text. In the action it has to lie in the workspace; in a terminal, whoever types the path may
 * read it. Throws ConfigurationError where there is none.
 */
export async function findConfig(workspace: string, named: string, door: Door): Promise<ConfigFile> {
  const read = door === 'action' ? readInside : readAnywhere;
  for (const file of named ? [named] : CONFIG_PLACES) {
    const text = await read(workspace, file, 'refuse');
    if (text !== null) return { file, text };
  }
  if (named) {
    throw new ConfigurationError(
      `there is no file ${named} in ${folderOf(workspace, named, door)}. ${HINTS[door]}`,
      {
        key: nameOverride(door, 'config'),
      },
    );
  }
  throw new ConfigurationError(
    `neither ${CONFIG_PLACES.join(' nor ')} is in ${PLACES[door]}. ${HINTS[door]}`,
  );
}

const PLACES = { action: 'the workspace', terminal: 'this folder' } as const;

const HINTS = {
  action: 'Is there an actions/checkout step before this one?',
  terminal: '`tailgate init` writes one to start from.',
} as const;

function folderOf(workspace: string, named: string, door: Door): string {
  return door === 'action' ? PLACES.action : dirname(resolve(workspace, named));
}
