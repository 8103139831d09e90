/** What a check run shows: a line in the list of checks, and a page. */
import { asText, clean, truncate } from '../escape.ts';
import type { Publication } from '../report.ts';
import { OUTCOMES } from '../view/badges.ts';
import { reasonOf } from '../view/reason.ts';
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
    title: truncate(clean(`${OUTCOMES[report.result.verdict].word}: ${reasonOf(report)}`), TITLE),
    summary: renderComment(report, { limit }),
  };
}

export function renderRunningCheck(subject: Subject): CheckOutput {
  return { title: 'Measuring', summary: `The measurement is under way. ${seeRun(subject)}` };
}

/** @param why in a whole sentence, of which nothing is trusted */
export function renderStoppedCheck(subject: Subject, why: string): CheckOutput {
  return {
    title: truncate(clean(`Not measured: ${why}`), TITLE),
    summary: `There is no result: ${asText(why)}\n\n${seeRun(subject)}`,
  };
}

/** @param why nothing had to be measured, in a whole sentence, of which nothing is trusted */
export function renderUntouchedCheck(subject: Subject, why: string): CheckOutput {
  return {
    title: truncate(clean(`Nothing to measure: ${why}`), TITLE),
    summary: `${asText(why, 2000)}\n\n${seeRun(subject)}`,
  };
}

function seeRun({ runUrl }: Subject): string {
  const page = link('run', runUrl);
  return page === null ? 'See the log of its run.' : `See the log of its ${page}.`;
}
