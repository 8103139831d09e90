/** The history on the repository's branch, as a baseline. record-run.ts adds to it. */
import * as core from '@actions/core';
import { ConfigurationError } from '../../config/configuration-error.ts';
import type { Inputs } from '../../config/inputs.ts';
import type { MeasurementId } from '../../config/measurement-id.ts';
import type { Plan } from '../../config/plan.ts';
import type { Policy } from '../../config/policy.ts';
import { listWords } from '../../config/wording/show-value.ts';
import type { Baseline } from '../../evidence/baseline.ts';
import { readBaselineOf } from '../../read-baseline.ts';
import type { HistoryStore } from '../../store/history/history-store.ts';
import { chooseSuite, othersOf, suiteOf } from '../../store/history/suite.ts';
import type { RunnerEvent } from '../event/read-event.ts';
import type { Repository } from '../github/check-run.ts';
import { connect, type GitHub } from '../github/client.ts';
import { createBranchStore } from '../github/history/branch-store.ts';
import { explainHistoryFailure } from '../github/history/explain.ts';
import { identify } from '../identify.ts';

export interface History {
  readonly id: MeasurementId;
  /** Where its runs are recorded, and what it is compared with. */
  readonly suite: string;
  /** For messages: `the branch tailgate-history`. */
  readonly place: string;
  /**
   * Connects anew: what is read before the load and what is written after it have a patience of their own each, and a
   * signal that ends it. Null where GitHub can't be asked: no token, or no repository.
   */
  readonly access: ((signal: AbortSignal) => HistoryBranchAccess) | null;
}

export interface HistoryBranchAccess {
  readonly github: GitHub;
  readonly repository: Repository;
  readonly store: HistoryStore;
}

/** Writers that meet start anew, and GitHub may ask to slow down. */
const PATIENCE_MS = 120_000;

/** Throws ConfigurationError for a branch that people work on. */
export function openHistory(inputs: Inputs, event: RunnerEvent, plan: Plan): History {
  const { token, 'history-branch': branch } = inputs;
  if (branch === event.defaultBranch) {
    throw new ConfigurationError(
      `${branch} is the repository's default branch: name one that is only used for the history, such as tailgate-history`,
      { key: 'input history-branch' },
    );
  }
  const { repository, apiUrl } = event;
  const id = identify(inputs, event, plan);
  const suite = suiteOf(id);
  const place = `the branch ${branch}`;
  if (!repository || token === '') return { id, suite, place, access: null };
  const access = (signal: AbortSignal) => {
    const github = connect({ token, apiUrl, signal, patienceMs: PATIENCE_MS });
    const store = createBranchStore(github, { ...repository, branch }, signal);
    return { github, repository, store };
  };
  return { id, suite, place, access };
}

/**
 * The history with the suite that the run is compared with: a pull request and a release are held against the nights,
 * which another job records. What can't be read is told when the baseline is read. Throws ConfigurationError where
 * several jobs record nights, and nobody says which are meant.
 */
export async function settleSuite(
  plan: Plan,
  history: History,
  { policy, signal }: Pick<Reading, 'policy' | 'signal'>,
): Promise<History> {
  const { id, access, place } = history;
  const isCompared = plan.baseline?.kind === 'history';
  // A release is recorded where the nights are, whatever it is held against this time.
  if (policy === 'nightly' || access === null || !(isCompared || policy === 'release')) return history;
  const { store } = access(signal);
  const there = await store.list().catch(() => null);
  if (there === null) return history;
  const others = othersOf(id, there);
  // A release that was recorded before there were nights has a suite of its own, with nothing to compare with.
  const isAlone = policy === 'release' && others.length > 0 && !(await hasNights(store, history.suite));
  const suite = chooseSuite(id, isAlone ? others : there);
  if (suite !== null) return { ...history, suite };
  if (!isCompared) return history;
  throw new ConfigurationError(
    `${place} holds several histories of this scenario and file, one for each job that records (${listWords(others)}): give the right job, and this one, the same input comment-key`,
    { key: 'baseline' },
  );
}

async function hasNights(store: HistoryStore, suite: string): Promise<boolean> {
  const stored = await store.read(suite).catch(() => null);
  return stored === null || stored.records.some(({ policy }) => policy === 'nightly');
}

interface Reading {
  readonly policy: Policy;
  readonly event: RunnerEvent;
  readonly signal: AbortSignal;
}

export const NO_ACCESS = 'there is no token for GitHub’s API. Check the input token.';

/**
 * The baseline that the plan asks for. A history that can't be read is told, and counts as one that isn't there: limits
 * are still judged, and nothing passes by it. Throws ConfigurationError.
 */
export async function readActionBaseline(
  plan: Plan,
  workspace: string,
  { suite, place, access }: History,
  { policy, event, signal }: Reading,
): Promise<Baseline | null> {
  if (plan.baseline?.kind !== 'history') return readBaselineOf(plan, workspace, 'action', null);
  const what = `The history in ${place} could not be read`;
  if (!access) {
    core.warning(`${what}: ${NO_ACCESS}`);
    return null;
  }
  const release = policy === 'release' ? (event.release?.tag ?? '') : null;
  try {
    return await readBaselineOf(plan, workspace, 'action', { store: access(signal).store, suite, release });
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    // Nothing is judged any more.
    if (signal.aborted) return null;
    core.warning(explainHistoryFailure(error, what, 'contents: read', 'Limits are still judged.'));
    return null;
  }
}
