/** One issue for each suite, which says what has drifted, and is touched only when there is something new to say. */
import type { HistoryRecord } from '../../../evidence/history/record.ts';
import type { Shift } from '../../../judgement/drift/find-shifts.ts';
import { type KnownDrift, type Watch, watch } from '../../../judgement/drift/watch.ts';
import {
  renderDriftBody,
  renderDriftNews,
  renderDriftTitle,
  renderLost,
  renderReturned,
} from '../../../report/history/drift-issue.ts';
import type { Repository } from '../check-run.ts';
import type { GitHub } from '../client.ts';
import { createOnce } from '../create-once.ts';
import { findIdentity } from '../identity.ts';
import { listRanges } from './commit-ranges.ts';
import { keyOfRow, readDriftMarker, writeDriftMarker } from './drift-marker.ts';
import {
  addToIssue,
  createIssue,
  type IssueText,
  listDriftIssues,
  type StoredIssue,
  updateIssue,
} from './issues.ts';

export interface NightlyRun {
  readonly suite: string;
  /** The scenario's name. */
  readonly name: string;
  /** Comparable with the newest of them; oldest first. */
  readonly records: readonly HistoryRecord[];
  /** For the text: `the branch tailgate-history`. */
  readonly place: string;
  readonly runUrl: string | null;
}

export interface Kept {
  readonly how: 'quiet' | 'opened' | 'refreshed' | 'reopened' | 'closed';
  /** The issue's page; null where there is none. */
  readonly url: string | null;
}

/** Throws what GitHub refused. */
export async function keepDriftIssue(
  github: GitHub,
  repository: Repository,
  night: NightlyRun,
): Promise<Kept> {
  const us = await findIdentity(github);
  const found = findOwn(github, repository, night.suite, us).catch((error: unknown) => {
    // Without a drift there is nothing to tell, and no reason to ask for a permission.
    if (watch(night.records, [], keyOfRow).worse.length > 0) throw error;
    return [];
  });
  const [issue = null] = await found;
  const known = issue ? (readDriftMarker(issue.body)?.known ?? []) : [];
  const seen = watch(night.records, known, keyOfRow);
  if (issue?.isOpen && seen.worse.length === 0 && seen.over) {
    return close(github, repository, issue, night, seen.kept.length < known.length);
  }
  if (seen.news.length === 0) return { how: 'quiet', url: issue?.url ?? null };

  const text = await write(github, repository, night, seen);
  if (issue === null) {
    const opened = await open(github, repository, text, night.suite, us);
    return { how: 'opened', url: opened.url };
  }
  await updateIssue(github, repository, issue, { ...text, state: 'open' });
  // To open it again notifies by itself.
  if (issue.isOpen) await addToIssue(github, repository, issue, renderDriftNews(seen.news)).catch(() => {});
  return { how: issue.isOpen ? 'refreshed' : 'reopened', url: issue.url };
}

/** Ours, oldest first. Anyone who may label can plant a marker, so the author has to be us as well. */
async function findOwn(
  github: GitHub,
  repository: Repository,
  suite: string,
  us: string,
): Promise<StoredIssue[]> {
  const all = await listDriftIssues(github, repository);
  return all.filter(({ author, body }) => author === us && readDriftMarker(body)?.suite === suite);
}

async function write(
  github: GitHub,
  repository: Repository,
  { suite, name, records, place, runUrl }: NightlyRun,
  { worse, better, kept }: Watch,
): Promise<IssueText> {
  const ranges = await listRanges(github, repository, worse);
  const report = { name, worse, better, ranges, runs: records.length, place, runUrl };
  const told = new Map([...kept, ...worse.map(toKnown)].map((one) => [`${one.row}@${one.since}`, one]));
  return {
    title: renderDriftTitle(report),
    body: `${writeDriftMarker({ suite, known: [...told.values()] })}\n${renderDriftBody(report)}`,
  };
}

function toKnown(shift: Shift): KnownDrift {
  return { row: keyOfRow(shift), since: shift.since.at };
}

/** Two runs may open one in the same moment: the older one stays. */
async function open(
  github: GitHub,
  repository: Repository,
  text: IssueText,
  suite: string,
  us: string,
): Promise<StoredIssue> {
  const created = await createOnce(
    () => createIssue(github, repository, text),
    async () => (await findOwn(github, repository, suite, us))[0],
    'GitHub’s response to the new issue could not be read',
  );
  const author = created.author || us;
  const own = await findOwn(github, repository, suite, author).catch(() => []);
  const [oldest = created] = own.filter(({ isOpen }) => isOpen);
  if (oldest.number >= created.number) return created;
  await updateIssue(github, repository, created, { state: 'closed', why: 'not_planned' });
  return oldest;
}

/**
 * What it said stays below, so that the story can be read; the marker knows of nothing any more, so that what comes
 * again is news.
 */
async function close(
  github: GitHub,
  repository: Repository,
  issue: StoredIssue,
  { suite, records, runUrl }: NightlyRun,
  isLost: boolean,
): Promise<Kept> {
  const [, ...said] = issue.body.split('\n');
  const day = records.at(-1)?.at.slice(0, 10) ?? '';
  const over = isLost ? renderLost(runUrl, day) : renderReturned(runUrl, day);
  const body = [writeDriftMarker({ suite, known: [] }), over, '', '---', '', ...said].join('\n');
  await updateIssue(github, repository, issue, { body, state: 'closed', why: 'completed' });
  return { how: 'closed', url: issue.url };
}
