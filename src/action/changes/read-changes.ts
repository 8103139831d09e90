/** What of the judgement a pull request changed itself: its own limits are the ones that it is held to. */
import { access } from 'node:fs/promises';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import { compareConfigs, type KeyChange } from '../../config/changes/compare-configs.ts';
import type { Inputs } from '../../config/inputs.ts';
import type { Plan } from '../../config/plan.ts';
import type { RunnerEvent } from '../event/read-event.ts';
import { connect } from '../github/client.ts';
import { compareCommits, type FileChange, readFileAt } from '../github/compare-commits.ts';
import { explainUnread } from '../github/explain-unread.ts';

export interface JudgementChanges {
  /** Null where it can't be told. */
  readonly changes: readonly KeyChange[] | null;
  /** Why it can't, a sentence; null where it can, and where the run is for no pull request. */
  readonly unread: string | null;
}

interface Reading {
  readonly inputs: Inputs;
  readonly event: RunnerEvent;
  readonly plan: Plan;
  readonly workspace: string;
  /** Text of tailgate.yml as it is judged by. */
  readonly text: string;
  readonly signal: AbortSignal;
}

/** Nobody waits for it any longer. */
const PATIENCE_MS = 20_000;

const NONE: JudgementChanges = { changes: null, unread: null };

/**
 * Never throws: what can't be read is told, and changes no verdict. Not read where many jobs share a comment, since
 * they share the budget of requests as well.
 */
export async function readChanges({
  inputs,
  event,
  plan,
  workspace,
  text,
  signal,
}: Reading): Promise<JudgementChanges> {
  const { pull, headSha, repository } = event;
  if (
    pull === null ||
    pull.baseSha === null ||
    headSha === null ||
    repository === null ||
    inputs.token === '' ||
    inputs.comment === 'grouped'
  )
    return NONE;
  try {
    const github = connect({ token: inputs.token, apiUrl: event.apiUrl, signal, patienceMs: PATIENCE_MS });
    const compared = await compareCommits(github, repository, pull.baseSha, headSha);
    const config = await pathInRepository(workspace, plan.configFile);
    const changed = compared.changeOf(config);
    const keys =
      changed === null
        ? []
        : compareConfigs(
            await readFileAt(github, repository, changed.previousPath, compared.mergeBase),
            text,
          );
    const stored = plan.baseline?.kind === 'file' ? plan.baseline.file : null;
    const baseline = stored === null ? null : compared.changeOf(await pathInRepository(workspace, stored));
    return {
      changes: [...keys, ...(baseline === null ? [] : [describeFile(stored as string, baseline)])],
      unread: null,
    };
  } catch (error) {
    const what = 'What this pull request changed in tailgate.yml and the baseline';
    return { changes: null, unread: `${explainUnread(error, what, 'contents: read').words}.` };
  }
}

/** A file is no list of keys: how much of it is new is what can be said. */
function describeFile(file: string, { status, additions, deletions }: FileChange): KeyChange {
  const key = `the file ${file}`;
  if (status === 'added') return { key, before: null, after: 'added' };
  return { key, before: `${deletions} lines of it`, after: `${status}: ${additions} lines` };
}

/** The path as the repository has it: the workspace may hold several checkouts, each in a folder of its own. */
async function pathInRepository(workspace: string, file: string): Promise<string> {
  const whole = resolve(workspace, file);
  for (
    let folder = dirname(whole);
    folder.startsWith(workspace) && folder !== workspace;
    folder = dirname(folder)
  ) {
    if (await isThere(join(folder, '.git'))) return inPosix(relative(folder, whole));
  }
  return inPosix(relative(workspace, whole));
}

function inPosix(path: string): string {
  return path.split(sep).join(posix.sep);
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
