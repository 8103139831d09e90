import { ConfigurationError, type Place } from '../configuration-error.ts';
import type { DataTable } from '../scenario.ts';
import type { Encoding, Template, TemplatePart } from '../template.ts';
import { showValue } from '../wording/show-value.ts';
import { suggest } from '../wording/suggest.ts';
import { parseTemplate, type Word } from './parse-template.ts';
import { readEnvironment } from './read-environment.ts';
import type { Tables } from './tables.ts';
import { TEMPLATE_FUNCTIONS } from './template-functions.ts';

/** The names that a template may use where it stands. */
export interface TemplateScope {
  readonly variables: ReadonlyMap<string, string>;
  /** Each by the key under which the plan has it. */
  readonly captures: ReadonlyMap<string, string>;
  /** Names that mean something in other places, each with the clause that says where. */
  readonly elsewhere?: ReadonlyMap<string, string>;
  /** Rows of data; absent where nobody takes one. */
  readonly rows?: RowScope;
  /** Functions and captures change with the request; a variable's value may not. */
  readonly staticOnly?: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Collects the values taken from the environment. */
  readonly secrets: Set<string>;
  /** Collects all of them by their names. */
  readonly read: Map<string, string>;
  /** Collects the keys of captures that were used. */
  readonly used: Set<string>;
}

interface RowScope {
  readonly tables: Tables;
  /** Why no row of the table can be taken here, as a clause; null where one can. */
  refuse?(table: DataTable): string | null;
}

/** A name that means something, and nothing here. */
export class NotHere extends ConfigurationError {}

/** How a template's own text and the values put into it are written at the place where it stands. */
interface Writing {
  readonly values: Encoding;
  /** `json` for a text inside a JSON string; `none` where the text is the body, path or header itself. */
  readonly literals: Encoding;
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
        ? encodeText(segment.literal, writing.literals)
        : compileExpression(segment, scope, writing.values, (why, Kind = ConfigurationError) => {
            const whole = segment.written === text.trim();
            throw new Kind(
              `${whole ? '' : `${showValue(text)}: `}${showValue(segment.written)} ${why}`,
              place,
            );
          }),
    ),
  );
}

type Fail = (why: string, kind?: typeof ConfigurationError) => never;

function compileExpression(
  { words, written }: { readonly words: readonly Word[]; readonly written: string },
  scope: TemplateScope,
  encoding: Encoding,
  fail: Fail,
): TemplatePart {
  const [head, ...rest] = words;
  if (!head) return fail('is empty: write a name in it');
  if (head.quoted && rest.length === 0) return encodeText(head.text, encoding);
  const build = Object.hasOwn(TEMPLATE_FUNCTIONS, head.text) ? TEMPLATE_FUNCTIONS[head.text] : undefined;
  if (build && !scope.staticOnly) {
    return build(
      rest,
      (text) => encodeText(text, encoding),
      (why) => fail(`does not work: ${why}`),
    );
  }
  if (build)
    return fail('is a function, but a variable has one value for the whole run: use it in the request');
  if (head.text.startsWith('env.') && rest.length === 0) {
    return encodeText(readEnvironment(head.text.slice('env.'.length), scope, fail), encoding);
  }
  const variable = scope.variables.get(head.text);
  if (variable !== undefined && rest.length === 0) return encodeText(variable, encoding);
  const key = scope.captures.get(head.text);
  if (key !== undefined && rest.length === 0) {
    scope.used.add(key);
    return { value: 'capture', name: key, encoding };
  }
  if (rest.length === 0) {
    const why = scope.elsewhere?.get(head.text);
    if (why !== undefined) return fail(why, NotHere);
  }
  // The name of a column may hold blanks, at which words end.
  const whole = written.slice(2, -2).trim();
  const columns = scope.rows?.tables.listColumns() ?? [];
  if (columns.includes(whole) || !columns.includes(head.text)) {
    const row = takeRow(whole, scope, encoding, fail);
    if (row !== null) return row;
  }
  return fail(explainUnknown(head.text, rest.length > 0, scope));
}

/** `users.email`; null where no table has that name. */
function takeRow(
  written: string,
  { rows }: TemplateScope,
  encoding: Encoding,
  fail: Fail,
): TemplatePart | null {
  const [name = '', ...words] = written.split('.');
  const table = rows?.tables.find(name) ?? null;
  if (rows === undefined || table === null) return null;
  const column = words.join('.');
  const columns = table.columns.join(', ');
  if (words.length === 0) return fail(`is a data table: write one of its columns, ${name}.${columns}`);
  const index = table.columns.indexOf(column);
  if (index < 0) {
    const meant = suggest(column, table.columns);
    return fail(
      `is not a column of ${name}${meant ? `, did you mean ${name}.${meant}?` : ''}; its columns are ${columns}`,
    );
  }
  const why = rows.refuse?.(table) ?? null;
  if (why !== null) return fail(why, NotHere);
  return { value: 'row', table: rows.tables.take(name), column: index, encoding };
}

const MOST_NAMES = 30;

function explainUnknown(name: string, hasWords: boolean, scope: TemplateScope): string {
  const names = [
    ...scope.variables.keys(),
    ...scope.captures.keys(),
    ...(scope.rows?.tables.listColumns() ?? []),
  ];
  const functions = scope.staticOnly ? [] : Object.keys(TEMPLATE_FUNCTIONS);
  if (hasWords && names.includes(name)) return 'has words after a name that takes no arguments: remove them';
  const meant = suggest(name, [...functions, ...names]);
  const known = [
    functions.length > 0 ? `functions are ${functions.join(', ')}` : '',
    names.length > 0
      ? `names here are ${names.slice(0, MOST_NAMES).join(', ')}${names.length > MOST_NAMES ? ', …' : ''}`
      : 'no variable or captured value can be used here',
    'and env.TAILGATE_… takes a value from the environment',
  ];
  return `is not known${meant ? `, did you mean ${meant}?` : ''}; ${known.filter(Boolean).join('; ')}`;
}

/** Writes a fixed value so that it can't break out of the place where it stands. */
export function encodeText(text: string, encoding: Encoding): string {
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
