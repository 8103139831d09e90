/** Up to so many bytes of a response that came in one piece are kept as a text. */
const LONGEST_TEXT = 16_384;

const NOWHERE = -1;
const NOTHING = Buffer.alloc(0);

/**
 * What is kept of a response until it is looked into: its head, and the beginning of its body. Most come in one piece,
 * and are kept as one text in which a letter stands for a byte: making it is one call, where copies are several.
 */
export class KeptResponse {
  /** Nothing was kept since it was reset, as of most responses nothing is. */
  #isEmpty = true;
  /** Bytes of the body that are still to be kept; below 0 where not even the head is. */
  #wanted = -1;
  /** Null where there is none: then it is in pieces. */
  #text: string | null = null;
  readonly #head = new Pieces();
  readonly #body = new Pieces();
  /** The head ends in the piece that is being read. */
  #isHeadHere = false;
  /** In that piece, or in the text: where the body begins, and up to where it is kept; −1 where there is none. */
  #from = NOWHERE;
  #to = NOWHERE;

  reset(): void {
    if (this.#isEmpty) return;
    this.#isEmpty = true;
    this.#wanted = -1;
    this.#text = null;
    this.#isHeadHere = false;
    this.#from = NOWHERE;
    this.#to = NOWHERE;
    this.#head.clear();
    this.#body.clear();
  }

  /** The head goes on after this piece. */
  addHead(piece: Buffer): void {
    this.#isEmpty = false;
    this.#head.add(piece, 0, piece.length);
  }

  /** The head is over. @param wanted bytes of the body; below 0 the head isn't kept either */
  endHead(wanted: number): void {
    if (wanted < 0) return this.reset();
    this.#isEmpty = false;
    this.#wanted = wanted;
    this.#isHeadHere = true;
  }

  /** @param piece that is being read, in which there is more of the body */
  addBody(piece: Buffer, from: number, length: number): void {
    if (this.#wanted < 0) return;
    if (this.#from !== NOWHERE) this.#copyBody(piece);
    const keep = Math.min(length, this.#wanted);
    this.#wanted -= keep;
    this.#from = from;
    this.#to = from + keep;
  }

  /** The piece that is being read may be written over from now on. @param isWhole with it the response is over */
  endPiece(piece: Buffer, isWhole: boolean): void {
    if (this.#wanted < 0) return;
    // What comes behind a response is none of it.
    if (isWhole) this.#wanted = -1;
    const isBody = this.#from !== NOWHERE;
    const end = isBody ? this.#to : piece.length;
    const isAlone = this.#isHeadHere && this.#head.length === 0 && this.#body.length === 0;
    if (isWhole && isAlone && end <= LONGEST_TEXT) {
      this.#text = piece.toString('latin1', 0, end);
      return;
    }
    if (this.#isHeadHere) this.#head.add(piece, 0, isBody ? this.#from : piece.length);
    this.#isHeadHere = false;
    this.#copyBody(piece);
  }

  /** The head, a letter a byte; of a body that came with it, more or less may stand behind. '' where it wasn't kept. */
  head(): string {
    return this.#text ?? this.#head.bytes.toString('latin1');
  }

  /** As bytes, or as a text in which a letter stands for a byte: however it is at hand. */
  body(): Buffer | string {
    if (this.#text === null) return this.#body.bytes;
    return this.#from === NOWHERE ? '' : this.#text.slice(this.#from, this.#to);
  }

  #copyBody(piece: Buffer): void {
    if (this.#to > this.#from) this.#body.add(piece, this.#from, this.#to);
    this.#from = NOWHERE;
    this.#to = NOWHERE;
  }
}

/**
 * Bytes that come piece by piece. However small the pieces are (a chunk may have one byte), what is kept of them takes
 * twice as much memory as they are long, at most.
 */
class Pieces {
  #kept: Buffer = NOTHING;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Those that were added so far; what is added later leaves them as they are. */
  get bytes(): Buffer {
    return this.#kept.length === this.#length ? this.#kept : this.#kept.subarray(0, this.#length);
  }

  /** What is added is copied. */
  add(piece: Buffer, from: number, to: number): void {
    const length = this.#length + to - from;
    if (this.#length === 0) {
      // Most come in one piece.
      this.#kept = Buffer.from(piece.subarray(from, to));
    } else {
      if (length > this.#kept.length) {
        const larger = Buffer.allocUnsafe(Math.max(length, 2 * this.#kept.length));
        this.#kept.copy(larger, 0, 0, this.#length);
        this.#kept = larger;
      }
      piece.copy(this.#kept, this.#length, from, to);
    }
    this.#length = length;
  }

  /** What was given away stays as it is. */
  clear(): void {
    this.#kept = NOTHING;
    this.#length = 0;
  }
}
