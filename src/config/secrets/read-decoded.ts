import { ANSI, UNSEEN, UNSEEN_IN_ANSI } from '../wording/invisible.ts';
import { DECODERS, type Decoder, EVERY_ESCAPE, UNFINISHED } from './decoders.ts';

/** A text with what hides letters undone, and where each of its letters stands in the text as it came. */
export interface Reading {
  readonly text: string;
  /** Where the letter at each index of `text` begins, or the escape that it was written as; null: at that index. */
  readonly begins: Uint32Array | null;
  /** Where it ends. */
  readonly ends: Uint32Array | null;
}

interface Readings {
  readonly all: readonly Reading[];
  /** Where an escape begins that the text ends in the midst of, or could; its length where there is none. */
  readonly end: number;
  /** Whether escapes were left after the last of them: nobody writes so many into one another for people to read. */
  readonly isUnread: boolean;
}

/** How often each kind of escape is undone by itself, in each order: a URL in a JSON string, or JSON in HTML. */
const DEPTH = 2;
/** How often all kinds are undone at once. */
const MOST_PASSES = 12;
/** However a text was made, it is read no more often; what is undone first is what most writers do. */
const MOST_READINGS = 48;
/** Letters at a text's end that may be the beginning of an escape. */
const ESCAPE_LETTERS = 40;

/**
 * The text without what nobody sees, and with escapes undone: those of a backslash, of HTML, of percent signs, Base64
 * and what then has escapes again. A writer escapes whichever letters it likes, so that what it wrote can be read but
 * not foretold.
 * @param isCut the text was cut off: an escape that it ends in the midst of is left out
 */
export function readDecoded(text: string, isCut: boolean): Readings {
  let end = text.length;
  const finish = (reading: Reading): Reading => {
    const at = isCut ? unfinishedAt(reading.text) : reading.text.length;
    if (at === reading.text.length) return reading;
    end = Math.min(end, reading.begins === null ? at : (reading.begins[at] as number));
    return { ...reading, text: reading.text.slice(0, at) };
  };
  const decode = (reading: Reading, decoder: Decoder) => undoIn(reading, decoder).map(finish);
  const first = withUnbroken(withoutUnseen(finish({ text, begins: null, ends: null })));
  const all = [...first];
  const known = new Set(all.map((reading) => reading.text));
  const add = (found: readonly Reading[]) => {
    const fresh = found.filter((reading) => !known.has(reading.text)).slice(0, MOST_READINGS - all.length);
    for (const reading of fresh) known.add(reading.text);
    all.push(...fresh);
    return fresh;
  };
  let last: readonly Reading[] = first;
  for (let depth = 0; depth < DEPTH; depth++) {
    last = last.flatMap((reading) =>
      DECODERS.flatMap((decoder) => (all.length < MOST_READINGS ? add(decode(reading, decoder)) : [])),
    );
  }
  const passes = [...passesOf(first.at(-1) as Reading, decode)];
  all.push(...passes.filter((reading) => !known.has(reading.text)));
  return { all, end, isUnread: passes.length > MOST_PASSES };
}

/** The text with all escapes of single letters undone, and those that stand in what was escaped. */
export function decodeWholly(text: string): string {
  const [start] = withoutUnseen({ text, begins: null, ends: null }).slice(-1);
  return [...passesOf(start as Reading, undoIn)].at(-1)?.text ?? text;
}

type Decode = (reading: Reading, decoder: Decoder) => readonly Reading[];

/** Each pass undoes what the one before it left, until none is left. */
function* passesOf(start: Reading, decode: Decode): Generator<Reading> {
  let reading: Reading | undefined = start;
  for (let pass = 0; pass <= MOST_PASSES && reading !== undefined; pass++) {
    const [next]: readonly Reading[] = decode(reading, EVERY_ESCAPE).slice(-1);
    if (next !== undefined) yield next;
    reading = next;
  }
}

function undoIn(reading: Reading, { sign, pattern, decode }: Decoder): Reading[] {
  const undone = sign.test(reading.text) ? undo(reading, pattern, decode) : null;
  return undone === null ? [] : withoutUnseen(undone);
}

/** Where it holds terminals' sequences, both with their letters and without: some show them, some don't. */
function withoutUnseen(reading: Reading): Reading[] {
  if (!/[^\t\n\r -~]/.test(reading.text)) return [reading];
  const seen = drop(reading, UNSEEN);
  const plain = drop(drop(drop(reading, UNSEEN_IN_ANSI), ANSI), UNSEEN);
  return plain.text === seen.text ? [seen] : [seen, plain];
}

function drop(from: Reading, pattern: RegExp): Reading {
  return undo(from, pattern, () => '') ?? from;
}

/** Where the escape begins that a text may end in the midst of; its length where it doesn't. */
function unfinishedAt(text: string): number {
  const from = Math.max(0, text.length - ESCAPE_LETTERS);
  return from + text.slice(from).replace(UNFINISHED, '').length;
}

/** Also with the lines put together: what breaks them may have broken an escape. */
function withUnbroken(readings: readonly Reading[]): Reading[] {
  const last = readings.at(-1) as Reading;
  return /[\r\n]/.test(last.text) ? [...readings, drop(last, LINE_END)] : [...readings];
}

const LINE_END = /[ \t]{0,20}[\r\n]+[ \t]{0,20}/g;

/** Null where there is nothing to undo. */
function undo(
  { text, begins: before, ends: after }: Reading,
  pattern: RegExp,
  decode: (found: string) => string | null,
): Reading | null {
  const startOf = (index: number) => (before === null ? index : (before[index] as number));
  const endOf = (index: number) => (after === null ? index + 1 : (after[index] as number));
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
  for (const { 0: found, index } of text.matchAll(pattern)) {
    const letters = decode(found);
    if (letters === null) continue;
    keep(index);
    next += found.length;
    pieces.push(letters);
    for (let i = 0; i < letters.length; i++, length++) {
      begins[length] = startOf(index);
      ends[length] = endOf(next - 1);
    }
  }
  if (pieces.length === 0) return null;
  keep(text.length);
  return { text: pieces.join(''), begins, ends };
}
