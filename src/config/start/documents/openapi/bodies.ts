/** What an operation sends, and what it is answered, as plain values. */
import { listOf, type Members, membersOf, own } from '../values.ts';
import type { Known } from './parameters.ts';

export interface PlainBody {
  readonly kind: 'json' | 'form' | 'multipart' | 'text';
  readonly contentType: string;
  readonly value: unknown;
}

/** Null where it sends none. Of Swagger 2, too, whose body is a parameter. */
export function requestBodyOf(
  operation: Members,
  parameters: readonly Members[],
  consumes: unknown,
  known: Known,
): PlainBody | null {
  const content = membersOf(known.references.follow(operation.requestBody).content);
  const types = Object.keys(content);
  const type =
    types.find((one) => kindOf(one) === 'json') ?? types.find((one) => kindOf(one) === 'form') ?? types[0];
  if (type !== undefined) {
    const value = exampleOrSample(membersOf(own(content, type)), 'request', known);
    return { kind: kindOf(type), contentType: type, value };
  }
  const body = parameters.find((parameter) => parameter.in === 'body');
  if (body !== undefined) {
    const value = exampleOrSample(body, 'request', known);
    return { kind: 'json', contentType: 'application/json', value };
  }
  const fields = parameters.filter((parameter) => parameter.in === 'formData');
  if (fields.length === 0) return null;
  const sample = (field: Members) => known.sampler.sample(field, { isWhole: false, side: 'request' });
  const isMultipart =
    fields.some(({ type }) => type === 'file') || listOf(consumes).includes('multipart/form-data');
  return {
    kind: isMultipart ? 'multipart' : 'form',
    contentType: '',
    value: Object.fromEntries(fields.map((field) => [String(field.name), sample(field)])),
  };
}

/** The first success that it tells: its status, and an example of the body with all that it may hold. */
export function responseOf(
  operation: Members,
  known: Known,
): { readonly expect: number[]; readonly body: unknown } {
  const responses = membersOf(operation.responses);
  const codes = Object.keys(responses).filter((code) => /^[23]\d\d$/.test(code));
  const good = codes.filter((code) => code.startsWith('2'));
  const expect = (good.length > 0 ? good : codes).map(Number);
  const response = known.references.follow(own(responses, good[0] ?? codes[0] ?? '2XX') ?? responses.default);
  const content = membersOf(response.content);
  const type = Object.keys(content).find((one) => kindOf(one) === 'json');
  const media = type === undefined ? response : membersOf(own(content, type));
  return { expect, body: exampleOrSample(media, 'response', known) };
}

function exampleOrSample(media: Members, side: 'request' | 'response', known: Known): unknown {
  if (media.example !== undefined) return media.example;
  const [first] = Object.values(membersOf(media.examples));
  const example = known.references.follow(first);
  if (side === 'request' && example.value !== undefined) return example.value;
  if (media.schema === undefined) return undefined;
  return known.sampler.sample(media.schema, { isWhole: side === 'response', side });
}

function kindOf(type: string): PlainBody['kind'] {
  if (/^application\/(?:.*\+)?json\b|^\*\/\*$/i.test(type)) return 'json';
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return 'form';
  return /^multipart\//i.test(type) ? 'multipart' : 'text';
}
