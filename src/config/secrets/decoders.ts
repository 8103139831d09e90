/** How writers escape letters, and how each letter is read again. */
import { readNamedCharacter } from './named-characters.ts';

export interface Decoder {
  /** Whether a text may hold what it undoes. */
  readonly sign: RegExp;
  /** Global; each find is one escape. */
  readonly pattern: RegExp;
  /** What an escape stands for, never longer than itself; null where it is none. */
  decode(found: string): string | null;
}

/**
 * JSON, JavaScript, Python, PHP and C: `\u0026`, `\x26`, `\046`, `\/`. A line break or tab is one letter of a secret,
 * too.
 */
const BACKSLASH = /\\(?:u[0-9a-f]{4}|u\{[0-9a-f]{1,6}\}|x[0-9a-f]{2}|[0-3][0-7]{2}|[\s\S])/i;
const CONTROLS: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\u0007',
  e: '\u001b',
  '0': '\0',
};

/** HTML and XML. A browser needs no semicolon behind a number; `<wbr>` and `<br>` break a line and no word. */
const REFERENCE = /&(?:#x[0-9a-f]{1,8};?|#\d{1,8};?|[a-z][a-z0-9]{1,31};?)|<\/?w?br\s{0,4}\/?>/i;

/** One letter of UTF-8, else one of Latin-1, as older programs write it. */
const PERCENT =
  /%[cd][0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f](?:%[89ab][0-9a-f]){2}|%f[0-7](?:%[89ab][0-9a-f]){3}|%u[0-9a-f]{4}|%[0-9a-f]{2}/i;

/** A shorter one is found by what it has to hold, see `writeForms`. */
const BASE64 = /[A-Za-z0-9+/_-]{8,}={0,2}/;

/** Undone one after the other, in each order. */
export const DECODERS: readonly Decoder[] = [
  { sign: /\\/, pattern: new RegExp(BACKSLASH, 'gi'), decode: decodeBackslash },
  { sign: /&|<\/?w?br/i, pattern: new RegExp(REFERENCE, 'gi'), decode: decodeReference },
  { sign: /%/, pattern: new RegExp(PERCENT, 'gi'), decode: decodePercent },
  { sign: BASE64, pattern: new RegExp(BASE64, 'g'), decode: decodeBase64 },
];

/** All that escape single letters, undone at once. */
export const EVERY_ESCAPE: Decoder = {
  sign: /[\\&%]|<\/?w?br/i,
  pattern: new RegExp([BACKSLASH, REFERENCE, PERCENT].map(({ source }) => source).join('|'), 'gi'),
  decode(found) {
    if (found.startsWith('\\')) return decodeBackslash(found);
    return found.startsWith('%') ? decodePercent(found) : decodeReference(found);
  },
};

/** The beginning of an escape at the end of a text that was cut off, of a terminal's sequence too. */
export const UNFINISHED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /(?:\\(?:u\{?[0-9a-f]{0,6}|x[0-9a-f]?|[0-3][0-7]?)?|&(?:#x?[0-9a-f]{0,8}|[a-z][a-z0-9]{0,31})?|<\/?(?:w?b?r?\s{0,4}\/?)|(?:\u001b\[|\u009b)[0-?]*[ -/]*|\u001b)$|(?:%[c-f][0-9a-f](?:%[89ab][0-9a-f]){0,2})?(?:%(?:u?[0-9a-f]{0,3}))?$/i;

function decodeBackslash(found: string): string | null {
  const kind = found.charAt(1);
  if (found.length === 2) return CONTROLS[kind] ?? kind;
  if (/[0-3]/.test(kind)) return letterOf(found.slice(1), 8);
  return letterOf(found.slice(2).replace(/[{}]/g, ''), 16);
}

function decodeReference(found: string): string | null {
  if (found.startsWith('<')) return '';
  if (found.charAt(1) !== '#') return readNamedCharacter(found.slice(1));
  const [, hex, digits = ''] = /^&#(x?)([0-9a-f]+)/i.exec(found) ?? [];
  return letterOf(digits, hex === '' ? 10 : 16);
}

function decodePercent(found: string): string | null {
  if (/^%u/i.test(found)) return letterOf(found.slice(2), 16);
  try {
    return decodeURIComponent(found);
  } catch {
    return found.length === 3 ? letterOf(found.slice(1), 16) : null;
  }
}

function decodeBase64(run: string): string | null {
  const code = run.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/');
  // One letter alone is no whole byte.
  return readBytes(atob(code.slice(0, code.length - (code.length % 4 === 1 ? 1 : 0))));
}

/** UTF-8, or Latin-1 where it is none. @param binary a letter for each byte, as `atob` gives them */
export function readBytes(binary: string): string {
  const text = new TextDecoder().decode(Uint8Array.from(binary, (letter) => letter.charCodeAt(0)));
  return text.includes('\ufffd') ? binary : text;
}

function letterOf(digits: string, base: number): string | null {
  const point = Number.parseInt(digits, base);
  return point <= 0x10ffff ? String.fromCodePoint(point) : null;
}
