import type { Check, Expectation } from '../../config/scenario.ts';
import { decodeField } from '../decode-field.ts';
import type { InspectedBody } from './body.ts';
import { hasEqual, isEqual } from './equal.ts';
import { resolvePointer, sourceAt } from './pointer.ts';
import type { InspectedResponse } from './response.ts';
import { showExpected, showFound } from './show.ts';

/** What a check looks at: the value, how it is written in JSON, and where it stands. */
interface Looked {
  readonly value: unknown;
  source(): string;
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
    looked = { value, at, source: () => sourceAt(json.text, names) };
  } else if ('header' in of) {
    const field = response.headers.get(of.header);
    const value = field === undefined ? field : decodeField(field);
    looked = { value, at: `the header ${of.header}`, source: () => String(value) };
  } else if (of.body === 'size') {
    const { bodyBytes: value } = response;
    looked = { value, at: "the body's size in bytes", source: () => String(value) };
  } else {
    const read = body.text();
    if (read.text === null) return `expected ${expectationOf(holds, 'the body')}, found ${read.why}`;
    const { text: value } = read;
    looked = { value, at: 'the body', source: () => value };
  }
  if (doesHold(holds, looked)) return null;
  const { value, source, at } = looked;
  const found = showFound(value, typeof value === 'number' ? source() : undefined);
  return `expected ${expectationOf(holds, at)}, found ${found}`;
}

function doesHold(holds: Expectation, { value, source }: Looked): boolean {
  if ('exists' in holds) return (value !== undefined) === holds.exists;
  if ('equals' in holds) return isEqual(value, holds.equals, source);
  if ('contains' in holds) return contains(value, holds.contains, source);
  if (typeof value !== 'number') return false;
  return 'atLeast' in holds ? value >= holds.atLeast : value <= holds.atMost;
}

function contains(value: unknown, expected: unknown, source: Looked['source']): boolean {
  if (typeof value === 'string') return typeof expected === 'string' && value.includes(expected);
  return Array.isArray(value) && hasEqual(value, expected, source);
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
