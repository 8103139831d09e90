import { ConfigurationError, type Place } from '../configuration-error.ts';
import type { Template } from '../template.ts';
import { showValue } from '../wording/show-value.ts';
import type { Path, Source } from '../yaml/source.ts';
import { compileTemplate, NotHere, type TemplateScope } from './compile-template.ts';
import { describeLetter } from './odd-letters.ts';

/** Lower-case name → value. */
export type Headers = ReadonlyMap<string, Template>;

/**
 * Headers that say how a message is framed or a connection is kept: the engine's own, or the figures would be untrue.
 */
const ENGINES_OWN: Readonly<Record<string, string>> = {
  host: 'it follows from target-url',
  'content-length': 'it follows from the body',
  'transfer-encoding': 'bodies are sent whole',
  connection: 'connections are kept alive by the engine',
  'keep-alive': 'connections are kept alive by the engine',
  upgrade: 'the engine speaks HTTP/1.1 only',
  expect: 'bodies are sent immediately',
  te: 'the engine takes no trailers',
  trailer: 'the engine sends no trailers',
};

/** Checks and compiles one mapping of headers. Throws ConfigurationError. */
export function compileHeaders(
  headers: Readonly<Record<string, string>>,
  scope: TemplateScope,
  source: Source,
  path: Path,
): Headers {
  const compiled = new Map<string, Template>();
  for (const [written, text] of Object.entries(headers)) {
    const place = source.place([...path, written]);
    const name = written.toLowerCase();
    checkName(written, place);
    if (compiled.has(name)) {
      throw new ConfigurationError('is given twice, in capital and small letters: keep one', place);
    }
    const value = compileTemplate(text, scope, { values: 'none', literals: 'none' }, place);
    for (const part of value) {
      const values = typeof part === 'string' ? [part] : part.value === 'pick' ? part.options : [];
      for (const one of values) checkValue(one, text, scope, place);
      if (typeof part !== 'string' && part.value === 'row') checkRows(part, text, scope, place);
    }
    compiled.set(name, value);
  }
  return compiled;
}

/**
 * The scenario's headers as far as a request can have them: those that hold a value of a session or a row that isn't
 * its own are left out.
 */
export function compileShared(
  headers: Readonly<Record<string, string>>,
  scope: TemplateScope,
  source: Source,
  path: Path,
): Headers {
  const compiled = Object.entries(headers).flatMap(([written, text]) => {
    try {
      return [...compileHeaders({ [written]: text }, scope, source, path)];
    } catch (error) {
      if (error instanceof NotHere) return [];
      throw error;
    }
  });
  return new Map(compiled);
}

function checkName(name: string, place: Place): void {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/.test(name)) {
    throw new ConfigurationError(
      `${showValue(name)} is not a header name: use letters, digits and -, at most 100 characters`,
      place,
    );
  }
  const reason = ENGINES_OWN[name.toLowerCase()];
  if (reason !== undefined)
    throw new ConfigurationError(`is the engine's own header (${reason}): remove it`, place);
}

const LINE_BREAK = /[\r\n]/;
const NOT_SENT = /[^\t -~]/u;

/** The message never shows a value: it may be a password. */
function checkRows(
  part: { readonly table: number; readonly column: number },
  written: string,
  { rows }: TemplateScope,
  place: Place,
): void {
  if (rows === undefined) return;
  const at = rows.tables.firstRow(part, NOT_SENT);
  if (at < 0) return;
  const value = rows.tables.valuesAt(part)[at] ?? '';
  throw new ConfigurationError(
    `${showValue(written)}: its value in row ${at + 1} of ${rows.tables.taken()[part.table]?.name} ${describeLetter(value, NOT_SENT)}, which a header can't hold: remove it`,
    place,
  );
}

/** The message shows the text as written, never what came from the environment: of that its name, and what is wrong. */
function checkValue(value: string, written: string, { read }: TemplateScope, place: Place): void {
  const wrong = [LINE_BREAK, NOT_SENT].find((letters) => letters.test(value));
  if (wrong === undefined) return;
  const from = [...read].find(([, own]) => wrong.test(own) && value.includes(own));
  if (from !== undefined) {
    const [name, own] = from;
    throw new ConfigurationError(
      `${showValue(written)}: the value of ${name} in the environment ${describeLetter(own, wrong)}, which a header can't hold: set ${name} again without it, where it is kept (a secret of the repository, a file, a shell)`,
      place,
    );
  }
  const why =
    wrong === LINE_BREAK
      ? "has a line break in it, which would start another header: remove it (in YAML, > and | end with one; >- and |- don't)"
      : 'has a control character or a letter outside ASCII in it: remove it or encode it';
  throw new ConfigurationError(`${showValue(written)} ${why}`, place);
}
