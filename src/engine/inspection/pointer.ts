/** A JSON Pointer (RFC 6901): '' is the whole document, '/a/0' an element, '~1' a slash and '~0' a tilde in a name. */
type Pointer = string | readonly string[];

/** Its names, without their escapes: what the functions here take as well, so that it is taken apart only once. */
export function namesOf(pointer: string): readonly string[] {
  if (pointer === '') return [];
  const names = pointer.slice(1).split('/');
  return names.map((escaped) => escaped.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value that it names, or undefined. */
export function resolvePointer(document: unknown, pointer: Pointer): unknown {
  let value = document;
  for (const name of typeof pointer === 'string' ? namesOf(pointer) : pointer) {
    if (typeof value !== 'object' || value === null) return undefined;
    if (Array.isArray(value) && !/^(0|[1-9]\d*)$/.test(name)) return undefined;
    if (!Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/**
 * The same value as it is written in the text: a number keeps all its digits, which as a double it would not. Linear in
 * the text's length for each name of the pointer.
 *
 * @param text JSON that has been parsed, and in which the pointer names something
 */
export function sourceAt(text: string, pointer: Pointer): string {
  let at = skipBlanks(text, 0);
  const names = typeof pointer === 'string' ? namesOf(pointer) : pointer;
  for (const name of names) at = findMember(text, at, name);
  return text.slice(at, endOfValue(text, at));
}

/**
 * What a list or an object holds as it is written, by index or name; of two of one name the last one, as for
 * JSON.parse. Linear in the text's length.
 *
 * @param text of a list or an object that has been parsed, from its bracket on
 */
export function partsIn(text: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  const isList = text.charCodeAt(0) === LIST;
  let at = skipBlanks(text, 1);
  while (!isEnd(text.charCodeAt(at))) {
    let name = String(parts.size);
    if (!isList) {
      const end = endOfString(text, at);
      name = JSON.parse(text.slice(at, end)) as string;
      at = skipBlanks(text, skipBlanks(text, end) + 1); // The colon.
    }
    const end = endOfValue(text, at);
    parts.set(name, text.slice(at, end));
    at = skipBlanks(text, end);
    if (text.charCodeAt(at) === COMMA) at = skipBlanks(text, at + 1);
  }
  return parts;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const [LIST, LIST_END, OBJECT, OBJECT_END] = [0x5b, 0x5d, 0x7b, 0x7d] as const;

/** Where the value of that name begins; of two of one name the last one counts, as for JSON.parse. */
function findMember(text: string, start: number, name: string): number {
  const isList = text.charCodeAt(start) === LIST;
  const element = isList ? Number(name) : -1;
  let found = -1;
  let at = skipBlanks(text, start + 1);
  for (let index = 0; !isEnd(text.charCodeAt(at)); index++) {
    // No other element has its index.
    if (index === element) return at;
    if (!isList) {
      const end = endOfString(text, at);
      const isMeant = isName(text, at, end, name);
      at = skipBlanks(text, skipBlanks(text, end) + 1); // The colon.
      if (isMeant) found = at;
    }
    at = skipBlanks(text, endOfValue(text, at));
    if (text.charCodeAt(at) === COMMA) at = skipBlanks(text, at + 1);
  }
  if (found < 0) throw new RangeError('a pointer that was resolved names nothing');
  return found;
}

/** @param start of a name in quotes, which may be written with escapes */
function isName(text: string, start: number, end: number, name: string): boolean {
  const written = text.slice(start + 1, end - 1);
  return written.includes('\\') ? JSON.parse(text.slice(start, end)) === name : written === name;
}

function endOfValue(text: string, start: number): number {
  let depth = 0;
  let at = start;
  do {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else {
      if (code === OBJECT || code === LIST) depth++;
      else if (isEnd(code)) depth--;
      else if (depth === 0) return endOfWord(text, at);
      at++;
    }
  } while (depth > 0);
  return at;
}

/** Of a number, a truth or null. */
function endOfWord(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === COMMA || isEnd(code) || isBlank(code)) break;
  }
  return at;
}

function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); ; at = text.indexOf('"', at + 1)) {
    let from = at;
    while (text.charCodeAt(from - 1) === BACKSLASH) from--;
    if ((at - from) % 2 === 0) return at + 1;
  }
}

function isEnd(code: number): boolean {
  return code === OBJECT_END || code === LIST_END;
}

/** JSON's blanks. */
function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (isBlank(text.charCodeAt(at))) at++;
  return at;
}
