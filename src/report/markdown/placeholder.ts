/**
 * The comment while there is no result of its own commit: it is being measured, or it could not be. An earlier commit's
 * result stays readable, folded, between two hidden lines by which the next run finds it again.
 */
import type { Language } from '../../config/language.ts';
import { asSentence } from '../escape.ts';
import { wordsFor } from '../words/language.ts';
import { foldText, link } from './pieces.ts';
import { titleComment } from './title.ts';

/** What is being measured, as far as it is known before the load. */
export interface Subject {
  /** Name of the scenario. */
  readonly name: string;
  /** What tells it from other measurements of its name; '' where there is nothing. */
  readonly label?: string;
  /** Commit under test, in hexadecimal. */
  readonly headSha: string | null;
  /** Page of the workflow run. */
  readonly runUrl: string | null;
  /** Of the words; English where nobody said. */
  readonly language?: Language;
}

/** A result that is no longer the newest word. */
export interface EarlierResult {
  readonly headSha: string | null;
  /** The comment as it was, in Markdown. */
  readonly text: string;
}

export function renderRunning(subject: Subject, earlier: EarlierResult | null, limit: number): string {
  const { name, label, headSha } = subject;
  const words = wordsFor(subject).placeholders;
  const commit = words.commit(known(headSha));
  const sentence =
    earlier === null
      ? words.begun(commit, runOf(subject))
      : earlier.headSha !== null && earlier.headSha === headSha
        ? words.again(commit, runOf(subject))
        : words.newer(short(earlier.headSha), short(headSha), runOf(subject));
  return withEarlier(
    `## ⏳ ${words.measuring} · ${titleComment(name, label)}\n\n${sentence}`,
    subject,
    earlier,
    limit,
  );
}

/** @param why in a whole sentence, of which nothing is trusted */
export function renderStopped(
  subject: Subject,
  why: string,
  earlier: EarlierResult | null,
  limit: number,
): string {
  const words = wordsFor(subject).placeholders;
  const heading = `## ⚪ ${words.notMeasured} · ${titleComment(subject.name, subject.label)}`;
  const told = asSentence(wordsFor(subject).quoteEnglish(why));
  const sentence = words.stopped(known(subject.headSha), runOf(subject), told);
  return withEarlier(`${heading}\n\n${sentence}`, subject, earlier, limit);
}

/** @param why nothing had to be measured, in a whole sentence, of which nothing is trusted */
export function renderUntouched(
  subject: Subject,
  why: string,
  earlier: EarlierResult | null,
  limit: number,
): string {
  const words = wordsFor(subject).placeholders;
  const heading = `## ✅ ${words.nothingToMeasure} · ${titleComment(subject.name, subject.label)}`;
  const sentence = `${asSentence(why, 2000)}\n\n<sub>${words.commit(known(subject.headSha))}${runOf(subject)}</sub>`;
  return withEarlier(`${heading}\n\n${sentence}`, subject, earlier, limit);
}

/** The text with the earlier result below it; without where both don't fit, for half of it would be no Markdown. */
export function withEarlier(
  text: string,
  subject: Pick<Subject, 'headSha' | 'language'>,
  earlier: EarlierResult | null,
  limit: number,
): string {
  if (earlier === null) return text;
  const sha = earlier.headSha ?? 'unknown';
  // Markdown is not read within the line of a <summary>.
  const at = isSha(earlier.headSha) ? `<code>${earlier.headSha.slice(0, 7)}</code>` : null;
  const words = wordsFor(subject).placeholders;
  const title = earlier.headSha === subject.headSha ? words.earlier(at) : words.superseded(at);
  const whole = `${text}\n\n${START}${sha} -->\n${foldText(title, earlier.text)}\n${END}`;
  return whole.length <= limit ? whole : text;
}

/** The earlier result that such a text holds; null where it holds none. */
export function readEarlier(text: string): EarlierResult | null {
  const found = EARLIER.exec(text)?.groups;
  if (!found) return null;
  return { headSha: found.sha === 'unknown' ? null : (found.sha as string), text: found.text as string };
}

// No text of anybody else's can hold these lines: the start of an HTML comment is escaped wherever it is rendered.
const START = '<!-- tailgate:earlier sha=';
const END = '<!-- /tailgate:earlier -->';
const EARLIER =
  /^<!-- tailgate:earlier sha=(?<sha>[0-9a-f]{7,64}|unknown) -->\n<details><summary>[^\n]*<\/summary>\n\n(?<text>[\s\S]*)\n\n<\/details>\n<!-- \/tailgate:earlier -->\s*$/m;

/** Not as code: GitHub links a commit by its whole name. */
function known(sha: string | null): string | null {
  return isSha(sha) ? sha : null;
}

function short(sha: string | null): string | null {
  return isSha(sha) ? `\`${sha.slice(0, 7)}\`` : null;
}

function isSha(sha: string | null): sha is string {
  return sha !== null && /^[0-9a-f]{7,64}$/.test(sha);
}

function runOf(subject: Subject): string {
  const page = link(wordsFor(subject).placeholders.run, subject.runUrl);
  return page === null ? '' : ` (${page})`;
}
