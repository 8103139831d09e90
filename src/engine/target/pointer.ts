/**
 * The value that a JSON Pointer names (RFC 6901), or undefined.
 * @param pointer '' is the whole document, '/a/0' an element, '~1' a slash and '~0' a tilde in a name
 */
export function resolvePointer(document: unknown, pointer: string): unknown {
  let value = document;
  for (const name of namesOf(pointer)) {
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
export function sourceAt(text: string, pointer: string): string {
  let at = skipBlanks(text, 0);
  for (const name of namesOf(pointer)) at = findMember(text, at, name);
  return text.slice(at, endOfValue(text, at));
}

function namesOf(pointer: string): string[] {
  if (pointer === '') return [];
  const names = pointer.slice(1).split('/');
  return names.map((escaped) => escaped.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Where the value of that name begins; of two of one name the last one counts, as for JSON.parse. */
function findMember(text: string, start: number, name: string): number {
  const isList = text[start] === '[';
  let found = -1;
  let at = skipBlanks(text, start + 1);
  for (let index = 0; text[at] !== ']' && text[at] !== '}'; index++) {
    let key = String(index);
    if (!isList) {
      const end = endOfValue(text, at);
      key = JSON.parse(text.slice(at, end)) as string;
      at = skipBlanks(text, skipBlanks(text, end) + 1); // The colon.
    }
    if (key === name) found = at;
    at = skipBlanks(text, endOfValue(text, at));
    if (text[at] === ',') at = skipBlanks(text, at + 1);
  }
  if (found < 0) throw new RangeError('a pointer that was resolved names nothing');
  return found;
}

function endOfValue(text: string, start: number): number {
  let depth = 0;
  let at = start;
  do {
    const letter = text[at] as string;
    if (letter === '"') at = endOfString(text, at);
    else if (letter === '{' || letter === '[') {
      depth++;
      at++;
    } else if (letter === '}' || letter === ']') {
      depth--;
      at++;
    } else if (depth > 0) at++;
    else while (at < text.length && !/[\s,\]}]/.test(text[at] as string)) at++;
  } while (depth > 0);
  return at;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (/\s/.test(text[at] ?? '.')) at++;
  return at;
}
