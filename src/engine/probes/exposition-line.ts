/**
 * One line of Prometheus' text. Read letter by letter, and not by a pattern: whoever writes the page may write lines of
 * megabytes, over which a pattern that has to try again takes minutes.
 */

interface Line {
  readonly name: string;
  /** As they stand between the braces. */
  readonly text: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
}

const NAME = /[a-zA-Z_:][\w:]*/y;
const LABEL = /[a-zA-Z_]\w*/y;
const BLANKS = /[ \t]*/y;
const WORD = /[^ \t]+/y;
/** Up to its closing quote; a backslash takes the next letter with it. */
const QUOTED = /"[^"\\]*/y;
const QUOTED_FURTHER = /[^"\\]*/y;

/** `name{label="x"} 1`, with a timestamp or an exemplar behind it or not; null where it is none. */
export function parseLine(line: string): Line | null {
  const reader = new Reader(line);
  reader.take(BLANKS);
  const name = reader.take(NAME);
  if (name === null) return null;
  const hasBlank = reader.take(BLANKS) !== '';
  const from = reader.at + 1;
  const labels = reader.isAt('{') ? reader.labels() : NONE;
  if (labels === null) return null;
  const text = labels === NONE ? '' : line.slice(from, reader.at - 1).trim();
  if (labels === NONE ? !hasBlank : reader.take(BLANKS) === '') return null;
  const value = readValue(reader.take(WORD) ?? '');
  if (value === null) return null;
  reader.take(BLANKS);
  if (!reader.isAt('#')) reader.take(WORD);
  reader.take(BLANKS);
  return reader.isAtEnd || reader.isAt('#') ? { name, text, labels, value } : null;
}

const NONE: ReadonlyMap<string, string> = new Map();

class Reader {
  readonly #line: string;
  at = 0;

  constructor(line: string) {
    this.#line = line;
  }

  get isAtEnd(): boolean {
    return this.at >= this.#line.length;
  }

  isAt(letter: string): boolean {
    return this.#line[this.at] === letter;
  }

  take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.#line) ?? [];
    if (found === undefined) return null;
    this.at += found.length;
    return found;
  }

  /** Blanks may stand between all parts of it, and a comma before its end. */
  labels(): ReadonlyMap<string, string> | null {
    const labels = new Map<string, string>();
    this.at += 1;
    for (;;) {
      this.take(BLANKS);
      if (this.isAt('}')) break;
      const label = this.take(LABEL);
      this.take(BLANKS);
      if (label === null || !this.isAt('=')) return null;
      this.at += 1;
      this.take(BLANKS);
      const value = this.#quoted();
      if (value === null) return null;
      labels.set(label, value);
      this.take(BLANKS);
      if (this.isAt(',')) this.at += 1;
      else if (!this.isAt('}')) return null;
    }
    this.at += 1;
    return labels;
  }

  #quoted(): string | null {
    const first = this.take(QUOTED);
    if (first === null) return null;
    const parts = [first.slice(1)];
    while (this.isAt('\\')) {
      const letter = this.#line[this.at + 1] ?? '';
      parts.push(letter === 'n' ? '\n' : letter);
      this.at += 2;
      parts.push(this.take(QUOTED_FURTHER) ?? '');
    }
    if (!this.isAt('"')) return null;
    this.at += 1;
    return parts.join('');
  }
}

/** As Go writes numbers; null where it is none. */
function readValue(text: string): number | null {
  if (/^nan$/i.test(text)) return Number.NaN;
  const [, sign = '', infinite] = /^([+-]?)(inf(?:inity)?)$/i.exec(text) ?? [];
  if (infinite !== undefined) return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : null;
}
