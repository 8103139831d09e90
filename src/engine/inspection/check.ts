import type { Check, Expectation } from '../../config/scenario.ts';
import { decodeField } from '../decode-field.ts';
import type { InspectedBody } from './body.ts';
import { isEqual } from './equal.ts';
import { resolvePointer, sourceAt } from './pointer.ts';
import type { InspectedResponse } from './response.ts';
import { showExpected, showFound } from './show.ts';

/** What a check looks at: the value, how a number is written, and where it stands. */
interface Looked {
  readonly value: unknown;
  source?(): string;
  readonly at: string;
}

/**
 * What does not hold, with what was expected and found; null where it holds.
 * @param names of its JSON Pointer; empty where it has none
 */
export function failureOf(
  { of, holds }: Check,
  response: InspectedResponse,
  body: InspectedBody,
  names: readonly string[],
): string | null {
  let looked: Looked;
  if ('json' in of) {
    const at = of.json === '' ? 'the document' : of.json;
    const json = body.json();
    if (!json.isJson) {
      const isWanted = !('exists' in holds) || holds.exists;
      // In no body at all nothing is; whatever else is no JSON, such as a page of errors, isn't what was asked for.
      if (!isWanted && body.text().text === '') return null;
      const which = of.json === '' ? '' : ` ${isWanted ? 'with' : 'without'} ${of.json}`;
      return `expected JSON${which}, found ${json.why}`;
    }
    const value = resolvePointer(json.document, names);
    looked = { value, at, ...(typeof value === 'number' && { source: () => sourceAt(json.text, names) }) };
  } else if ('header' in of) {
    const field = response.headers.get(of.header);
    looked = { value: field === undefined ? field : decodeField(field), at: `the header ${of.header}` };
  } else if (of.body === 'size') {
    looked = { value: response.bodyBytes, at: "the body's size in bytes" };
  } else {
    const read = body.text();
    if (read.text === null) return `expected ${expectationOf(holds, 'the body')}, found ${read.why}`;
    looked = { value: read.text, at: 'the body' };
  }
  if (doesHold(holds, looked)) return null;
  return `expected ${expectationOf(holds, looked.at)}, found ${showFound(looked.value, looked.source?.())}`;
}

function doesHold(holds: Expectation, { value, source }: Looked): boolean {
  if ('exists' in holds) return (value !== undefined) === holds.exists;
  if ('equals' in holds) return isEqual(value, holds.equals, needsDigits(value) ? source?.() : undefined);
  if ('contains' in holds) return contains(value, holds.contains);
  if (typeof value !== 'number') return false;
  return 'atLeast' in holds ? value >= holds.atLeast : value <= holds.atMost;
}

/** Not a second pass over the text for a number that a double holds. */
function needsDigits(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER;
}

function contains(value: unknown, expected: unknown): boolean {
  if (typeof value === 'string') return typeof expected === 'string' && value.includes(expected);
  return Array.isArray(value) && value.some((one) => isEqual(one, expected));
}

function expectationOf(holds: Expectation, at: string): string {
  if ('exists' in holds) return holds.exists ? `${at} to be there` : `no ${at}`;
  if ('equals' in holds) return `${at} to be ${showExpected(holds.equals)}`;
  if ('contains' in holds) return `${at} to contain ${showExpected(holds.contains)}`;
  return 'atLeast' in holds ? `${at} to be at least ${holds.atLeast}` : `${at} to be at most ${holds.atMost}`;
}

/**
 * Errors that a response of GraphQL holds, or one of several in one response; null where there are none.
 * (GraphQL specification, 7.1: a list that isn't empty.)
 */
export function graphqlFailure(body: InspectedBody): string | null {
  const json = body.json();
  if (!json.isJson) return `expected JSON of GraphQL, found ${json.why}`;
  const answers: readonly unknown[] = Array.isArray(json.document) ? json.document : [json.document];
  for (const answer of answers) {
    const errors = resolvePointer(answer, ['errors']);
    if (errors === undefined || errors === null || (Array.isArray(errors) && errors.length === 0)) continue;
    const first = resolvePointer(errors, ['0', 'message']);
    const told = first === undefined ? '' : `, the first ${showFound(first)}`;
    return `expected no GraphQL errors, found ${showFound(errors)}${told}`;
  }
  return null;
}
