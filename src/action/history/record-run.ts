/** What a night or a release leaves behind, once it has been told: a record, and word of a drift. */
import * as core from '@actions/core';
import type { Policy } from '../../config/policy.ts';
import { recordsOfMachine } from '../../evidence/history/machine.ts';
import { inOrder, withoutTwins } from '../../evidence/history/order.ts';
import type { HistoryRecord } from '../../evidence/history/record.ts';
import { selectRecords } from '../../evidence/history/select-records.ts';
import type { Conditions } from '../../evidence/result/conditions.ts';
import { GATES_FROM } from '../../judgement/statistics/history-limit.ts';
import { toRecord } from '../../report/history/record.ts';
import type { Report } from '../../report/report.ts';
import { unrecordedBecause } from '../event/policy.ts';
import type { RunnerEvent } from '../event/read-event.ts';
import { keepDriftIssue } from '../github/history/drift-issue.ts';
import { explainHistoryFailure, explainIssueFailure } from '../github/history/explain.ts';
import { type History, type HistoryBranchAccess, NO_ACCESS } from './open-history.ts';

interface RunToRecord {
  readonly policy: Policy;
  readonly event: RunnerEvent;
  readonly history: History;
  readonly signal: AbortSignal;
}

/**
 * Adds the run to the history where its policy says so, and looks for drift after a night. Never throws, and never
 * changes the verdict: what failed is a warning. Gives the record that was added; null where none was.
 *
 * @param report redacted: nobody masks a branch
 */
export async function recordRun(
  report: Report,
  { policy, event, history, signal }: RunToRecord,
): Promise<HistoryRecord | null> {
  if (policy === 'pull-request') return null;
  const { id, suite, place } = history;
  const failed = `This run was not recorded in ${place}`;
  const why = unrecordedBecause(event);
  const warn = (says: string): null => {
    core.warning(says);
    return null;
  };
  if (why !== null) return warn(`${failed}: ${why}`);
  const access = history.access?.(signal);
  if (!access) return warn(`${failed}: ${NO_ACCESS}`);
  try {
    const record = toRecord(report, {
      suite,
      commentKey: id.ownKey,
      run: { id: String(event.run.runId), attempt: event.run.attempt },
      event: event.name,
      ref: event.ref,
      policy,
      release: policy === 'release' ? releaseOf(event) : null,
      durationByHand: false,
    });
    if (record === null) {
      core.info(`Nothing was measured, so nothing was recorded in ${place}.`);
      return null;
    }
    if (!(await access.store.append(record))) return warn(`${failed}: ${taken(record)}`);
    const excluded =
      record.excluded === null ? '' : `, but is not used for comparison, because ${record.excluded}`;
    core.info(`The run was recorded in ${place}${excluded}.`);
    if (policy === 'nightly' && record.excluded === null && report.measurement) {
      await lookForDrift(record, report.measurement.conditions, report, history, access);
    }
    return record;
  } catch (error) {
    return warn(explainHistoryFailure(error, failed, 'contents: write'));
  }
}

/** A pre-release went out to be tried, and is no measure for the release after it. */
function releaseOf({ release }: RunnerEvent): string | null {
  return release === null || release.prerelease ? null : release.tag;
}

/** Two steps of one job, or two calls of a reusable workflow. */
function taken({ run, suite }: HistoryRecord): string {
  return (
    `another job of run ${run.id} has already recorded ${suite}, and only one run is kept. Give each job that measures this ` +
    'scenario its own input comment-key: then each has its own history.'
  );
}

async function lookForDrift(
  record: HistoryRecord,
  conditions: Conditions,
  { plan, run }: Report,
  { suite, place }: History,
  { github, repository, store }: HistoryBranchAccess,
): Promise<void> {
  try {
    const { records, unread = 0 } = await store.read(suite);
    // What GitHub lists may be older than what was written to it a moment ago.
    const { comparable } = selectRecords(withoutTwins(inOrder([...records, record])), conditions);
    const own = recordsOfMachine(comparable, record.conditions.machine);
    const more = GATES_FROM - own.records.length;
    const kind = own.others > 0 ? ` on this machine, of ${comparable.length}` : '';
    const rest = more > 0 ? `; ${more} more until regressions can be judged against it` : '';
    const among = unread > 0 ? ` among the newest ${records.length}` : '';
    core.info(`The history has ${own.records.length} comparable runs${kind}${among}${rest}.`);
    const night = { suite, name: plan.name, records: comparable, place, runUrl: run.runUrl };
    const { how, url } = await keepDriftIssue(github, repository, night);
    core.info(how === 'quiet' ? 'No new drift.' : `The drift issue was ${how}: ${url}`);
  } catch (error) {
    core.warning(explainIssueFailure(error));
  }
}
