import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { ConfigurationError } from '../config/configuration-error.ts';
import type { Draft } from '../config/start/draft.ts';
import { readProject } from '../config/start/project.ts';
import { variablesOf } from '../config/start/write-draft.ts';
import { plainName, writeStarter } from '../config/starter.ts';
import { EXIT } from '../exit-codes.ts';
import { cleanLines } from '../report/escape.ts';
import { checkFilePlace } from '../store/check-place.ts';
import { readProjectFiles } from '../store/read-project-files.ts';
import { writeWhole } from '../store/write-whole.ts';
import { draftFrom } from './draft-from.ts';
import type { Command } from './main.ts';
import { readFlags } from './read-flags.ts';
import { tryDraft } from './try-draft.ts';

/** Writes the files to start from, and none of them where one is there already. */
export const init: Command = async (words, terminal) => {
  const { flags } = readFlags('init', words);
  const { folder } = terminal;
  const project = readProject(await readProjectFiles(folder));
  const name = project.name ?? basename(resolve(folder));
  const { from, try: url, uses } = flags;
  if (from === undefined) {
    for (const [flag, given] of [
      ['writes', flags.writes],
      ['try', url !== undefined],
    ] as const)
      if (given)
        throw new ConfigurationError('only works with --from FILE: say what to start from', {
          key: `--${flag}`,
        });
  }
  await checkPlaces(
    writeStarter(name).map(({ path }) => path),
    folder,
  );
  let draft: Draft | null = from === undefined ? null : await draftFrom(folder, from, flags.writes);
  let changes: readonly string[] = [];
  if (draft !== null && url !== undefined) {
    const tried = await tryDraft(draft, { name: plainName(name), url, terminal, flags });
    ({ draft, changes } = tried);
  }
  const files = writeStarter(name, { project, uses: uses ?? null, draft });
  for (const { path, text } of files) {
    await writeWhole(join(folder, path), text);
    terminal.out(`wrote ${path}`);
  }
  const variables = draft === null ? [] : variablesOf(files[0]?.text ?? '');
  for (const line of draft === null ? [] : tell(draft, variables, changes)) terminal.out(cleanLines(line));
  const where = url ?? `http://127.0.0.1:${project.port}`;
  const edit = draft === null ? 'put your requests into tailgate.yml, then: ' : '';
  terminal.out(`Next: ${edit}tailgate check --target-url ${cleanLines(where)}, and tailgate run`);
  return EXIT.pass;
};

async function checkPlaces(paths: readonly string[], folder: string): Promise<void> {
  for (const path of paths) {
    if ((await stat(join(folder, path)).catch(() => null)) !== null)
      throw new ConfigurationError('exists already, and nothing was written: move it away first', {
        file: path,
      });
  }
  for (const path of paths) await checkFilePlace(folder, { key: 'init', written: path });
}

/** What the files hold, and what they don't. */
function tell(
  { source, requests, unfinished, notes }: Draft,
  variables: readonly string[],
  changes: readonly string[],
): string[] {
  return [
    `Read ${source}: ${requests.length} ${requests.length === 1 ? 'request' : 'requests'} in the mix.`,
    ...notes,
    ...(unfinished.length > 0
      ? [`${unfinished.length} more are at the end of tailgate.yml as comments, each with what to fill in.`]
      : []),
    ...changes.map((change) => `Changed: ${change}`),
    ...(variables.length > 0 ? [`Set in the environment: ${variables.join(', ')}.`] : []),
  ];
}
