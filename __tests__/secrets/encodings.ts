/** How a text may hold a secret: the ways of writers, of what breaks lines, and of what nobody sees. */

interface Encoding {
  readonly name: string;
  write(secret: string): string;
  /** It writes each letter for itself, so that anything can be written in it, and read again. */
  readonly isLetterwise: boolean;
}

const NAMES: Readonly<Record<string, string>> = {
  '!': 'excl',
  '"': 'quot',
  '&': 'amp',
  "'": 'apos',
  '/': 'sol',
  '<': 'lt',
  '>': 'gt',
  _: 'lowbar',
  é: 'eacute',
  '\n': 'NewLine',
  ' ': 'nbsp',
  '-': 'hyphen',
};

const each = (text: string, write: (letter: string) => string) => [...text].map(write).join('');
const eachUnit = (text: string, write: (letter: string) => string) => text.split('').map(write).join('');
const hex = (letter: string, length: number) =>
  (letter.codePointAt(0) as number).toString(16).padStart(length, '0');
const between = (what: string) => (text: string) => [...text].join(what);
const base64 = (text: string) => Buffer.from(text).toString('base64');
const wrap = (text: string, width: number, end: string) =>
  text.replaceAll(new RegExp(`[^]{${width}}(?=[^])`, 'gu'), (line) => line + end);

const letterwise = (name: string, write: (secret: string) => string): Encoding => ({
  name,
  write,
  isLetterwise: true,
});
const other = (name: string, write: (secret: string) => string): Encoding => ({
  name,
  write,
  isLetterwise: false,
});

export const encodings: readonly Encoding[] = [
  letterwise('as it is', (text) => text),
  letterwise('in JSON', (text) => JSON.stringify(text).slice(1, -1)),
  letterwise('in JSON, every letter escaped', (text) => eachUnit(text, (unit) => `\\u${hex(unit, 4)}`)),
  letterwise('in octal digits', (text) =>
    each(text, (letter) =>
      letter < '\u0080' ? `\\${(letter.codePointAt(0) as number).toString(8).padStart(3, '0')}` : letter,
    ),
  ),
  letterwise('percent-encoded', encodeURIComponent),
  letterwise('percent-encoded, every letter', (text) =>
    Buffer.from(text).toString('hex').replaceAll(/../g, '%$&'),
  ),
  other('percent-encoded in Latin-1', (text) =>
    Buffer.from(text, 'latin1').toString('hex').replaceAll(/../g, '%$&'),
  ),
  letterwise('percent-encoded as JavaScript did', (text) => eachUnit(text, (unit) => `%u${hex(unit, 4)}`)),
  letterwise('as a form writes it', (text) => new URLSearchParams({ a: text }).toString().slice(2)),
  letterwise('in numbers of HTML', (text) => each(text, (letter) => `&#${letter.codePointAt(0)};`)),
  letterwise('in hexadecimal numbers of HTML', (text) => each(text, (letter) => `&#x${hex(letter, 2)};`)),
  letterwise('in names of HTML', (text) =>
    each(text, (letter) => (NAMES[letter] && letter !== '-' ? `&${NAMES[letter]};` : letter)),
  ),
  other('in older names of HTML', (text) => text.replaceAll('&', '&amp').replaceAll('é', '&eacute')),
  other('in Base64', base64),
  other('in Base64 of a whole sentence', (text) => base64(`user name:${text}`)),
  other('in Base64 for URLs', (text) => Buffer.from(`>>?${text}`).toString('base64url')),
  other('in Base64 of JSON', (text) => base64(JSON.stringify({ a: text }))),
  other('in Base64 of UTF-16', (text) => Buffer.from(text, 'utf16le').toString('base64')),
  other('in Base64 of Base64', (text) => base64(base64(`a:${text}`))),
  other('in Base64, in lines', (text) => wrap(base64(text), 4, '\r\n')),
  ...['\0', '\u200b', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u202e', '\u034f', '\u{e0041}', '\u0085'].map(
    (letter) => letterwise(`with U+${hex(letter, 4)} between its letters`, between(letter)),
  ),
  // Where a terminal's sequence is told by it, it ends that.
  other('with U+0007 between its letters', between('\u0007')),
  letterwise('with colours between its letters', between('\u001b[31m')),
  letterwise(
    'with a link of a terminal around it',
    (text) => `\u001b]8;;http://x\u0007${text}\u001b]8;;\u0007`,
  ),
  letterwise('with the title of a window between its letters', between('\u009d0;title\u009c')),
  letterwise('with soft hyphens of HTML', between('&shy;')),
  letterwise('with blanks of no width of HTML', between('&ZeroWidthSpace;')),
  letterwise('with breaks of HTML', between('<wbr>')),
  other('with zeros of JSON', between('\\u0000')),
  letterwise('in lines of three letters', (text) => wrap(text, 3, '\n')),
  letterwise('in lines of a mail', (text) => wrap(text, 3, '\r\n  ')),
  other('in lines of JSON', (text) => wrap(text, 3, '\\n')),
  letterwise('in Unicode’s other normal form', (text) => text.normalize('NFD')),
  other('in letters of full width', (text) =>
    each(text, (letter) =>
      letter > ' ' && letter < '\u007f'
        ? String.fromCodePoint((letter.codePointAt(0) as number) + 0xfee0)
        : letter,
    ),
  ),
  other('with marks over its letters', between('\u0336')),
  other('in UTF-8 that was taken for Latin-1', (text) => Buffer.from(text).toString('latin1')),
  other('in UTF-8 that was taken for Windows-1252', (text) =>
    new TextDecoder('windows-1252').decode(Buffer.from(text)),
  ),
];

/** Another secret of the same kinds of letters. */
export function rotate(secret: string): string {
  const turn = (letter: string, first: string, count: number) =>
    String.fromCharCode(first.charCodeAt(0) + ((letter.charCodeAt(0) - first.charCodeAt(0) + 3) % count));
  return secret
    .replace(/[a-z]/g, (letter) => turn(letter, 'a', 26))
    .replace(/[A-Z]/g, (letter) => turn(letter, 'A', 26))
    .replace(/[0-9]/g, (letter) => turn(letter, '0', 10));
}
