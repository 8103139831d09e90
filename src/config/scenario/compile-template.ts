import { ConfigurationError, type Place } from '../configuration-error.ts';
import type { Encoding, Template, TemplatePart } from '../template.ts';
import { showValue } from '../wording/show-value.ts';
import { suggest } from '../wording/suggest.ts';
import { parseTemplate, type Word } from './parse-template.ts';
import { readEnvironment } from './read-environment.ts';
import { TEMPLATE_FUNCTIONS } from './template-functions.ts';

/** The names that a template may use where it stands. */
export interface TemplateScope {
  readonly variables: ReadonlyMap<string, string>;
  readonly captures: ReadonlySet<string>;
  /** Functions and captures change with the request; a variable's value may not. */
  readonly staticOnly?: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Collects the values taken from the environment. */
  readonly secrets: Set<string>;
  /** Collects all of them by their names. */
  readonly read: Map<string, string>;
  /** Collects the captures that were used. */
  readonly used: Set<string>;
}

/** How a template's own text and the values put into it are written at the place where it stands. */
interface Writing {
  readonly values: Encoding;
  /** `json` for a text inside a JSON string; `none` where the text is the body, path or header itself. */
  readonly literals: Extract<Encoding, 'none' | 'json'>;
}

/** Compiles a text ahead of the load. Throws ConfigurationError with the text and the way out. */
export function compileTemplate(
  text: string,
  scope: TemplateScope,
  writing: Writing,
  place: Place,
): Template {
  const fail = (why: string): never => {
    throw new ConfigurationError(`${showValue(text)}: ${why}`, place);
  };
  const segments = parseTemplate(text);
  if ('fault' in segments) return fail(segments.fault);
  return joinLiterals(
    segments.map((segment) =>
      'literal' in segment
        ? encode(segment.literal, writing.literals)
        : compileExpression(segment.words, scope, writing.values, (why) => {
            const whole = segment.written === text.trim();
            throw new ConfigurationError(
              `${whole ? '' : `${showValue(text)}: `}${showValue(segment.written)} ${why}`,
              place,
            );
          }),
    ),
  );
}

function compileExpression(
  words: readonly Word[],
  scope: TemplateScope,
  encoding: Encoding,
  fail: (why: string) => never,
): TemplatePart {
  const [head, ...rest] = words;
  if (!head) return fail('is empty: write a name in it');
  if (head.quoted && rest.length === 0) return encode(head.text, encoding);
  const build = Object.hasOwn(TEMPLATE_FUNCTIONS, head.text) ? TEMPLATE_FUNCTIONS[head.text] : undefined;
  if (build && !scope.staticOnly) {
    return build(
      rest,
      (text) => encode(text, encoding),
      (why) => fail(`does not work: ${why}`),
    );
  }
  if (build)
    return fail('is a function, and a variable has one value for the whole run: put it into the request');
  if (head.text.startsWith('env.') && rest.length === 0) {
    return encode(readEnvironment(head.text.slice('env.'.length), scope, fail), encoding);
  }
  const variable = scope.variables.get(head.text);
  if (variable !== undefined && rest.length === 0) return encode(variable, encoding);
  if (scope.captures.has(head.text) && rest.length === 0) {
    scope.used.add(head.text);
    return { value: 'capture', name: head.text, encoding };
  }
  return fail(explainUnknown(head.text, rest.length > 0, scope));
}

function explainUnknown(name: string, hasWords: boolean, scope: TemplateScope): string {
  const names = [...scope.variables.keys(), ...scope.captures];
  const functions = scope.staticOnly ? [] : Object.keys(TEMPLATE_FUNCTIONS);
  if (hasWords && names.includes(name)) return 'has words after a name that takes none: take them out';
  const meant = suggest(name, [...functions, ...names]);
  const known = [
    functions.length > 0 ? `functions are ${functions.join(', ')}` : '',
    names.length > 0
      ? `names here are ${names.join(', ')}`
      : 'no variable or captured value can be used here',
    'and env.TAILGATE_… takes a value from the environment',
  ];
  return `is not known${meant ? `, did you mean ${meant}?` : ''}; ${known.filter(Boolean).join('; ')}`;
}

/** Writes a fixed value so that it can't break out of the place where it stands. */
export function encode(text: string, encoding: Encoding): string {
  if (encoding === 'json') return JSON.stringify(text).slice(1, -1);
  // Half a surrogate pair has no percent-encoding; it becomes the replacement character, as everywhere in UTF-8.
  if (encoding === 'url') return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
  return text;
}

/** Neighbouring texts become one, empty ones go. */
export function joinLiterals(parts: Template): Template {
  const joined: TemplatePart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part === '') continue;
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part;
    else joined.push(part);
  }
  return joined;
}
