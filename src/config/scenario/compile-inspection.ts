import { ConfigurationError } from '../configuration-error.ts';
import { readPointer } from '../json-pointer.ts';
import type { Capture, Check, Expectation, Extraction, Inspection } from '../scenario.ts';
import { CAPTURE_SOURCES, type CaptureConfig } from '../schema/capture-schema.ts';
import { CHECK_OPERATORS, CHECK_SUBJECTS, type CheckConfig } from '../schema/check-schema.ts';
import { parseSize } from '../units.ts';
import { listWords, showValue } from '../wording/show-value.ts';
import type { Path, Source } from '../yaml/source.ts';

interface InspectionConfig {
  readonly capture?: CaptureConfig | undefined;
  readonly check?: readonly CheckConfig[] | undefined;
  readonly graphql?: boolean | undefined;
}

/**
 * What is looked for in a response; null where nothing is. Throws ConfigurationError.
 *
 * @param graphql the scenario's
 * @param keyOf key under which a captured value is found, by its name
 */
export function compileInspection(
  config: InspectionConfig,
  graphql: boolean,
  keyOf: (name: string) => string,
  source: Source,
  path: Path,
): Inspection | null {
  const captures = Object.entries(config.capture ?? {}).map(
    ([name, written]): Capture => ({
      name: keyOf(name),
      from: compileExtraction(written, source, [...path, 'capture', name]),
    }),
  );
  const checks = (config.check ?? []).flatMap((check, i) =>
    compileCheck(check, source, [...path, 'check', i]),
  );
  const isGraphql = config.graphql ?? graphql;
  if (captures.length === 0 && checks.length === 0 && !isGraphql) return null;
  return { captures, checks, ...(isGraphql && { graphql: true }) };
}

function compileExtraction(written: CaptureConfig[string], source: Source, path: Path): Extraction {
  if (typeof written === 'string') return { json: readPointer(written, source.place(path)) };
  const [first, second] = CAPTURE_SOURCES.filter((key) => written[key] !== undefined);
  const { json, header, cookie, text } = written;
  if (first === undefined) {
    throw new ConfigurationError(
      'says nowhere to take it from: write a JSON Pointer such as /token, or { header: etag }',
      source.place(path),
    );
  }
  if (second !== undefined) {
    throw new ConfigurationError(
      `is a second place besides ${first}: write a separate capture for each`,
      source.place([...path, second]),
    );
  }
  if (json !== undefined) return { json: readPointer(json, source.place([...path, 'json'])) };
  if (header !== undefined) return { header: readHeader(header, source, [...path, 'header']) };
  if (cookie !== undefined) return { cookie: readCookie(cookie, source, [...path, 'cookie']) };
  return text as { after: string; before: string };
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** In lower case. */
function readHeader(written: string, source: Source, path: Path): string {
  if (TOKEN.test(written)) return written.toLowerCase();
  throw new ConfigurationError(
    `${showValue(written)} is not a header name: use letters, digits and -`,
    source.place(path),
  );
}

function readCookie(written: string, source: Source, path: Path): string {
  if (TOKEN.test(written)) return written;
  throw new ConfigurationError(`${showValue(written)} is no name of a cookie`, source.place(path));
}

/** What goes with what: the size is a number of bytes, a header and the body are texts. */
const OPERATORS: Readonly<Record<string, readonly (typeof CHECK_OPERATORS)[number][]>> = {
  json: CHECK_OPERATORS,
  header: ['exists', 'equals', 'contains'],
  text: ['equals', 'contains'],
  size: ['at-least', 'at-most'],
};

/** One for each operator. */
function compileCheck(config: CheckConfig, source: Source, path: Path): Check[] {
  const [subject, second] = CHECK_SUBJECTS.filter((key) => config[key] !== undefined);
  if (subject === undefined) {
    throw new ConfigurationError(
      'says nowhere what is looked at: write json: /pointer, header: name or body: text',
      source.place(path),
    );
  }
  if (second !== undefined) {
    throw new ConfigurationError(
      `is a second subject besides ${subject}: write a separate check for each`,
      source.place([...path, second]),
    );
  }
  const operators = CHECK_OPERATORS.filter((key) => config[key] !== undefined);
  const kind = subject === 'body' ? (config.body as string) : subject;
  const allowed = OPERATORS[kind] ?? [];
  if (operators.length === 0) {
    throw new ConfigurationError(
      `has no condition to check: add ${listWords(allowed)} to ${subject}`,
      source.place(path),
    );
  }
  const of = compileSubject(config, source, path);
  return operators.map((operator) => {
    const at = [...path, operator];
    if (!allowed.includes(operator)) {
      const what = subject === 'body' ? `body: ${kind}` : `a ${subject}`;
      throw new ConfigurationError(`does not go with ${what}: write ${listWords(allowed)}`, source.place(at));
    }
    return { of, holds: compileExpectation(config, operator, kind, source, at) };
  });
}

function compileSubject({ json, header, body }: CheckConfig, source: Source, path: Path): Check['of'] {
  if (json !== undefined) return { json: readPointer(json, source.place([...path, 'json'])) };
  if (header !== undefined) return { header: readHeader(header, source, [...path, 'header']) };
  return { body: body ?? 'text' };
}

function compileExpectation(
  config: CheckConfig,
  operator: (typeof CHECK_OPERATORS)[number],
  kind: string,
  source: Source,
  path: Path,
): Expectation {
  const place = source.place(path);
  if (operator === 'exists') return { exists: config.exists === true };
  if (operator === 'at-least' || operator === 'at-most') {
    const written = config[operator] as number | string;
    const bound = readBound(written, kind, source, path);
    return operator === 'at-least' ? { atLeast: bound } : { atMost: bound };
  }
  const value = config[operator];
  const isText = kind !== 'json';
  if (isText && typeof value === 'object') {
    throw new ConfigurationError(`${showValue(value)} is not a text: write one`, place);
  }
  if (holdsTemplate(value)) {
    throw new ConfigurationError(
      `${showValue(value)}: templates don't work here: write the value out, or check that it exists`,
      place,
    );
  }
  const compared = isText ? String(value) : value;
  if (operator === 'contains' && compared === '') {
    throw new ConfigurationError('is an empty text, which every text contains: write one', place);
  }
  return operator === 'equals' ? { equals: compared } : { contains: compared };
}

function readBound(written: number | string, kind: string, source: Source, path: Path): number {
  const place = source.place(path);
  if (kind === 'size') {
    const bytes = typeof written === 'number' ? written : parseSize(written, place);
    if (Number.isSafeInteger(bytes) && bytes >= 0) return bytes;
    throw new ConfigurationError(
      `${showValue(written)} is not a size: write bytes, or one such as 10 KiB`,
      place,
    );
  }
  if (typeof written === 'number') return written;
  // Without quotes it is refused as well, with the advice to put it into quotes.
  const isLarge = /^[+-]?\d+$/.test(written) && !Number.isSafeInteger(Number(written));
  throw new ConfigurationError(
    isLarge
      ? `${showValue(written)} is too large for a bound, which holds within ±${Number.MAX_SAFE_INTEGER}: write a nearer one, or use equals, which compares all digits`
      : `${showValue(written)} is not a number: write one`,
    place,
  );
}

function holdsTemplate(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('{{');
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsTemplate);
}
