import { type HistoryFile, readRecords } from '../../../evidence/history/read-records.ts';
import type { HistoryRecord } from '../../../evidence/history/record.ts';
import {
  folderOfSuite,
  LARGEST_RECORD,
  pathOfRecord,
  readRecordPath,
  writeRecordText,
} from '../../../evidence/history/record-text.ts';
import { choosePruned } from '../../../store/history/choose-pruned.ts';
import type { HistoryStore, StoredHistory } from '../../../store/history/history-store.ts';
import type { GitHub } from '../client.ts';
import { readTexts } from './blobs.ts';
import { type DataBranch, findTip, hasFile, listFiles, type TreeEntry, treeOf } from './branch.ts';
import { commit, type Patience } from './commit.ts';

/** Records read at most: more than a year of nights. */
const MOST_RECORDS = 400;
const PATIENCE = { attempts: 10, totalMs: 120_000 } as const;

/** A history on a branch of the repository. What GitHub refuses is thrown; explain.ts has the words for it. */
export function createBranchStore(
  github: GitHub,
  place: DataBranch,
  signal: AbortSignal,
  endurance: Omit<Patience, 'signal'> = PATIENCE,
): HistoryStore {
  const patience = { ...endurance, signal };

  async function readAt(tip: string | null, suite: string, most?: number): Promise<StoredHistory> {
    if (tip === null) return { records: [], skipped: [] };
    const folder = folderOfSuite(suite);
    const entries = await listFiles(github, place, await treeOf(github, place, tip), folder.split('/'));
    const found = entries.map((entry) => ({ ...entry, path: `${folder}/${entry.path}` })).filter(isRecord);
    const newest = found.sort(byPath).slice(most === undefined ? 0 : -most);
    const small = newest.filter(({ size }) => size <= LARGEST_RECORD);
    const texts = await readTexts(
      github,
      place,
      small.map(({ sha }) => sha),
    );
    const contentOf = ({ sha, size }: TreeEntry): HistoryFile['content'] => {
      const text = texts.get(sha);
      return text === undefined ? { why: `it has ${size} bytes, more than any record` } : { text };
    };
    return readRecords(newest.map((entry) => ({ path: entry.path, content: contentOf(entry) })));
  }

  return {
    place: `the branch ${place.branch}`,
    read: async (suite) => readAt(await findTip(github, place), suite, MOST_RECORDS),
    async append(record) {
      const path = pathOfRecord(record);
      const from = async (tip: string | null) =>
        tip !== null && (await hasFile(github, place, tip, path))
          ? null
          : { [path]: writeRecordText(record) };
      await commit(github, place, { message: messageOf(record), from }, patience);
    },
    async prune(suite, keep) {
      let count = 0;
      const from = async (tip: string | null) => {
        const { records } = await readAt(tip, suite);
        const gone = choosePruned(records, keep).map((record) => [pathOfRecord(record), null]);
        count = gone.length;
        return count === 0 ? null : Object.fromEntries(gone);
      };
      await commit(github, place, { message: `Prune ${suite} to ${keep} runs`, from }, patience);
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
