import { type Blanks, foldLetters } from './fold.ts';
import { NeedleAutomaton } from './needle-automaton.ts';
import { NeedleIndex } from './needle-index.ts';
import { decodeWholly, type Reading, readDecoded } from './read-decoded.ts';
import { writeForms } from './secret-forms.ts';

/** A shorter secret can't be told from ordinary text. */
export const SHORTEST_SECRET = 4;

/** So many letters are found by chance in no text, whatever stands between them. */
const LONG = 8;

/** Letters of needles, all together, for which an automaton stays small. */
const MOST_STATES = 200_000;

type Needles = Pick<NeedleAutomaton, 'scan'>;

/** Letters of a text that say a secret. */
export interface SecretSpan {
  readonly start: number;
  readonly end: number;
}

interface Found {
  /** In order, none touching another. */
  readonly spans: readonly SecretSpan[];
  /** Where the text has to be cut so that it does not end in the beginning of a secret; its length where it doesn't. */
  readonly end: number;
  /** It is escaped so often that nobody can tell what it says. */
  readonly isUnread: boolean;
}

/** Looks for secrets in texts, in whichever way they are written there. */
export class SecretFinder {
  readonly #short: Needles | null;
  readonly #long: Needles | null;

  constructor(secrets: readonly string[]) {
    const forms = [...new Set(secrets.filter(({ length }) => length >= SHORTEST_SECRET).flatMap(writeForms))];
    // A text with all escapes undone says a secret without its own, too.
    const decoded = forms.map(decodeWholly).filter((form) => form.length >= LONG);
    const all = [...new Set([...forms, ...decoded])];
    const long = all.map((form) => foldLetters(form, 'dropped').codes);
    const short = all
      .filter((_, i) => (long[i]?.length ?? 0) < LONG)
      .map((form) => foldLetters(form, 'folded').codes);
    this.#long = build(long, LONG);
    this.#short = build(short, SHORTEST_SECRET);
  }

  /** @param isCut the text goes on where it ends */
  find(text: string, isCut: boolean): Found {
    const { all, end: finished, isUnread } = readDecoded(text, isCut);
    const starts = new Map<number, number>();
    let end = finished;
    for (const reading of all) {
      for (const [automaton, blanks] of this.#views()) {
        end = Math.min(end, search(reading, automaton, blanks, isCut, starts));
      }
    }
    return { spans: merge(starts, text.length), end, isUnread };
  }

  *#views(): Generator<readonly [Needles, Blanks]> {
    if (this.#long !== null) yield [this.#long, 'dropped'];
    if (this.#short === null) return;
    yield [this.#short, 'folded'];
    yield [this.#short, 'unwrapped'];
  }
}

function build(needles: readonly (readonly number[])[], shortest: number): Needles | null {
  const usable = needles.filter(({ length }) => length >= shortest);
  if (usable.length === 0) return null;
  const letters = usable.reduce((sum, { length }) => sum + length, 0);
  return shortest === LONG && letters > MOST_STATES ? new NeedleIndex(usable) : new NeedleAutomaton(usable);
}

/**
 * Notes where secrets stand in the text that was read: by their end, the first letter of the longest.
 * @returns where the beginning of one stands at the end; else a place behind it
 */
function search(
  { text, begins, ends }: Reading,
  automaton: Needles,
  blanks: Blanks,
  isCut: boolean,
  starts: Map<number, number>,
): number {
  const folded = foldLetters(text, blanks);
  const startOf = (index: number) => {
    const at = folded.begins[index] as number;
    return begins === null ? at : (begins[at] as number);
  };
  const endOf = (index: number) => {
    const at = (folded.ends[index] as number) - 1;
    return ends === null ? at + 1 : (ends[at] as number);
  };
  let tail = Number.POSITIVE_INFINITY;
  automaton.scan(folded.codes, (index, found, begun) => {
    if (found > 0) {
      const [start, end] = [startOf(index - found + 1), endOf(index)];
      starts.set(end, Math.min(start, starts.get(end) ?? start));
    }
    if (isCut && begun > 0 && index === folded.codes.length - 1) tail = startOf(index - begun + 1);
  });
  return tail;
}

/** From ends and their starts, those that overlap in one. */
function merge(starts: ReadonlyMap<number, number>, length: number): SecretSpan[] {
  const spans: SecretSpan[] = [];
  let current: { start: number; end: number } | null = null;
  for (let end = length; end > 0; end--) {
    const start = starts.get(end);
    if (start === undefined) continue;
    if (current !== null && end > current.start) current.start = Math.min(current.start, start);
    else {
      current = { start, end };
      spans.push(current);
    }
  }
  return spans.reverse();
}
