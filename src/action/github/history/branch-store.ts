import { type HistoryFile, readRecords } from '../../../evidence/history/read-records.ts';
import type { HistoryRecord } from '../../../evidence/history/record.ts';
import {
  folderOfSuite,
  HISTORY_TOP,
  LARGEST_RECORD,
  pathOfRecord,
  readRecordPath,
  whatIsThere,
  writeRecordText,
} from '../../../evidence/history/record-text.ts';
import { choosePruned } from '../../../store/history/choose-pruned.ts';
import type { HistoryStore, StoredHistory } from '../../../store/history/history-store.ts';
import type { GitHub } from '../client.ts';
import { readTexts } from './blobs.ts';
import {
  type DataBranch,
  findTip,
  listFiles,
  listFolders,
  readFile,
  type TreeEntry,
  treeOf,
} from './branch.ts';
import { type CommitPatience, commitFiles } from './commit.ts';

/** Records read at a time, the newest first: more than a year of nights, and mostly enough. */
const AT_A_TIME = 400;
/** Files read at most where an old run is looked for: 80 requests. */
const MOST_FILES = 4000;
const PATIENCE = { attempts: 10, totalMs: 120_000 } as const;

type IsEnough = (records: readonly HistoryRecord[], files: number) => boolean;

/** A history on a branch of the repository. What GitHub refuses is thrown; explain.ts has the words for it. */
export function createBranchStore(
  github: GitHub,
  place: DataBranch,
  signal: AbortSignal,
  endurance: Omit<CommitPatience, 'signal'> = PATIENCE,
): HistoryStore {
  const patience = { ...endurance, signal };

  async function readAt(tip: string | null, suite: string, isEnough: IsEnough): Promise<StoredHistory> {
    if (tip === null) return { records: [], skipped: [] };
    const folder = folderOfSuite(suite);
    const entries = await listFiles(github, place, await treeOf(github, place, tip), folder.split('/'));
    const found = entries.map((entry) => ({ ...entry, path: `${folder}/${entry.path}` })).filter(isRecord);
    const older = found.sort(byPath);
    const files: HistoryFile[] = [];
    for (;;) {
      files.unshift(...(await readFiles(older.splice(-AT_A_TIME))));
      const read = readRecords(files, Date.now());
      if (older.length === 0) return read;
      if (isEnough(read.records, files.length)) return { ...read, unread: older.length };
    }
  }

  async function readFiles(entries: readonly TreeEntry[]): Promise<HistoryFile[]> {
    const small = entries.filter(({ size }) => size <= LARGEST_RECORD);
    const shas = small.map(({ sha }) => sha);
    const texts = await readTexts(github, place, shas);
    return entries.map(({ path, sha, size }) => {
      const text = texts.get(sha);
      const why = `it has ${size} bytes, more than any record`;
      return { path, content: text === undefined ? { why } : { text } };
    });
  }

  return {
    place: `the branch ${place.branch}`,
    read: async (suite, isEnough = () => true) => {
      const tip = await findTip(github, place);
      return readAt(tip, suite, (records, files) => files >= MOST_FILES || isEnough(records));
    },
    list: async () => {
      const tip = await findTip(github, place);
      return tip === null ? [] : listFolders(github, place, await treeOf(github, place, tip), HISTORY_TOP);
    },
    async append(record) {
      const path = pathOfRecord(record);
      let found: ReturnType<typeof whatIsThere> = 'nothing';
      const from = async (tip: string | null) => {
        found = whatIsThere(record, tip === null ? null : await readFile(github, place, tip, path));
        return found === 'nothing' ? { [path]: writeRecordText(record) } : null;
      };
      await commitFiles(github, place, { message: messageOf(record), from }, patience);
      return (found as ReturnType<typeof whatIsThere>) !== 'another';
    },
    async prune(suite, keep) {
      let count = 0;
      const from = async (tip: string | null) => {
        const { records } = await readAt(tip, suite, () => false);
        const gone = choosePruned(records, keep).map((record) => [pathOfRecord(record), null]);
        count = gone.length;
        return count === 0 ? null : Object.fromEntries(gone);
      };
      await commitFiles(github, place, { message: `Prune ${suite} to ${keep} runs`, from }, patience);
      return count;
    },
  };
}

/** Of our own words and the suite's slug alone: nobody can put a mention or a command into the branch's log. */
function messageOf({ suite, run, verdict, policy }: HistoryRecord): string {
  return `Record ${policy} run ${run.id}-${run.attempt} of ${suite}: ${verdict}`;
}

function isRecord({ path }: TreeEntry): boolean {
  return readRecordPath(path) !== null;
}

/** By month, then by the run's id, which grows with time. */
function byPath({ path: one }: TreeEntry, { path: other }: TreeEntry): number {
  const [folder, file] = splitPath(one);
  const [otherFolder, otherFile] = splitPath(other);
  if (folder !== otherFolder) return folder < otherFolder ? -1 : 1;
  return file.length - otherFile.length || (file < otherFile ? -1 : 1);
}

function splitPath(path: string): readonly [folder: string, file: string] {
  const slash = path.lastIndexOf('/');
  return [path.slice(0, slash), path.slice(slash + 1)];
}
