import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { ConfigurationError } from '../config/configuration-error.ts';
import { inputsSchema } from '../config/inputs.ts';
import type { Plan } from '../config/plan.ts';
import { POLICIES, type Policy } from '../config/policy.ts';
import { listWords, showValue } from '../config/wording/show-value.ts';
import { toRecord } from '../report/history/record.ts';
import type { Report } from '../report/report.ts';
import { checkFolderPlace } from '../store/check-place.ts';
import { openFolderStore } from '../store/history/folder-store.ts';
import { suiteOf } from '../store/history/suite.ts';
import type { HistoryAccess } from '../store/read-baseline.ts';

export const HISTORY_FOLDER = '.tailgate/history';

const LONGEST_TAG = 300;

/** What a terminal says of the history. */
export interface HistoryFlags {
  readonly history?: string | undefined;
  readonly 'comment-key'?: string | undefined;
  readonly policy?: string | undefined;
  readonly release?: string | undefined;
  readonly duration?: string | undefined;
}

export interface RunHistory {
  readonly access: HistoryAccess;
  /** Before the load: whether there will be a place for its record. Throws ConfigurationError. */
  check(): Promise<void>;
  /** Adds the run to the history where its policy asks for it, and gives what there is to tell. Throws where it can't. */
  record(report: Report): Promise<string | null>;
}

/** Reads the flags; the folder is touched only by a run that needs it. Throws ConfigurationError. */
export function openRunHistory(plan: Plan, workspace: string, flags: HistoryFlags): RunHistory {
  const policy = readPolicy(flags.policy);
  const release = readRelease(flags.release, policy);
  const shown = flags.history || HISTORY_FOLDER;
  const store = openFolderStore(resolve(workspace, shown), shown);
  const suite = suiteOf(plan.name, readCommentKey(flags['comment-key']));
  return {
    access: { store, suite, release },
    async check() {
      if (policy !== 'pull-request') await checkFolderPlace(workspace, { key: '--history', written: shown });
    },
    async record(report) {
      if (policy === 'pull-request') return null;
      const record = toRecord(report, {
        suite,
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
      const barred = record.barred === null ? '' : `, but never compared with: ${record.barred}`;
      return `recorded in ${store.place}${barred}`;
    },
  };
}

/** What the run is for. Throws ConfigurationError. */
export function readPolicy(text: string | undefined): Policy {
  if (text === undefined) return 'pull-request';
  const policy = POLICIES.find((name) => name === text.trim());
  if (policy !== undefined) return policy;
  throw new ConfigurationError(`${showValue(text)} is no policy: use ${listWords(POLICIES)}`, {
    key: '--policy',
  });
}

function readRelease(text: string | undefined, policy: Policy): string | null {
  const key = '--release';
  if (policy !== 'release') {
    if (text === undefined) return null;
    throw new ConfigurationError('marks a release: give --policy release with it', { key });
  }
  const tag = text?.trim() ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  if (tag !== '' && tag.length <= LONGEST_TAG && !/[\u0000-\u001f\u007f]/.test(tag)) return tag;
  throw new ConfigurationError('the policy release needs the tag: give --release TAG', { key });
}

/** The action's input of this name, by the same rule; empty where it is not given. Throws ConfigurationError. */
export function readCommentKey(text: string | undefined): string {
  const read = inputsSchema.shape['comment-key'].safeParse(text);
  if (read.success) return read.data;
  throw new ConfigurationError(read.error.issues[0]?.message ?? 'does not fit', { key: '--comment-key' });
}

/** Sorts by time, and never meets another's: `20261122T134438.3f1c0d`. */
function newRunId(now: string): string {
  return `${now.slice(0, 19).replace(/[-:]/g, '')}.${randomBytes(3).toString('hex')}`;
}
