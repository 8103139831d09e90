/** What a check run shows: a line in the list of checks, and a page. */
import { asSentence, clean, truncate } from '../escape.ts';
import type { Publication } from '../report.ts';
import { reasonOf } from '../view/reason.ts';
import { wordsIn, wordsOf } from '../words/language.ts';
import { renderComment } from './comment.ts';
import { link } from './pieces.ts';
import type { Subject } from './placeholder.ts';

export interface CheckOutput {
  /** At most 255 characters, one line, plain text. */
  readonly title: string;
  /** Markdown. */
  readonly summary: string;
}

const TITLE = 255;

/** @param limit of the summary in UTF-16 code units; GitHub's own is 65,535 */
export function renderCheck(report: Publication, limit: number): CheckOutput {
  return {
    title: titleOf(report, wordsOf(report).marks.outcomes[report.result.verdict], reasonOf(report)),
    summary: renderComment(report, { limit }),
  };
}

export function renderRunningCheck(subject: Subject): CheckOutput {
  const words = placeholdersOf(subject);
  return { title: words.measuring, summary: `${words.underWay} ${seeRun(subject)}` };
}

/** @param why in a whole sentence, of which nothing is trusted */
export function renderStoppedCheck(subject: Subject, why: string): CheckOutput {
  return {
    title: titleOf(subject, placeholdersOf(subject).notMeasured, why),
    summary: `${placeholdersOf(subject).noResult(asSentence(wordsIn(subject.language ?? 'en').quoteEnglish(why)))}\n\n${seeRun(subject)}`,
  };
}

/** @param why nothing had to be measured, in a whole sentence, of which nothing is trusted */
export function renderUntouchedCheck(subject: Subject, why: string): CheckOutput {
  return {
    title: titleOf(subject, placeholdersOf(subject).nothingToMeasure, why),
    summary: `${asSentence(why, 2000)}\n\n${seeRun(subject)}`,
  };
}

function titleOf(of: Pick<Subject, 'language'>, title: string, why: string): string {
  return truncate(clean(placeholdersOf(of).titled(title, why)), TITLE);
}

function placeholdersOf({ language = 'en' }: Pick<Subject, 'language'>) {
  return wordsIn(language).placeholders;
}

function seeRun(subject: Subject): string {
  const words = placeholdersOf(subject);
  return words.seeRun(link(words.run, subject.runUrl));
}
