import type { Capture } from '../../config/scenario.ts';
import { decodeField } from '../decode-field.ts';
import { LONGEST_CAPTURE } from '../longest-capture.ts';
import { ownCopy } from '../own-copy.ts';
import type { InspectedBody } from './body.ts';
import { resolvePointer, sourceAt } from './pointer.ts';
import type { InspectedResponse } from './response.ts';
import { showFound } from './show.ts';

/** A captured value, or what was found instead of one. */
type Extracted = { readonly value: string } | { readonly value: null; readonly found: string };

/** Where a capture looks, in a sentence. */
export function whereOf({ from }: Capture): string {
  if ('json' in from) return from.json === '' ? 'as the whole document' : `at ${from.json}`;
  if ('header' in from) return `in the header ${from.header}`;
  if ('cookie' in from) return `in the cookie ${from.cookie}`;
  return `between ${JSON.stringify(from.after.slice(0, 80))} and ${JSON.stringify(from.before.slice(0, 80))}`;
}

/** @param names of its JSON Pointer; empty where it has none */
export function extract(
  capture: Capture,
  response: InspectedResponse,
  body: InspectedBody,
  names: readonly string[],
): Extracted {
  const { from } = capture;
  if ('json' in from) {
    const json = body.json();
    return json.isJson ? usable(capture, wordAt(json.document, json.text, names)) : none(json.why);
  }
  if ('header' in from) return usable(capture, fieldOf(response.headers.get(from.header)));
  if ('cookie' in from) return usable(capture, fieldOf(cookieOf(response.setCookies, from.cookie)));
  const read = body.text();
  if (read.text === null) return none(read.why);
  return between(capture, read.text, from);
}

/** As it is written: a number of 19 digits, or one that ends with zeros, is no number to whoever handed it out. */
function wordAt(document: unknown, text: string, names: readonly string[]): unknown {
  const value = resolvePointer(document, names);
  if (typeof value === 'number') return short(sourceAt(text, names));
  return typeof value === 'boolean' ? String(value) : value;
}

function fieldOf(value: string | undefined): string | undefined {
  return value === undefined ? undefined : short(decodeField(value));
}

/** The last one of that name, which is the one that counts. */
function cookieOf(lines: readonly string[], name: string): string | undefined {
  for (let i = lines.length - 1; i >= 0; i--) {
    const [pair = ''] = (lines[i] as string).split(';', 1);
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

function between(
  capture: Capture,
  text: string,
  { after, before }: { readonly after: string; readonly before: string },
): Extracted {
  const mark = text.indexOf(after);
  if (mark < 0) return none(`a text of ${text.length} letters without the first`);
  const start = mark + after.length;
  const end = text.indexOf(before, start);
  if (end < 0) return none('the first alone');
  return usable(capture, short(text.slice(start, end)));
}

/** Out of the response's text, of which nothing else is kept. What is too long to be captured is told and left. */
function short(found: string): string {
  return found.length > LONGEST_CAPTURE ? found : ownCopy(found);
}

function usable({ inHeader }: Capture, value: unknown): Extracted {
  if (typeof value !== 'string' || value === '') return none(showFound(value));
  if (value.length > LONGEST_CAPTURE)
    return none(`${value.length} characters, but at most ${LONGEST_CAPTURE} are allowed`);
  // It would end what is written of it to the wire.
  if (!value.isWellFormed()) return none('half a letter (a surrogate without its other half)');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (inHeader && /[\u0000-\u001f\u007f]/.test(value))
    return none('control characters, but it is used in a header');
  return { value };
}

function none(found: string): Extracted {
  return { value: null, found };
}
