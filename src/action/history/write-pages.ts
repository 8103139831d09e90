/** The whole history as a page, in a folder that a workflow can publish. */
import { join } from 'node:path';
import * as core from '@actions/core';
import type { Language } from '../../config/language.ts';
import { inOrder, withoutTwins } from '../../evidence/history/order.ts';
import type { HistoryRecord } from '../../evidence/history/record.ts';
import { type PageSuite, renderHistoryPage } from '../../report/html/history/history-page.ts';
import { shiftsOf } from '../../report/html/history/shifts-of.ts';
import type { Report } from '../../report/report.ts';
import { toResult } from '../../report/result.ts';
import type { StoredHistory } from '../../store/history/history-store.ts';
import { writePage } from '../../store/write-page.ts';
import { VERSION } from '../../version.ts';
import { attempt } from '../attempt.ts';
import { listRanges } from '../github/history/commit-ranges.ts';
import { readDriftMarker } from '../github/history/drift-marker.ts';
import { explainHistoryFailure } from '../github/history/explain.ts';
import { listDriftIssues, type StoredIssue } from '../github/history/issues.ts';
import { findIdentity } from '../github/identity.ts';
import { type History, type HistoryBranchAccess, NO_ACCESS } from './open-history.ts';

interface PagesToWrite {
  /** What this run has just added, which GitHub may not list yet; null where nothing was. */
  readonly record: HistoryRecord | null;
  readonly history: History;
  readonly signal: AbortSignal;
  readonly language: Language;
  /** Of the repository, for links. */
  readonly address: string | null;
  /** Where index.html is written, alone. */
  readonly folder: string;
  readonly distFolder: string;
}

/** Each is some requests to GitHub, and a page of more is too large for anybody. */
const MOST_SUITES = 40;

/**
 * Writes index.html and sets the output `pages`. Never throws, and never changes the verdict: what failed is a warning.
 *
 * @param report redacted: it is published
 */
export async function writePages(report: Report, around: PagesToWrite): Promise<void> {
  const failed = 'The history page was not written';
  const { history, signal, folder } = around;
  const access = history.access?.(signal);
  if (!access) {
    core.warning(`${failed}: ${NO_ACCESS}`);
    core.setOutput('pages', '');
    return;
  }
  let suites: readonly PageSuite[] = [];
  try {
    suites = await readSuites(access, around);
  } catch (error) {
    core.warning(explainHistoryFailure(error, failed, 'contents: read'));
    core.setOutput('pages', '');
    return;
  }
  const written = await attempt('The history’s page', async () => {
    const page = {
      language: around.language,
      suites,
      place: history.place,
      repository: around.address,
      shown: report.measurement === null ? null : { result: toResult(report), file: 'result.json' },
      version: VERSION,
      now: report.run.now,
    };
    await writePage(
      join(folder, 'index.html'),
      around.distFolder,
      (assets) => renderHistoryPage(page, assets),
      'history',
    );
    core.info(
      `The history of ${suites.length === 1 ? 'one suite' : `${suites.length} suites`} was written as a page.`,
    );
    return folder;
  });
  core.setOutput('pages', written ?? '');
}

/** This run's own first. */
async function readSuites(
  { github, repository, store }: HistoryBranchAccess,
  { record, history }: PagesToWrite,
): Promise<readonly PageSuite[]> {
  const listed = await store.list();
  const own = history.suite;
  const names = [...new Set([...(record !== null || listed.includes(own) ? [own] : []), ...listed])];
  if (names.length > MOST_SUITES)
    core.warning(`The history page shows ${MOST_SUITES} of ${names.length} suites.`);
  const issues = await driftIssues({ github, repository, store });
  const suites: PageSuite[] = [];
  // One after the other: GitHub asks for patience from whoever asks for much at a time.
  for (const suite of names.slice(0, MOST_SUITES)) {
    const stored = withOwn(await store.read(suite), suite === own ? record : null);
    suites.push({
      ...stored,
      suite,
      issue: issues.get(suite) ?? null,
      ranges: await listRanges(github, repository, shiftsOf(stored)),
    });
  }
  return suites;
}

function withOwn(stored: StoredHistory, record: HistoryRecord | null): StoredHistory {
  if (record === null) return stored;
  return { ...stored, records: withoutTwins(inOrder([...stored.records, record])) };
}

/** Ours, by suite; none where the token may not read issues. */
async function driftIssues({
  github,
  repository,
}: HistoryBranchAccess): Promise<ReadonlyMap<string, Pick<StoredIssue, 'url' | 'isOpen'>>> {
  try {
    const us = await findIdentity(github);
    const issues = await listDriftIssues(github, repository);
    return new Map(
      issues.flatMap(({ author, body, url, isOpen }) => {
        const suite = author === us ? readDriftMarker(body)?.suite : undefined;
        return suite === undefined ? [] : [[suite, { url, isOpen }] as const];
      }),
    );
  } catch {
    core.info('The history page has no links to drift issues: they could not be listed (issues: read).');
    return new Map();
  }
}
