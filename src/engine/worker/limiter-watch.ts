import type { Limiting } from '../round.ts';

/** Load is looked at in pieces so long; one without a response says nothing, and is left out. */
const PIECE_MS = 1000;
/** Of a piece's responses. A limiter with a bucket goes on letting through what its refill allows. */
const NEARLY_ALL = 0.9;
/** So many pieces in a row end a run: a burst that a limiter cuts off is over by then. */
const PIECES = 5;
/** Where it asks for a wait of a minute or more, nothing better will come of waiting. */
const LONG_WAIT_SECONDS = 60;
const PIECES_OF_LONG_WAIT = 2;
/** Fewer responses in all of them might be chance. */
const FEWEST_RESPONSES = 20;

interface Piece {
  responses: number;
  limited: number;
  retryAfterSeconds: number | null;
}

const emptyPiece = (): Piece => ({ responses: 0, limited: 0, retryAfterSeconds: null });

/**
 * Tells a rate limiter that has shut the door from one that sheds some load while it goes on answering: that one is for
 * the judgement. It outlives rounds, for a round may be shorter than what it takes to be sure, and the warm-up counts.
 * Only the 429 of RFC 6585 says that a client asked too often. A 503, with a Retry-After or without, is a service that
 * can't answer: an error, which is the service's own.
 */
export class LimiterWatch {
  readonly #shut: Piece[] = [];
  #piece = emptyPiece();
  /** Load that the piece has had. */
  #pieceMs = 0;
  #seenMs = 0;

  /** What went by since the last round was no load. */
  start(nowMs: number): void {
    this.#seenMs = nowMs;
  }

  see(limited: boolean, retryAfterSeconds: number | null): void {
    this.#piece.responses++;
    if (!limited) return;
    this.#piece.limited++;
    if (retryAfterSeconds !== null)
      this.#piece.retryAfterSeconds = Math.max(this.#piece.retryAfterSeconds ?? 0, retryAfterSeconds);
  }

  /** To be called often while there is load. @returns what it does to the last pieces; null while it lets through */
  limited(nowMs: number): Limiting | null {
    this.#pieceMs += nowMs - this.#seenMs;
    this.#seenMs = nowMs;
    if (this.#pieceMs >= PIECE_MS) this.#close();
    const retryAfterSeconds = this.#shut.reduce<number | null>(
      (longest, piece) =>
        piece.retryAfterSeconds === null ? longest : Math.max(longest ?? 0, piece.retryAfterSeconds),
      null,
    );
    const waits = retryAfterSeconds !== null && retryAfterSeconds >= LONG_WAIT_SECONDS;
    const responses = this.#sum((piece) => piece.responses);
    if (this.#shut.length < (waits ? PIECES_OF_LONG_WAIT : PIECES) || responses < FEWEST_RESPONSES)
      return null;
    return {
      share: this.#sum((piece) => piece.limited) / responses,
      seconds: (this.#shut.length * PIECE_MS) / 1000,
      retryAfterSeconds,
    };
  }

  #close(): void {
    const piece = this.#piece;
    this.#piece = emptyPiece();
    this.#pieceMs = 0;
    if (piece.responses === 0) return;
    if (piece.limited >= NEARLY_ALL * piece.responses) this.#shut.push(piece);
    else this.#shut.length = 0;
    if (this.#shut.length > PIECES) this.#shut.shift();
  }

  #sum(of: (piece: Piece) => number): number {
    return this.#shut.reduce((sum, piece) => sum + of(piece), 0);
  }
}

/** What it does to all workers together, the least to any of them; null while one is let through. */
export function limitedTogether(workers: readonly (Limiting | null)[]): Limiting | null {
  const limited = workers.filter((worker) => worker !== null);
  if (limited.length < workers.length) return null;
  const waits = limited.flatMap(({ retryAfterSeconds }) => retryAfterSeconds ?? []);
  return {
    share: Math.min(...limited.map(({ share }) => share)),
    seconds: Math.min(...limited.map(({ seconds }) => seconds)),
    retryAfterSeconds: waits.length > 0 ? Math.max(...waits) : null,
  };
}
