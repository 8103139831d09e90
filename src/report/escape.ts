/**
 * Text that a pull request or a response can influence, made harmless. Two readers have to be kept from taking it for
 * markup: the Markdown parser, for which entities do, and GitHub's own pass over the finished HTML, which looks for
 * mentions, issue numbers and commits in decoded text, for which only an invisible break inside the token does. The
 * parser's search for e-mail addresses also sees decoded text, even within <code>, so the break goes everywhere.
 */

import { ANSI, INVISIBLE } from '../config/wording/invisible.ts';

const BREAK = '\u200b';

/**
 * One line of visible text: terminal sequences, control and invisible characters dropped, all white space folded into
 * single spaces, piles of combining marks thinned out. Safe for a terminal, not yet for Markdown.
 */
export function clean(text: string): string {
  return cleanPart(text).trim();
}

function cleanPart(text: string): string {
  return text
    .replace(ANSI, '')
    .replace(/\s+/gu, ' ')
    .replace(INVISIBLE, '')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .replace(/ {2,}/g, ' ');
}

/** The same, but that blanks which keep a figure and its unit together stay what they are. */
export function cleanKept(text: string): string {
  return text
    .split(/([\u00a0\u202f])/)
    .map((part, i) => (i % 2 === 1 ? part : cleanPart(part)))
    .join('')
    .trim();
}

/** Several lines, each of them clean, with the blanks that it begins with. */
export function cleanLines(text: string): string {
  const lines = text.split(/\r?\n/);
  return lines.map((line) => (/^ {1,20}/.exec(line)?.[0] ?? '') + clean(line)).join('\n');
}

/** JSON for a terminal: what one would obey or hide is escaped, which means the same to whoever parses it. */
export function asJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(INVISIBLE, (found) => {
    if (found === '\n') return found;
    const units = found.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
    return units.map((hex) => `\\u${hex}`).join('');
  });
}

/** The first `length` code points, the last of them an ellipsis where something was cut off. */
export function truncate(text: string, length: number): string {
  const points = [...text];
  return points.length <= length ? text : `${points.slice(0, length - 1).join('')}…`;
}

/**
 * Untrusted text as running text of a paragraph, a list's item or a table's cell. At the start of a line, dashes, plus
 * and equals signs and numbers with a full stop would make rules, lists and headings.
 */
export function asText(text: string, length = 600): string {
  return encode(truncate(clean(text), length)).replace(/^[-+=]|(?<=^\d{1,9})[.)](?= |$)/, entity);
}

/** The same of a text that holds figures of ours, whose blanks are kept. */
export function asSentence(text: string, length = 600): string {
  return asCell(text, length).replace(/^[-+=]|(?<=^\d{1,9})[.)](?= |$)/, entity);
}

/** And of one that begins no line, where a sign or a number means nothing. */
export function asCell(text: string, length = 600): string {
  return encode(truncate(cleanKept(text), length));
}

/**
 * Untrusted text as data. Where nothing in it could end a code span or a table's cell, it is one, and can be copied as
 * it is; anything else goes into `<code>`, encoded.
 */
export function asCode(text: string, length = 80): string {
  const shown = truncate(clean(text), length);
  if (shown === '') return '(empty)';
  return /[`|\\<>&@$]/.test(shown) ? `<code>${encode(shown)}</code>` : `\`${shown}\``;
}

/** Untrusted text to be copied, so without entities and breaks: a fence that is longer than any in the text. */
export function asFence(text: string, language: string, length = 1000): string {
  // The comment is found again by a marker in an HTML comment: none may be planted, not even where it is inert.
  const shown = truncate(clean(text), length).replaceAll('<!--', '< !--');
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}${language}\n${shown}\n${fence}`;
}

/** Lines of our own drawing, with cleaned names in them, as they are. */
export function asDrawing(lines: readonly string[]): string {
  const shown = lines.join('\n').replaceAll('<!--', '<!-–');
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}text\n${shown}\n${fence}`;
}

function encode(text: string): string {
  return text
    .replace(/www(?=\.)|:(?=\/\/)|GH-(?=\d)/gi, (start) => start + BREAK)
    .replace(/\b[0-9a-f]{7,40}\b/gi, (commit) => commit.replace(/.{4}(?=.)/g, `$&${BREAK}`))
    .replace(/[&<>|\\`@#[\]!*_~$]/g, (character) => ENTITIES[character] ?? entity(character));
}

/** `@` and `#` are also broken from what follows: see the top of this file. */
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '@': `&#64;${BREAK}`,
  '#': `&#35;${BREAK}`,
};

function entity(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}
