/**
 * Letters in a value of the environment that hardly anybody means: a line break that came with the secret, a zero-width
 * space out of a web page. A message names their kind and place, and never the value.
 */

/** Where a value begins or ends: any blank, and what can't be seen. Inside, blanks are ordinary. */
const AT_ENDS = /[\s\p{Cf}\p{Cc}]/u;
const INSIDE = /\p{Cf}|(?! )\p{Zs}|(?![\t\r\n])\p{Cc}/u;

/** What is odd about a value: `ends with a line break`; null where nothing is. */
export function findOddity(value: string): string | null {
  const letters = [...value];
  const ends = [letters[0], letters.at(-1)].some((letter) => letter !== undefined && AT_ENDS.test(letter));
  return describeLetter(value, ends ? AT_ENDS : INSIDE);
}

/** What is odd about variables of the environment, by name and value. */
export function odditiesOf(read: ReadonlyMap<string, string>): string[] {
  return [...read].flatMap(([name, value]) => {
    const oddity = findOddity(value);
    return oddity === null ? [] : [`the value of ${name} in the environment ${oddity}`];
  });
}

/**
 * Which of the letters that a pattern fits a value has, and where: `begins with a space`, `has a tab in it`.
 * @param pattern of one letter; what stands at the value's end or beginning is told first
 */
export function describeLetter(value: string, pattern: RegExp): string | null {
  const letters = [...value];
  const [first, last] = [letters[0], letters.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (pattern.test(last)) return `ends with ${nameLetter(last)}`;
  if (pattern.test(first)) return `begins with ${nameLetter(first)}`;
  const inside = letters.find((letter) => pattern.test(letter));
  return inside === undefined ? null : `has ${nameLetter(inside)} in it`;
}

const NAMES: Readonly<Record<string, string>> = {
  '\n': 'a line break',
  '\r': 'a carriage return',
  '\t': 'a tab',
  ' ': 'a space',
};

function nameLetter(letter: string): string {
  const name = NAMES[letter];
  if (name !== undefined) return name;
  const code = `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  if (/\p{Cc}/u.test(letter)) return `a control character (${code})`;
  if (/\p{Cf}/u.test(letter)) return `an invisible character (${code})`;
  if (/\p{Z}/u.test(letter)) return `an unusual space (${code})`;
  // It may be one of the secret's own.
  return 'a letter outside ASCII';
}
