import type { HistorySource } from '../../config/baseline/baseline-source.ts';
import { ConfigurationError } from '../../config/configuration-error.ts';
import type { ReadRecords } from './read-records.ts';
import type { HistoryRecord } from './record.ts';

/** Digits of a commit from which on they are taken for one. */
const COMMIT = /^[0-9a-f]{7,64}$/i;
/** Tags and commits that a message lists. */
const LISTED = 8;

/**
 * The records up to the newest one that `ref` names, that one included; null where none answers to it. A release's tag
 * goes before a commit's first digits.
 *
 * @param records oldest first
 * @throws ConfigurationError where the digits fit several commits
 */
export function asOf(records: readonly HistoryRecord[], ref: string): readonly HistoryRecord[] | null {
  const release = records.findLastIndex((record) => record.release === ref);
  if (release >= 0) return records.slice(0, release + 1);
  if (!COMMIT.test(ref)) return null;
  const digits = ref.toLowerCase();
  const fits = ({ commit }: HistoryRecord): boolean => commit?.startsWith(digits) ?? false;
  const commits = new Set(records.filter(fits).map(({ commit }) => commit));
  if (commits.size > 1) {
    throw new ConfigurationError(`history@${ref} fits ${commits.size} commits: give more digits`, {
      key: 'baseline',
    });
  }
  return commits.size === 0 ? null : records.slice(0, records.findLastIndex(fits) + 1);
}

/**
 * The records that a source speaks of: up to its ref, or all.
 *
 * @param place where they are, for the message
 * @throws ConfigurationError where the ref names no run
 */
export function recordsUpTo(
  { ref, written }: HistorySource,
  { records, unread = 0 }: ReadRecords,
  place: string,
): readonly HistoryRecord[] {
  const named = ref === null ? records : asOf(records, ref);
  if (named !== null) return named;
  const refs = listRefs(records);
  const known =
    refs.length > 0
      ? `; the newest releases and commits there are ${refs.join(', ')}`
      : '; it contains no runs yet';
  const none = unread > 0 ? `none of the newest ${records.length} runs` : 'no run that is recorded';
  throw new ConfigurationError(`${written} names ${none} in ${place}${known}`, { key: 'baseline' });
}

/**
 * The record of the last release that passed. One that failed did not go out, and neither did one that was left
 * undecided, unless somebody let it: then its tag can be named.
 *
 * @param records oldest first
 * @param besides tag of the release that is being judged, which an earlier attempt may have recorded already
 */
export function lastRelease(
  records: readonly HistoryRecord[],
  besides: string | null = null,
): HistoryRecord | null {
  const passed = ({ release, verdict, excluded }: HistoryRecord): boolean =>
    release !== null && release !== besides && excluded === null && verdict === 'pass';
  return records.findLast(passed) ?? null;
}

/** Tags of the releases and the newest commits, for a message about a ref that isn't among them. */
export function listRefs(records: readonly HistoryRecord[]): readonly string[] {
  const newest = records.toReversed();
  const tags = newest.flatMap(({ release }) => release ?? []);
  const commits = newest.flatMap(({ commit }) => commit?.slice(0, 12) ?? []);
  return [...new Set([...tags, ...commits])].slice(0, LISTED);
}

/**
 * What a release is held against: the history as it stood at the last release, where one is recorded; else all of it.
 * A source that names a ref stays as it is.
 */
export function sinceLastRelease(
  source: HistorySource,
  records: readonly HistoryRecord[],
  tag: string | null,
): HistorySource {
  const last = source.ref === null ? lastRelease(records, tag)?.release : null;
  return last ? { kind: 'history', ref: last, written: `history@${last}` } : source;
}
