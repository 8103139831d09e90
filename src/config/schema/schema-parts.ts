import { z } from 'zod';
import { ConfigurationError } from '../configuration-error.ts';
import { showValue } from '../wording/show-value.ts';

/** What the JSON Schema and the reference tell of a key. */
interface Meta {
  readonly description: string;
  readonly examples?: readonly unknown[];
}

/** The error text of a value of the wrong type; `wayOut` says what to write. */
export function wanted(wayOut: string) {
  return (issue: { readonly input?: unknown }): string => {
    if (issue.input === undefined) return `is missing: ${wayOut}`;
    if (issue.input === null) return `has no value: ${wayOut}`;
    return `${showValue(issue.input)} does not fit: ${wayOut}`;
  };
}

/** A mapping with these keys and no others. Its message on an unknown key is the list of the known ones. */
export function section<T extends z.ZodRawShape>(shape: T, meta: Meta & Record<string, unknown>) {
  const keys = Object.keys(shape).join(', ');
  return z
    .strictObject(shape, {
      error: (issue) =>
        issue.code === 'unrecognized_keys' ? keys : wanted(`write a mapping with ${keys}`)(issue),
    })
    .meta({ ...meta });
}

/**
 * A text such as `10s`, read by one of units.ts into a number between `from` and `to` (as the user would write them).
 */
export function quantity(
  parse: (text: string) => number,
  range: { readonly from: string; readonly to: string; readonly above?: boolean },
  meta: Meta & { readonly examples: readonly [string, ...string[]] },
) {
  const [from, to] = [parse(range.from), parse(range.to)];
  const example = meta.examples[0];
  return z
    .string({
      error: (issue) =>
        typeof issue.input === 'number'
          ? `${issue.input} has no unit: write one after the number, such as ${example}`
          : wanted(`write a number and its unit, such as ${example}`)(issue),
    })
    .meta({ ...meta, pattern: '^\\s*[0-9]+(\\.[0-9]+)?\\s*[a-zA-Zµ%/]+\\s*$' })
    .transform(
      reading((text) => {
        const value = parse(text);
        if ((range.above ? value > from : value >= from) && value <= to) return value;
        const lower = range.above ? `more than ${range.from}` : `at least ${range.from}`;
        throw new ConfigurationError(
          `${showValue(text)} is out of range: write ${lower} and at most ${range.to}`,
        );
      }),
    );
}

/** A number without a unit, from…to. */
export function plainNumber(from: number, to: number, meta: Meta) {
  const wayOut = `write a number from ${from} to ${to}, such as ${meta.examples?.[0]}`;
  return z
    .number({ error: wanted(wayOut) })
    .min(from, { error: wanted(wayOut) })
    .max(to, { error: wanted(wayOut) })
    .meta({ ...meta });
}

/** Turns a parser that throws ConfigurationError into a zod transform. */
export function reading<In, Out>(parse: (value: In) => Out) {
  return (value: In, context: z.RefinementCtx): Out => {
    try {
      return parse(value);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  };
}

/** A whole number from…to. */
export function whole(from: number, to: number, meta: Meta) {
  const wayOut = `write a whole number from ${from} to ${to}`;
  return z
    .number({ error: wanted(wayOut) })
    .int({ error: wanted(wayOut) })
    .min(from, { error: wanted(wayOut) })
    .max(to, { error: wanted(wayOut) })
    .meta({ ...meta });
}

/** One of a few words. */
export function oneOf<const T extends readonly [string, ...string[]]>(words: T, meta: Meta) {
  return z.enum(words, { error: wanted(`write one of ${words.join(', ')}`) }).meta({ ...meta });
}

/** A text of at least one character, at most `longest`. */
export function shortText(wayOut: string, longest: number, meta: Meta) {
  return z
    .string({ error: wanted(wayOut) })
    .min(1, { error: wanted(wayOut) })
    .max(longest, {
      error: (issue) => `${showValue(issue.input)} is longer than ${longest} characters: ${wayOut}`,
    })
    .meta({ ...meta });
}
