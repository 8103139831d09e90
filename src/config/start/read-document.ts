/** Which document a text is, by its content, and what it says: a row a format. */
import { parseDocument } from 'yaml';
import { ConfigurationError } from '../configuration-error.ts';
import { readHar } from './documents/har.ts';
import { readOpenApi } from './documents/openapi/read-openapi.ts';
import { readPostman } from './documents/postman.ts';
import { isK6Script, readK6Script } from './documents/script/k6-script.ts';
import { listOf, type Members, membersOf } from './documents/values.ts';
import type { SourceReading } from './reading.ts';

interface Format {
  is(document: Members): boolean;
  read(document: Members, file: string): SourceReading;
}

const FORMATS: readonly Format[] = [
  { is: ({ openapi }) => /^3\.\d/.test(String(openapi)), read: readOpenApi },
  { is: ({ swagger }) => /^2(?:\.|$)/.test(String(swagger)), read: readOpenApi },
  { is: ({ log }) => Array.isArray(membersOf(log).entries), read: readHar },
  {
    is: ({ info, item }) =>
      /postman|getpostman/.test(String(membersOf(info).schema)) && listOf(item).length > 0,
    read: readPostman,
  },
];

/** What `--from` takes, for messages. */
const KNOWN_SOURCES =
  'an OpenAPI 3 or Swagger 2 document (YAML or JSON), a HAR file, a Postman collection (2.0 or 2.1), a k6 script or its samples (k6 run --out json=FILE), or an access log (common or combined format, of Caddy, Traefik or any other logger in JSON lines)';

/** @throws ConfigurationError where it is no format that is known, or holds nothing to ask */
export function readDocument(text: string, file: string): SourceReading {
  // A description may quote a script.
  const isDocument = /^\s*[{[]/.test(text) || /^(?:openapi|swagger)\s*:/m.test(text);
  if (!isDocument && isK6Script(text)) return readK6Script(text, file);
  const document = membersOf(parse(text, file));
  const format = FORMATS.find(({ is }) => is(document));
  if (format !== undefined) return format.read(document, file);
  throw unknownSource(file);
}

function unknownSource(file: string): ConfigurationError {
  return new ConfigurationError(
    `is not in a known format, judging by its content. Known formats: ${KNOWN_SOURCES}`,
    {
      file,
    },
  );
}

/** JSON first: it is read a hundred times faster than YAML, which it is, too. */
function parse(text: string, file: string): unknown {
  const isJson = /^\s*[{[]/.test(text);
  try {
    return JSON.parse(text);
  } catch (error) {
    if (isJson) throw new ConfigurationError(`is no JSON: ${positionOf(error)}`, { file });
  }
  const document = parseDocument(text, { uniqueKeys: false, logLevel: 'silent', prettyErrors: false });
  const [fault] = document.errors;
  if (fault !== undefined) {
    const line = text.slice(0, fault.pos[0]).split('\n').length;
    if (!/^(?:openapi|swagger)\s*:/m.test(text)) throw unknownSource(file);
    throw new ConfigurationError(`is no YAML: ${fault.code}`, { file, line });
  }
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    throw new ConfigurationError('contains aliases that expand without limit', { file });
  }
}

/** Where JSON ends to be one, and nothing of what stands there. */
function positionOf(error: unknown): string {
  const [position = 'it ends too early'] =
    /position \d+|line \d+ column \d+/.exec((error as Error).message) ?? [];
  return position;
}
