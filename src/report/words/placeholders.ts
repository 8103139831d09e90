/** What a comment or a check run says while there is no result, or of many results together. Markdown goes in. */
import { plural } from './format.ts';

/** A commit by its short name as Markdown; null where it isn't known. */
type Sha = string | null;

const UNKNOWN = 'an unknown commit';

export const PLACEHOLDER_WORDS = {
  measuring: 'Measuring',
  notMeasured: 'Not measured',
  nothingToMeasure: 'Nothing to measure',
  commit: (sha: string | null) => (sha === null ? 'The commit' : `Commit ${sha}`),
  commitLine: (sha: string) => `Commit ${sha}`,
  /** @param commit as `commit` writes it. @param run ` (link)`, or '' */
  begun: (commit: string, run: string) =>
    `${commit} is being measured${run}. The result will replace this text.`,
  again: (commit: string, run: string) =>
    `${commit} has been measured before and is being measured again${run}.`,
  newer: (before: Sha, now: Sha, run: string) =>
    `Measured at ${before ?? UNKNOWN}, now measuring ${now ?? UNKNOWN}${run}.`,
  stopped: (sha: string | null, run: string, why: string) =>
    `There is no result${sha === null ? '' : ` for commit ${sha}`}${run}: ${why}`,
  earlier: (sha: Sha) => `Earlier result at ${sha ?? UNKNOWN}`,
  superseded: (sha: Sha) => `Result at ${sha ?? UNKNOWN}, superseded`,
  run: 'run',
  underWay: 'The measurement is in progress.',
  titled: (title: string, why: string) => `${title}: ${why}`,
  noResult: (why: string) => `There is no result: ${why}`,
  seeRun: (link: string | null) =>
    link === null ? 'See the log of its run.' : `See the log of its ${link}.`,
  untouched: (files: number, file: string, patterns: string) =>
    `${files === 1 ? 'The changed file does not match' : `None of the ${plural(files, 'changed file')} matches`} paths in ${file} (${patterns}), so nothing had to be measured.`,
  counted: {
    fail: (count: number) => `${count} failed`,
    invalid: (count: number) => `${count} invalid`,
    unmeasured: (count: number) => `${count} not measured`,
    inconclusive: (count: number) => `${count} inconclusive`,
    pass: (count: number) => `${count} passed`,
    untouched: (count: number) => `${count} with nothing to measure`,
  },
  moreInSummaries: (count: number) => `${count} more: see their summaries.`,
};
