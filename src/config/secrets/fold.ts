/**
 * Texts as they are compared where a secret is looked for: without what differs between two texts that a reader takes
 * for the same, and letters of Base64 in one of its two alphabets.
 */

/** What becomes of white space, of which a writer may put in more, less, or a line's end. */
export type Blanks =
  /** Any amount is one blank, and a plus sign is one, too, as forms write it. */
  | 'folded'
  /** The same, but where a line ends in it: there a word may have been broken. */
  | 'unwrapped'
  /** All of it is left out, hyphens too: for what is too long to be found by chance. */
  | 'dropped';

interface Folded {
  readonly codes: readonly number[];
  /** Where in the text each of them begins, and behind which index it ends. */
  readonly begins: readonly number[];
  readonly ends: readonly number[];
}

const BLANK = 0x2b; // a plus sign
const [HYPHEN, UNDERSCORE, SLASH] = [0x2d, 0x5f, 0x2f];

export function foldLetters(text: string, blanks: Blanks): Folded {
  const [codes, begins, ends]: [number[], number[], number[]] = [[], [], []];
  const push = (code: number, begin: number, end: number) => {
    codes.push(code);
    begins.push(begin);
    ends.push(end);
  };
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (isBlank(code)) {
      const begin = at;
      let breaks = false;
      for (; at < text.length && isBlank(text.charCodeAt(at)); at++) breaks ||= isBreak(text.charCodeAt(at));
      if (blanks === 'folded' || (blanks === 'unwrapped' && !breaks)) push(BLANK, begin, at);
      continue;
    }
    const next = at + (code >= 0xd800 && code < 0xdc00 ? 2 : 1);
    const letters = code < 0x80 ? null : lettersOf(text.slice(at, next));
    if (letters === null) {
      const plain = plainOf(code);
      if (blanks !== 'dropped' || plain !== BLANK) push(plain, at, next);
    } else {
      for (const letter of letters) if (blanks !== 'dropped' || letter !== BLANK) push(letter, at, next);
    }
    at = next;
  }
  return { codes, begins, ends };
}

function isBlank(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 9 && code <= 13);
  return (
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x3000 && /\s/.test(String.fromCharCode(code)))
  );
}

function isBreak(code: number): boolean {
  return code === 10 || code === 13 || code === 0x2028 || code === 0x2029;
}

function plainOf(code: number): number {
  if (code === HYPHEN) return BLANK;
  return code === UNDERSCORE ? SLASH : code;
}

/** Of a letter outside ASCII, what it is without its marks and its width; most texts have few different ones. */
const known = new Map<string, readonly number[]>();
const MOST_KNOWN = 5000;

function lettersOf(letter: string): readonly number[] {
  const before = known.get(letter);
  if (before !== undefined) return before;
  const plain = letter
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu, '');
  const codes = Array.from({ length: plain.length }, (_, i) => plainOf(plain.charCodeAt(i))).map((code) =>
    isBlank(code) ? BLANK : code,
  );
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(letter, codes);
  return codes;
}
