/** Up to so many bytes of a response that came in one piece are kept as a text. */
const LONGEST_TEXT = 16_384;

const NOWHERE = -1;

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
  #head: Buffer[] = [];
  #body: Buffer[] = [];
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
    if (this.#head.length > 0) this.#head = [];
    if (this.#body.length > 0) this.#body = [];
  }

  /** The head goes on after this piece. */
  addHead(piece: Buffer): void {
    this.#isEmpty = false;
    this.#head.push(Buffer.from(piece));
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
    if (this.#isHeadHere) this.#head.push(Buffer.from(isBody ? piece.subarray(0, this.#from) : piece));
    this.#isHeadHere = false;
    this.#copyBody(piece);
  }

  /** The head, a letter a byte; of a body that came with it, more or less may stand behind. '' where it wasn't kept. */
  head(): string {
    return this.#text ?? joined(this.#head).toString('latin1');
  }

  /** As bytes, or as a text in which a letter stands for a byte: however it is at hand. */
  body(): Buffer | string {
    if (this.#text === null) return joined(this.#body);
    return this.#from === NOWHERE ? '' : this.#text.slice(this.#from, this.#to);
  }

  #copyBody(piece: Buffer): void {
    if (this.#to > this.#from) this.#body.push(Buffer.from(piece.subarray(this.#from, this.#to)));
    this.#from = NOWHERE;
    this.#to = NOWHERE;
  }
}

/** Most come in one piece, which isn't copied again. */
function joined(pieces: readonly Buffer[]): Buffer {
  return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
}
