import { isBlank, isIndex, isName } from './pointer.ts';

/** What is found in a text that is JSON: how the value is written that the names lead to; null where they lead nowhere. */
interface Scanned {
  readonly source: string | null;
}

/**
 * Goes through a text once, as JSON.parse does and by the same rules (RFC 8259), and makes nothing of it but what is
 * asked for: of a long text that takes a fraction of the time, and leaves nothing behind.
 * @param names of a JSON Pointer; of two members of one name the last one counts, as for JSON.parse
 * @returns null where the text is no JSON
 */
export function scanFor(text: string, names: readonly string[]): Scanned | null {
  const scan = new Scan(text, names);
  return scan.run() ? { source: scan.source } : null;
}

const [QUOTE, BACKSLASH, COMMA, COLON, MINUS, PLUS, POINT] = [
  0x22, 0x5c, 0x2c, 0x3a, 0x2d, 0x2b, 0x2e,
] as const;
const [ZERO, NINE] = [0x30, 0x39] as const;
const [LIST, LIST_END, OBJECT, OBJECT_END] = [0x5b, 0x5d, 0x7b, 0x7d] as const;
const [SMALL_E, LARGE_E, SMALL_U] = [0x65, 0x45, 0x75] as const;
/** The last of the control characters, which a text has to escape. */
const LAST_CONTROL = 0x1f;
const WORDS = ['true', 'false', 'null'];

/** Each step leaves `#at` behind what it has read, and is false where that isn't JSON. */
class Scan {
  readonly #text: string;
  readonly #names: readonly string[];
  #at = 0;
  #found: readonly [start: number, end: number] | null = null;

  constructor(text: string, names: readonly string[]) {
    this.#text = text;
    this.#names = names;
  }

  get source(): string | null {
    return this.#found === null ? null : this.#text.slice(...this.#found);
  }

  run(): boolean {
    this.#blanks();
    if (!this.#lookIn(0)) return false;
    this.#blanks();
    return this.#at === this.#text.length;
  }

  /** Reads a value that may hold the one that is looked for. @param level how many names led to it */
  #lookIn(level: number): boolean {
    const start = this.#at;
    const name = this.#names[level];
    if (name === undefined) {
      if (!this.#skip()) return false;
      this.#found = [start, this.#at];
      return true;
    }
    const code = this.#text.charCodeAt(start);
    if (code === OBJECT) return this.#lookInMembers(name, level);
    return code === LIST && isIndex(name) ? this.#lookInList(Number(name), level) : this.#skip();
  }

  #lookInMembers(name: string, level: number): boolean {
    if (this.#opens(OBJECT_END)) return true;
    for (;;) {
      const start = this.#at;
      if (!this.#string()) return false;
      const isMeant = isName(this.#text, start, this.#at, name);
      if (!this.#colon()) return false;
      // What an earlier member of that name held, counts no more.
      if (isMeant) this.#found = null;
      if (!(isMeant ? this.#lookIn(level + 1) : this.#skip())) return false;
      if (this.#ends(OBJECT_END)) return true;
      if (!this.#comma()) return false;
    }
  }

  #lookInList(wanted: number, level: number): boolean {
    if (this.#opens(LIST_END)) return true;
    for (let index = 0; ; index++) {
      if (!(index === wanted ? this.#lookIn(level + 1) : this.#skip())) return false;
      if (this.#ends(LIST_END)) return true;
      if (!this.#comma()) return false;
    }
  }

  /** Reads a value, however deep: what is open stands in a list. */
  #skip(): boolean {
    const open: number[] = [];
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      let isOpen = false;
      if (code === OBJECT || code === LIST) {
        const end = code + 2;
        isOpen = !this.#opens(end);
        if (isOpen) open.push(end);
        if (isOpen && code === OBJECT && !this.#key()) return false;
      } else if (!this.#simple(code)) return false;
      while (!isOpen) {
        const end = open[open.length - 1];
        if (end === undefined) return true;
        if (this.#ends(end)) open.pop();
        else {
          if (!this.#comma() || (end === OBJECT_END && !this.#key())) return false;
          isOpen = true;
        }
      }
    }
  }

  /** Behind an opening bracket. @returns whether it closes at once */
  #opens(end: number): boolean {
    this.#at++;
    this.#blanks();
    if (this.#text.charCodeAt(this.#at) !== end) return false;
    this.#at++;
    return true;
  }

  #ends(end: number): boolean {
    this.#blanks();
    if (this.#text.charCodeAt(this.#at) !== end) return false;
    this.#at++;
    return true;
  }

  #comma(): boolean {
    if (this.#text.charCodeAt(this.#at) !== COMMA) return false;
    this.#at++;
    this.#blanks();
    return true;
  }

  #colon(): boolean {
    this.#blanks();
    if (this.#text.charCodeAt(this.#at) !== COLON) return false;
    this.#at++;
    this.#blanks();
    return true;
  }

  #key(): boolean {
    return this.#string() && this.#colon();
  }

  #simple(code: number): boolean {
    if (code === QUOTE) return this.#string();
    if (code === MINUS || isDigit(code)) return this.#number();
    const word = WORDS.find((one) => this.#text.startsWith(one, this.#at));
    this.#at += word?.length ?? 0;
    return word !== undefined;
  }

  #string(): boolean {
    const text = this.#text;
    if (text.charCodeAt(this.#at) !== QUOTE) return false;
    for (let at = this.#at + 1; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.#at = at + 1;
        return true;
      }
      if (code <= LAST_CONTROL) return false;
      if (code !== BACKSLASH) continue;
      at++;
      if (text.charCodeAt(at) === SMALL_U) {
        for (const last = at + 4; at < last; ) if (!isHex(text.charCodeAt(++at))) return false;
      } else if (!'"\\/bfnrt'.includes(text.charAt(at)) || at >= text.length) return false;
    }
    return false;
  }

  #number(): boolean {
    const code = () => this.#text.charCodeAt(this.#at);
    if (code() === MINUS) this.#at++;
    if (code() === ZERO) this.#at++;
    else if (!this.#digits()) return false;
    if (code() === POINT) {
      this.#at++;
      if (!this.#digits()) return false;
    }
    if (code() !== SMALL_E && code() !== LARGE_E) return true;
    this.#at++;
    if (code() === PLUS || code() === MINUS) this.#at++;
    return this.#digits();
  }

  /** One at least. */
  #digits(): boolean {
    const start = this.#at;
    while (isDigit(this.#text.charCodeAt(this.#at))) this.#at++;
    return this.#at > start;
  }

  #blanks(): void {
    while (isBlank(this.#text.charCodeAt(this.#at))) this.#at++;
  }
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

function isHex(code: number): boolean {
  const letter = code | 0x20;
  return isDigit(code) || (letter >= 0x61 && letter <= 0x66);
}
