/** A text as it came or with escapes undone, and where each of its letters stands in the text as it came. */
interface Reading {
  readonly text: string;
  /** Where the letter at `index` of `text` begins, or the escape that it was written as. */
  startOf(index: number): number;
  /** Where it ends. */
  endOf(index: number): number;
}

/** How often a text is decoded: a JSON string within a JSON string, or a URL in the query of one in HTML. */
const DEPTH = 3;

/** JSON, JavaScript, Python and PHP: `\u0026`, `\x26`, `\/`. A line break or tab is one letter of a secret, too. */
const BACKSLASH = /\\(?:u([0-9a-f]{4})|u\{([0-9a-f]{1,6})\}|x([0-9a-f]{2})|(.))/gis;
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

const REFERENCE = /&(?:#x([0-9a-f]{1,8})|#(\d{1,8})|(amp|lt|gt|quot|apos));/gi;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** One letter of UTF-8. */
const PERCENT =
  /%[0-7][0-9a-f]|%[cd][0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f](?:%[89ab][0-9a-f]){2}|%f[0-7](?:%[89ab][0-9a-f]){3}/gi;

const DECODERS: readonly { sign: string; pattern: RegExp; decode(...found: string[]): string | null }[] = [
  {
    sign: '\\',
    pattern: BACKSLASH,
    decode: (_, unit, point, byte, letter = '') =>
      unit || point || byte ? letterOf(unit || point || byte, 16) : (CONTROLS[letter] ?? letter),
  },
  {
    sign: '&',
    pattern: REFERENCE,
    decode: (_, hex, decimal, name = '') =>
      hex || decimal ? letterOf(hex || decimal, hex ? 16 : 10) : (NAMED[name.toLowerCase()] ?? null),
  },
  { sign: '%', pattern: PERCENT, decode: decodePercent },
];

/**
 * The text, and the text with escapes undone: those of a backslash, of HTML and of percent signs, and what then has
 * escapes again. A writer escapes whichever letters it likes, so that what it wrote can be read but not foretold.
 */
export function readDecoded(text: string): Reading[] {
  const readings: Reading[] = [{ text, startOf: (index) => index, endOf: (index) => index + 1 }];
  const known = new Set([text]);
  let from = 0;
  for (let depth = 0; depth < DEPTH; depth++) {
    const last = readings.slice(from);
    from = readings.length;
    for (const decoded of last.flatMap(decodeEach)) {
      if (known.has(decoded.text)) continue;
      known.add(decoded.text);
      readings.push(decoded);
    }
  }
  return readings;
}

function decodeEach(reading: Reading): Reading[] {
  return DECODERS.flatMap(({ sign, pattern, decode }) =>
    reading.text.includes(sign) ? (undo(reading, pattern, decode) ?? []) : [],
  );
}

function undo(
  { text, startOf, endOf }: Reading,
  pattern: RegExp,
  decode: (...found: string[]) => string | null,
): Reading | null {
  // A text is never longer for being decoded.
  const begins = new Uint32Array(text.length);
  const ends = new Uint32Array(text.length);
  const pieces: string[] = [];
  let length = 0;
  let next = 0;
  const keep = (until: number) => {
    pieces.push(text.slice(next, until));
    for (; next < until; next++, length++) {
      begins[length] = startOf(next);
      ends[length] = endOf(next);
    }
  };
  for (const found of text.matchAll(pattern)) {
    const letter = decode(...found);
    if (letter === null) continue;
    keep(found.index);
    next += found[0].length;
    pieces.push(letter);
    for (let i = 0; i < letter.length; i++, length++) {
      begins[length] = startOf(found.index);
      ends[length] = endOf(next - 1);
    }
  }
  if (pieces.length === 0) return null;
  keep(text.length);
  return {
    text: pieces.join(''),
    startOf: (index) => begins[index] as number,
    endOf: (index) => ends[index] as number,
  };
}

function letterOf(digits: string | undefined, base: number): string | null {
  const point = Number.parseInt(digits ?? '', base);
  return point <= 0x10ffff ? String.fromCodePoint(point) : null;
}

function decodePercent(code: string): string | null {
  try {
    return decodeURIComponent(code);
  } catch {
    return null;
  }
}
