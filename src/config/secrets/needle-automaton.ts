/** A state is a beginning of needles, by its letters; 0 is the empty one. */
const START = 0;

/**
 * Finds any number of needles in a text at once, each letter looked at about twice, however many needles there are (Aho
 * and Corasick, Efficient String Matching, CACM 18:6, 1975).
 */
export class NeedleAutomaton {
  /** State and letter → the state that the letter leads on to. */
  readonly #edges = new Map<number, number>();
  /** The longest end of each state that is a state itself, other than the state. */
  readonly #fallback: Int32Array;
  /** Letters of the longest needle that each state ends in; 0 where there is none. */
  readonly #longest: Int32Array;
  /** Letters of each state. */
  readonly #depth: Int32Array;

  /** @param needles lists of UTF-16 code units */
  constructor(needles: readonly (readonly number[])[]) {
    const parents: number[] = [START];
    const letters: number[] = [0];
    const depths: number[] = [0];
    const whole = new Set<number>();
    for (const needle of needles) {
      let state = START;
      for (const letter of needle) {
        let next = this.#edges.get(keyOf(state, letter));
        if (next === undefined) {
          next = parents.length;
          this.#edges.set(keyOf(state, letter), next);
          parents.push(state);
          letters.push(letter);
          depths.push((depths[state] as number) + 1);
        }
        state = next;
      }
      if (state !== START) whole.add(state);
    }
    this.#depth = Int32Array.from(depths);
    this.#fallback = new Int32Array(parents.length);
    this.#longest = new Int32Array(parents.length);
    for (const state of byDepth(this.#depth)) {
      if (state === START) continue;
      const parent = parents[state] as number;
      const back =
        parent === START ? START : this.#follow(this.#fallback[parent] as number, letters[state] as number);
      this.#fallback[state] = back;
      this.#longest[state] = whole.has(state)
        ? (this.#depth[state] as number)
        : (this.#longest[back] as number);
    }
  }

  /**
   * @param onLetter told after each letter how many letters the longest needle has that ends there (0: none), and how
   * many of the last letters a needle begins with
   */
  scan(codes: readonly number[], onLetter: (index: number, found: number, begun: number) => void): void {
    let state = START;
    for (let index = 0; index < codes.length; index++) {
      state = this.#follow(state, codes[index] as number);
      onLetter(index, this.#longest[state] as number, this.#depth[state] as number);
    }
  }

  #follow(from: number, letter: number): number {
    for (let state = from; ; state = this.#fallback[state] as number) {
      const next = this.#edges.get(keyOf(state, letter));
      if (next !== undefined) return next;
      if (state === START) return START;
    }
  }
}

function keyOf(state: number, letter: number): number {
  return state * 0x10000 + letter;
}

/** The states, those of fewer letters first. */
function byDepth(depths: Int32Array): Uint32Array {
  const order = Uint32Array.from(depths.keys());
  return order.sort((a, b) => (depths[a] as number) - (depths[b] as number));
}
