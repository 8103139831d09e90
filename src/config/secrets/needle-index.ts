/** Letters by which needles are looked up; none is shorter. */
const PREFIX = 8;

/**
 * Finds as many needles as a thousand users' tokens come to: it keeps each once as a text, where the states of an
 * automaton would take fifty times as much. A place of a text is looked at twice only where a needle may begin there.
 */
export class NeedleIndex {
  /** In order, so that all that begin alike stand together. */
  readonly #sorted: readonly string[];
  /** Of each, the longest other one that it begins with; -1 where there is none. */
  readonly #within: Int32Array;
  readonly #prefixes: ReadonlySet<string>;
  readonly #longest: number;

  /** @param needles lists of UTF-16 code units, of eight at least */
  constructor(needles: readonly (readonly number[])[]) {
    const sorted = [...new Set(needles.map(textOf))].sort();
    this.#sorted = sorted;
    this.#within = new Int32Array(sorted.length);
    this.#prefixes = new Set(sorted.map((needle) => needle.slice(0, PREFIX)));
    this.#longest = sorted.reduce((most, { length }) => Math.max(most, length), 0);
    for (const [i, needle] of sorted.entries()) {
      let before = i - 1;
      while (before >= 0 && !needle.startsWith(sorted[before] as string))
        before = this.#within[before] as number;
      this.#within[i] = before;
    }
  }

  /** As that of `NeedleAutomaton`; how many letters have begun is told of the last one alone. */
  scan(codes: readonly number[], onLetter: (index: number, found: number, begun: number) => void): void {
    const text = textOf(codes);
    const found = new Int32Array(text.length);
    for (let at = 0; at + PREFIX <= text.length; at++) {
      if (!this.#prefixes.has(text.slice(at, at + PREFIX))) continue;
      const length = this.#lengthAt(text, at);
      if (length > 0) found[at + length - 1] = Math.max(length, found[at + length - 1] as number);
    }
    const last = text.length - 1;
    for (let index = 0; index <= last; index++)
      onLetter(index, found[index] as number, index === last ? this.#begun(text) : 0);
  }

  /** Of the longest needle that stands there. */
  #lengthAt(text: string, at: number): number {
    const here = text.slice(at, at + this.#longest);
    let i = this.#firstFrom(here);
    if (this.#sorted[i] !== here) i--;
    while (i >= 0 && !here.startsWith(this.#sorted[i] as string)) i = this.#within[i] as number;
    return i < 0 ? 0 : (this.#sorted[i] as string).length;
  }

  /** How many of the last letters a needle begins with. */
  #begun(text: string): number {
    for (let at = Math.max(0, text.length - this.#longest); at < text.length; at++) {
      const end = text.slice(at);
      if (this.#sorted[this.#firstFrom(end)]?.startsWith(end)) return end.length;
    }
    return 0;
  }

  /** Index of the first needle that isn't before the text. */
  #firstFrom(text: string): number {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle] as string) < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** In portions: a function takes only so many arguments. */
function textOf(codes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < codes.length; at += 8192) text += String.fromCharCode(...codes.slice(at, at + 8192));
  return text;
}
