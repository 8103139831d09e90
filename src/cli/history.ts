import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConfigurationError } from '../config/configuration-error.ts';
import type { FlagsOf } from '../config/flags.ts';
import { HISTORY_FOLDER } from '../config/option-parts.ts';
import { showValue } from '../config/wording/show-value.ts';
import { EXIT } from '../exit-codes.ts';
import { asJson, clean } from '../report/escape.ts';
import { renderRecords, renderSuites, type Suite } from '../report/history/list.ts';
import { outlookOfSuite, renderOutlook } from '../report/history/outlook.ts';
import { openFolderStore } from '../store/history/folder-store.ts';
import type { HistoryStore } from '../store/history/history-store.ts';
import { keyedSuiteOf } from '../store/history/suite.ts';
import { writeHistoryPage } from './history-page.ts';
import type { Command } from './main.ts';
import { readFlags } from './read-flags.ts';
import type { Terminal } from './terminal.ts';

type Action = (store: HistoryStore, flags: Flags, terminal: Terminal) => Promise<void>;

type Flags = FlagsOf<'history'>;
/** Which suite is meant. */
type Meant = Pick<Flags, 'suite' | 'comment-key'>;

const ACTIONS: Readonly<Record<string, Action>> = { list, show, page, prune };
/** Flags that mean something to a page alone. */
const OF_PAGES = ['html', 'shown-result', 'repository', 'language'] as const;

/** `tailgate history list|show|page|prune`. */
export const history: Command = async (words, terminal) => {
  const { flags, positionals } = readFlags('history', words, {
    count: 1,
    missing: 'history: write list, show, page or prune',
  });
  const [name = ''] = positionals;
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) {
    throw new ConfigurationError(
      `${showValue(name)} is not something that history can do: use list, show, page or prune`,
    );
  }
  if (flags.keep !== undefined && name !== 'prune') {
    throw new ConfigurationError('only works with history prune', { key: '--keep' });
  }
  const ofPage = OF_PAGES.find((flag) => flags[flag] !== undefined);
  if (ofPage !== undefined && name !== 'page') {
    throw new ConfigurationError('only works with history page', {
      key: `--${ofPage.replace('shown-', '')}`,
    });
  }
  const shown = flags.history || HISTORY_FOLDER;
  if (flags.history) await checkFolder(resolve(terminal.folder, shown), shown);
  const store = openFolderStore(resolve(terminal.folder, shown), shown);
  await action(store, flags, terminal);
  return EXIT.pass;
};

/** A folder that was named has to be there; the usual one is made by the first record. */
async function checkFolder(folder: string, shown: string): Promise<void> {
  const there = await stat(folder).catch(() => null);
  if (there?.isDirectory()) return;
  throw new ConfigurationError(`there is no such folder: ${showValue(shown)}`, { key: '--history' });
}

async function list(
  store: HistoryStore,
  { 'as-json': json, ...meant }: Flags,
  { out, ...terminal }: Terminal,
): Promise<void> {
  if (meant.suite !== undefined || meant['comment-key'] !== undefined) {
    const found = await findSuite(store, meant);
    return out(json ? asJson(found) : renderRecords(found, store.place, terminal));
  }
  const suites = await readSuites(store);
  const short = suites.map(({ suite: name, records, skipped }) => ({
    suite: name,
    name: records.at(-1)?.name ?? null,
    runs: records.length,
    excluded: records.filter(({ excluded }) => excluded !== null).length,
    newest: records.at(-1)?.at ?? null,
    skipped,
  }));
  out(json ? asJson({ suites: short }) : renderSuites(suites, store.place, terminal));
}

async function show(
  store: HistoryStore,
  { 'as-json': json, ...meant }: Flags,
  { out, ...terminal }: Terminal,
): Promise<void> {
  const found = await findSuite(store, meant);
  out(
    json
      ? asJson({ ...outlookOfSuite(found), skipped: found.skipped })
      : renderOutlook(found, store.place, terminal),
  );
}

/** Of all suites, unless one is meant. */
async function page(store: HistoryStore, flags: Flags, terminal: Terminal): Promise<void> {
  if (flags['as-json'])
    throw new ConfigurationError('only works with history list, show and prune', { key: '--json' });
  const isOne = flags.suite !== undefined || flags['comment-key'] !== undefined;
  const suites = isOne ? [await findSuite(store, flags)] : await readSuites(store);
  await writeHistoryPage(suites, store.place, flags, terminal);
}

async function prune(
  store: HistoryStore,
  { keep, 'as-json': json, ...meant }: Flags,
  { out }: Terminal,
): Promise<void> {
  if (keep === undefined) {
    throw new ConfigurationError(
      'is missing: write how many of the newest runs to keep, such as --keep 400',
      {
        key: '--keep',
      },
    );
  }
  const found = await findSuite(store, meant);
  const removed = await store.prune(found.suite, keep);
  out(
    json
      ? asJson({ suite: found.suite, removed, left: found.records.length - removed })
      : `${clean(`${found.suite} in ${store.place}`)}: ${removed} of ${found.records.length} runs removed`,
  );
}

async function readSuites(store: HistoryStore): Promise<Suite[]> {
  const names = await store.list();
  return Promise.all(names.map(async (suite) => ({ suite, ...(await store.read(suite)) })));
}

/** The suite of that folder, or of that scenario and key; the only one there is where none is named. */
async function findSuite(store: HistoryStore, { suite: wanted, 'comment-key': key }: Meant): Promise<Suite> {
  const suites = await readSuites(store);
  const fits = suites.filter(({ suite, records }) => {
    const newest = records.at(-1);
    const name = newest?.name;
    if (key === '' && newest?.commentKey !== undefined) return false;
    if (key && (name === undefined || suite !== keyedSuiteOf(name, key))) return false;
    return wanted === undefined || suite === wanted || name === wanted;
  });
  const [only, second] = fits;
  if (only !== undefined && second === undefined) return only;
  const names = suites.map(({ suite }) => suite);
  const known = names.length > 0 ? `; there are ${names.slice(0, 20).join(', ')}` : '';
  if (only === undefined) {
    const missing = wanted === undefined ? 'no run' : `no suite ${showValue(wanted)}`;
    const keyed = key === undefined ? '' : ` of the comment-key ${showValue(key)}`;
    throw new ConfigurationError(`${store.place} holds ${missing}${keyed}${known}`, {
      key: wanted !== undefined ? '--suite' : key !== undefined ? '--comment-key' : '--history',
    });
  }
  throw new ConfigurationError(`name one of the suites in ${store.place}${known}`, { key: '--suite' });
}
