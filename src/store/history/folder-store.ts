import { lstat, mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationError } from '../../config/configuration-error.ts';
import { type HistoryFile, readRecords } from '../../evidence/history/read-records.ts';
import type { HistoryRecord } from '../../evidence/history/record.ts';
import {
  folderOfSuite,
  HISTORY_TOP,
  pathOfRecord,
  readRecordPath,
  whatIsThere,
  writeRecordText,
} from '../../evidence/history/record-text.ts';
import { makeFolder } from '../make-folder.ts';
import { writeWhole } from '../write-whole.ts';
import { choosePruned } from './choose-pruned.ts';
import type { HistoryStore, StoredHistory } from './history-store.ts';
import { readPlainFile } from './read-plain-file.ts';

/** Files that are read side by side. */
const AT_ONCE = 32;

/**
 * A history in a folder, which may be a checkout of the history's branch. The folder is made by the first record.
 *
 * @param folder absolute path
 * @param shown the folder as the user wrote it, for messages
 */
export function openFolderStore(folder: string, shown: string): HistoryStore {
  const read = async (suite: string): Promise<StoredHistory> => {
    const paths = await listFiles(folder, suite);
    const files: HistoryFile[] = [];
    for (let i = 0; i < paths.length; i += AT_ONCE) {
      files.push(...(await Promise.all(paths.slice(i, i + AT_ONCE).map((path) => readOne(folder, path)))));
    }
    return readRecords(files, Date.now());
  };
  return {
    place: `the folder ${shown}`,
    read,
    list: async () =>
      (await entriesOf(folder, HISTORY_TOP)).filter(({ isFolder }) => isFolder).map(({ name }) => name),
    async append(record) {
      const path = pathOfRecord(record);
      await makeFolders(folder, path);
      const there = await readPlainFile(join(folder, path));
      const found = whatIsThere(record, 'text' in there ? there.text : null);
      if (found === 'nothing') await writeWhole(join(folder, path), writeRecordText(record));
      return found !== 'another';
    },
    async prune(suite, keep) {
      const { records } = await read(suite);
      const gone = choosePruned(records, keep);
      for (const record of gone) await remove(folder, record);
      return gone.length;
    },
  };
}

/** Paths of what may be records, below the folder; links among the folders are not followed. */
async function listFiles(folder: string, suite: string): Promise<string[]> {
  const top = folderOfSuite(suite);
  const months = (await entriesOf(folder, top)).filter(({ isFolder }) => isFolder);
  const found = await Promise.all(
    months.map(async ({ name: month }) =>
      (await entriesOf(folder, `${top}/${month}`)).map(({ name }) => `${top}/${month}/${name}`),
    ),
  );
  return found.flat().filter((path) => readRecordPath(path) !== null);
}

/** Sorted by name; empty where the folder isn't there, or is none. Throws where it may not be read. */
async function entriesOf(folder: string, path: string): Promise<{ name: string; isFolder: boolean }[]> {
  for (const step of stepsOf(path)) {
    const found = await lstat(join(folder, step)).catch(ignoreAbsent);
    if (!found?.isDirectory()) return [];
  }
  const entries = (await readdir(join(folder, path), { withFileTypes: true }).catch(ignoreAbsent)) ?? [];
  return entries
    .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** `v1`, `v1/suite`, `v1/suite/2026-11`. */
function stepsOf(path: string): string[] {
  const names = path.split('/');
  return names.map((_, i) => names.slice(0, i + 1).join('/'));
}

async function readOne(folder: string, path: string): Promise<HistoryFile> {
  return { path, content: await readPlainFile(join(folder, path)) };
}

/** The folders of a record's path. What is there already must be a folder, and no link to one elsewhere. */
async function makeFolders(folder: string, path: string): Promise<void> {
  await makeFolder(folder);
  for (const step of stepsOf(path).slice(0, -1)) {
    const place = join(folder, step);
    await mkdir(place).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    if (!(await lstat(place)).isDirectory()) throw new Error(`${place} is not a folder`);
  }
}

async function remove(folder: string, record: HistoryRecord): Promise<void> {
  const file = join(folder, pathOfRecord(record));
  await rm(file, { force: true });
  // The month's folder goes with its last record.
  await rmdir(join(file, '..')).catch(() => {});
}

function ignoreAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
  throw new ConfigurationError(`can't be read (${error.code ?? error.message})`, {
    ...(error.path !== undefined && { file: error.path }),
  });
}
