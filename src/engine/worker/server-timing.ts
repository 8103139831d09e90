/** Server-Timing (W3C): what a service tells of the time that a response took it. */

const HEADER = 'server-timing';
/** Of a response's headers of that name together; what goes on beyond is cut off. */
const LONGEST = 4096;
/** Durations of one response. */
const MOST_DURATIONS = 64;
/** Letters of a name. */
const LONGEST_NAME = 60;
/** An hour: nothing that a response waited for took longer. */
const LONGEST_MS = 3_600_000;

const [COMMA, SEMICOLON, EQUALS, QUOTE, BACKSLASH, SPACE, TAB] = [44, 59, 61, 34, 92, 32, 9];

/**
 * Picks the header out of a head, or a trailer, while it is parsed. A parser gives names and values in pieces where the
 * network cut them; of any other header no more than a letter is looked at.
 */
export class TimingHeader {
  /** The header's value, several joined by commas; '' where there is none. */
  text = '';
  /** Letters of the name so far that fit; −1 where one didn't. */
  #fits = -1;
  #inName = false;
  #inValue = false;

  reset(): void {
    this.text = '';
    this.#fits = -1;
    this.#inName = false;
    this.#inValue = false;
  }

  name(bytes: Uint8Array, from: number, length: number): void {
    if (!this.#inName) this.#fits = 0;
    this.#inName = true;
    this.#inValue = false;
    for (let i = 0; i < length && this.#fits >= 0; i++) {
      // Letters of either case; the hyphen has that bit set already.
      const letter = (bytes[from + i] as number) | 0x20;
      this.#fits = letter === HEADER.charCodeAt(this.#fits) ? this.#fits + 1 : -1;
    }
  }

  value(bytes: Buffer, from: number, length: number): void {
    this.#inName = false;
    if (this.#fits !== HEADER.length || this.text.length >= LONGEST) return;
    if (!this.#inValue && this.text !== '') this.text += ',';
    this.#inValue = true;
    this.text += bytes.toString('latin1', from, from + Math.min(length, LONGEST - this.text.length));
  }
}

/**
 * Gives each duration of a header to `see`, one that has none or no sensible one to nobody. What isn't as the syntax
 * asks is skipped up to the next comma.
 */
export function readServerTiming(header: string, see: (name: string, ms: number) => void): void {
  let seen = 0;
  let at = 0;
  while (at < header.length && seen < MOST_DURATIONS) {
    at = skipBlanks(header, at);
    const nameEnd = tokenEnd(header, at);
    const name = header.slice(at, Math.min(nameEnd, at + LONGEST_NAME));
    at = skipBlanks(header, nameEnd);
    let ms: number | null = null;
    while (header.charCodeAt(at) === SEMICOLON) {
      const from = skipBlanks(header, at + 1);
      const to = tokenEnd(header, from);
      at = skipBlanks(header, to);
      if (header.charCodeAt(at) !== EQUALS) continue;
      const valueFrom = skipBlanks(header, at + 1);
      at = valueEnd(header, valueFrom);
      // Of several the first counts, as the standard says.
      if (ms === null && to - from === 3 && header.slice(from, to).toLowerCase() === 'dur')
        ms = durationIn(header.slice(valueFrom, at));
      at = skipBlanks(header, at);
    }
    if (name !== '' && ms !== null && ms >= 0 && (at >= header.length || header.charCodeAt(at) === COMMA)) {
      see(name, ms);
      seen++;
    }
    at = nextComma(header, at) + 1;
  }
}

/** NaN where it is no length of time. */
function durationIn(value: string): number {
  const text = value.charCodeAt(0) === QUOTE ? value.slice(1, -1) : value;
  const ms = /^[\d.][\d.e+-]*$/i.test(text) ? Number(text) : Number.NaN;
  return ms <= LONGEST_MS ? ms : Number.NaN;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === SPACE || text.charCodeAt(at) === TAB) at++;
  return at;
}

function tokenEnd(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === SEMICOLON || code === EQUALS || code === QUOTE) break;
    if (code <= SPACE || code >= 127) break;
  }
  return at;
}

/** Of a token, or of a text in quotes with the quotes. */
function valueEnd(text: string, from: number): number {
  return text.charCodeAt(from) === QUOTE ? quotedEnd(text, from) : tokenEnd(text, from);
}

function quotedEnd(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return Math.min(text.length, at + 1);
}

function nextComma(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== COMMA)
    at = text.charCodeAt(at) === QUOTE ? quotedEnd(text, at) : at + 1;
  return at;
}
