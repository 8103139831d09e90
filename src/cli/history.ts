import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConfigurationError } from '../config/configuration-error.ts';
import { showValue } from '../config/wording/show-value.ts';
import { EXIT } from '../exit-codes.ts';
import { renderRecords, renderSuites, type Suite } from '../report/history/list.ts';
import { lookOutSuite, renderOutlook } from '../report/history/outlook.ts';
import { type FolderStore, openFolderStore } from '../store/history/folder-store.ts';
import type { Command } from './main.ts';
import { readFlags } from './read-flags.ts';
import { HISTORY_FOLDER } from './run-history.ts';
import type { Terminal } from './terminal.ts';

type Action = (store: FolderStore, flags: Flags, terminal: Terminal) => Promise<void>;

interface Flags {
  readonly suite: string | undefined;
  readonly keep: string | undefined;
  readonly json: boolean;
}

const ACTIONS: Readonly<Record<string, Action>> = { list, show, prune };

/** `tailgate history list|show|prune`. */
export const history: Command = async (words, terminal) => {
  const { values, switches, positionals } = readFlags(words, {
    values: ['history', 'suite', 'keep'],
    switches: ['json'],
    positionals: 1,
    missing: 'history: say list, show or prune',
  });
  const [name = ''] = positionals;
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) {
    throw new ConfigurationError(
      `${showValue(name)} is nothing that history can do: use list, show or prune`,
    );
  }
  if (values.keep !== undefined && name !== 'prune') {
    throw new ConfigurationError('goes with history prune only', { key: '--keep' });
  }
  const shown = values.history || HISTORY_FOLDER;
  if (values.history) await checkFolder(resolve(terminal.folder, shown), shown);
  const store = openFolderStore(resolve(terminal.folder, shown), shown);
  await action(store, { suite: values.suite, keep: values.keep, json: switches.has('json') }, terminal);
  return EXIT.pass;
};

/** A folder that was named has to be there; the usual one is made by the first record. */
async function checkFolder(folder: string, shown: string): Promise<void> {
  const there = await stat(folder).catch(() => null);
  if (there?.isDirectory()) return;
  throw new ConfigurationError(`there is no such folder: ${showValue(shown)}`, { key: '--history' });
}

async function list(
  store: FolderStore,
  { suite, json }: Flags,
  { out, ...terminal }: Terminal,
): Promise<void> {
  if (suite !== undefined) {
    const found = await findSuite(store, suite);
    return out(json ? print(found) : renderRecords(found, store.place, terminal));
  }
  const suites = await readSuites(store);
  const short = suites.map(({ suite: name, records, skipped }) => ({
    suite: name,
    name: records.at(-1)?.name ?? null,
    runs: records.length,
    barred: records.filter(({ barred }) => barred !== null).length,
    newest: records.at(-1)?.at ?? null,
    skipped,
  }));
  out(json ? print({ suites: short }) : renderSuites(suites, store.place, terminal));
}

async function show(
  store: FolderStore,
  { suite, json }: Flags,
  { out, ...terminal }: Terminal,
): Promise<void> {
  const found = await findSuite(store, suite);
  out(
    json
      ? print({ ...lookOutSuite(found), skipped: found.skipped })
      : renderOutlook(found, store.place, terminal),
  );
}

async function prune(store: FolderStore, { suite, keep, json }: Flags, { out }: Terminal): Promise<void> {
  if (keep === undefined || !/^\d{1,9}$/.test(keep)) {
    const given = keep === undefined ? 'is missing' : `${showValue(keep)} is no number`;
    throw new ConfigurationError(`${given}: write how many of the newest runs stay, such as --keep 400`, {
      key: '--keep',
    });
  }
  const found = await findSuite(store, suite);
  const removed = await store.prune(found.suite, Number(keep));
  out(
    json
      ? print({ suite: found.suite, removed, left: found.records.length - removed })
      : `${found.suite} in ${store.place}: ${removed} of ${found.records.length} runs removed`,
  );
}

async function readSuites(store: FolderStore): Promise<Suite[]> {
  const names = await store.list();
  return Promise.all(names.map(async (suite) => ({ suite, ...(await store.read(suite)) })));
}

/** The suite of that folder, or of that scenario's name; the only one there is where none is named. */
async function findSuite(store: FolderStore, wanted: string | undefined): Promise<Suite> {
  const suites = await readSuites(store);
  const fits = suites.filter(
    ({ suite, records }) => wanted === undefined || suite === wanted || records.at(-1)?.name === wanted,
  );
  const [only, second] = fits;
  if (only !== undefined && second === undefined) return only;
  const names = suites.map(({ suite }) => suite);
  const known = names.length > 0 ? `; there are ${names.slice(0, 20).join(', ')}` : '';
  if (only === undefined) {
    const missing = wanted === undefined ? 'no run' : `no suite ${showValue(wanted)}`;
    throw new ConfigurationError(`${store.place} holds ${missing}${known}`, {
      key: wanted === undefined ? '--history' : '--suite',
    });
  }
  throw new ConfigurationError(`name one of the suites in ${store.place}${known}`, { key: '--suite' });
}

function print(value: object): string {
  return JSON.stringify(value, null, 2);
}
