import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { ConfigurationError } from '../config/configuration-error.ts';
import type { FlagsOf } from '../config/flags.ts';
import { HISTORY_FOLDER } from '../config/option-parts.ts';
import type { Plan } from '../config/plan.ts';
import { listWords, showValue } from '../config/wording/show-value.ts';
import { toRecord } from '../report/history/record.ts';
import type { Report } from '../report/report.ts';
import { checkFolderPlace } from '../store/check-place.ts';
import { openFolderStore } from '../store/history/folder-store.ts';
import type { HistoryStore } from '../store/history/history-store.ts';
import type { HistoryAccess } from '../store/history/read-history.ts';
import { chooseSuite, othersOf, suiteOf } from '../store/history/suite.ts';

/** What a terminal says of the history. */
type HistoryFlags = Pick<
  FlagsOf<'run'>,
  'history' | 'comment-key' | 'suite' | 'policy' | 'release' | 'duration'
>;

export interface RunHistory {
  readonly access: HistoryAccess;
  /** Before the load: whether there will be a place for its record. Throws ConfigurationError. */
  check(): Promise<void>;
  /**
   * Adds the run to the history where its policy asks for it, and gives what there is to tell. Throws where it can't.
   */
  record(report: Report): Promise<string | null>;
}

/** The folder is touched only by a run that needs it. Throws ConfigurationError. */
export async function openRunHistory(
  plan: Plan,
  workspace: string,
  flags: HistoryFlags,
): Promise<RunHistory> {
  const { policy } = flags;
  const release = releaseOf(flags);
  const shown = flags.history || HISTORY_FOLDER;
  const store = openFolderStore(resolve(workspace, shown), shown);
  const ownKey = flags['comment-key'] ?? '';
  const suite = flags.suite ? checkSuite(flags.suite) : await findSuite(plan, store, flags);
  return {
    access: { store, suite, release },
    async check() {
      if (policy !== 'pull-request') await checkFolderPlace(workspace, { key: '--history', written: shown });
    },
    async record(report) {
      if (policy === 'pull-request') return null;
      const record = toRecord(report, {
        suite,
        commentKey: ownKey,
        run: { id: newRunId(report.run.now), attempt: 1 },
        event: 'terminal',
        ref: null,
        policy,
        release,
        durationByHand: flags.duration !== undefined,
      });
      if (record === null) return 'nothing was measured, so nothing is recorded';
      if (!(await store.append(record)))
        return `not recorded: ${store.place} holds another run ${record.run.id}`;
      const excluded = record.excluded === null ? '' : `, but not used for comparison: ${record.excluded}`;
      return `recorded in ${store.place}${excluded}`;
    },
  };
}

/**
 * A terminal's own, or the one that jobs of workflows recorded of this scenario and file. Throws ConfigurationError
 * where there are several.
 */
async function findSuite(plan: Plan, store: HistoryStore, flags: HistoryFlags): Promise<string> {
  const { name, configFile, baseline } = plan;
  const id = { name, configFile, ownKey: flags['comment-key'] ?? '', matrix: {}, job: null };
  if (baseline?.kind !== 'history' || flags.policy === 'nightly') return suiteOf(id);
  const there = await store.list();
  const suite = chooseSuite(id, there);
  if (suite !== null) return suite;
  throw new ConfigurationError(
    `is missing: ${store.place} has several histories of this scenario and file, one for each job that records; name ${listWords(othersOf(id, there))}`,
    { key: '--suite' },
  );
}

function checkSuite(written: string): string {
  if (/^[a-z0-9][a-z0-9-]{0,99}$/.test(written)) return written;
  throw new ConfigurationError(
    `${showValue(written)} is not the name of a suite: write the name of its folder, as \`tailgate history list\` shows it`,
    { key: '--suite' },
  );
}

function releaseOf({ release: tag, policy }: HistoryFlags): string | null {
  const release = tag ?? null;
  const refuse = (why: string) => new ConfigurationError(why, { key: '--release' });
  if (policy === 'release' && release === null)
    throw refuse('the policy release needs a tag: add --release TAG');
  if (policy !== 'release' && release !== null) throw refuse('marks a release: add --policy release');
  return release;
}

/** Sorts by time, and never meets another's: `20261122T134438.3f1c0d`. */
function newRunId(now: string): string {
  return `${now.slice(0, 19).replace(/[-:]/g, '')}.${randomBytes(3).toString('hex')}`;
}
