/** What a check run shows: a line in the list of checks, and a page. */
import { asSentence, clean, truncate } from '../escape.ts';
import type { Publication } from '../report.ts';
import { reasonOf } from '../view/reason.ts';
import { wordsFor } from '../words/language.ts';
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
    title: titleOf(report, wordsFor(report).marks.outcomes[report.result.verdict], reasonOf(report)),
    summary: renderComment(report, { limit }),
  };
}

export function renderRunningCheck(subject: Subject): CheckOutput {
  const words = wordsFor(subject).placeholders;
  return { title: words.measuring, summary: `${words.underWay} ${seeRun(subject)}` };
}

/** @param why in a whole sentence, of which nothing is trusted */
export function renderStoppedCheck(subject: Subject, why: string): CheckOutput {
  return {
    title: titleOf(subject, wordsFor(subject).placeholders.notMeasured, wordsFor(subject).quoteEnglish(why)),
    summary: `${wordsFor(subject).placeholders.noResult(asSentence(wordsFor(subject).quoteEnglish(why)))}\n\n${seeRun(subject)}`,
  };
}

/** @param why nothing had to be measured, in a whole sentence, of which nothing is trusted */
export function renderUntouchedCheck(subject: Subject, why: string): CheckOutput {
  return {
    title: titleOf(subject, wordsFor(subject).placeholders.nothingToMeasure, why),
    summary: `${asSentence(why, 2000)}\n\n${seeRun(subject)}`,
  };
}

function titleOf(of: Pick<Subject, 'language'>, title: string, why: string): string {
  return truncate(clean(wordsFor(of).placeholders.titled(title, why)), TITLE);
}

function seeRun(subject: Subject): string {
  const words = wordsFor(subject).placeholders;
  return words.seeRun(link(words.run, subject.runUrl));
}
